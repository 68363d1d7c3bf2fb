#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/mutex.h"
#include "base/task.h"
#include "tts/espeak.h"
#include "tts/espeak_metrics.h"
#include "tts/utterance.h"
#include "tts/voice_frames.h"
#include "tts/voice_worker.h"

namespace nexy {

// The workers of the embedded voice and the queue before them.
//
// Submit(), Cancel() and state() are thread-safe; the rest happens on the pool's strand. Neither the
// log nor the clock is touched after Close().
class EspeakPool : public std::enable_shared_from_this<EspeakPool> {
 public:
  EspeakPool(asio::any_io_executor executor, const EspeakOptions& options, Clock& clock, Log& log,
             prometheus::Registry& registry);

  // Starts the workers, once.
  void Start();

  // Queues a text. RESOURCE_EXHAUSTED, UNAVAILABLE: see EspeakProvider.
  absl::Status Submit(SpeakRequest request, std::shared_ptr<Utterance> utterance);
  // The utterance's consumer has no use for the rest.
  void Cancel(std::shared_ptr<Utterance> utterance);

  // Kills the workers and fails every utterance with UNAVAILABLE. No other thread may be on the
  // pool's strand.
  void Close();

  EspeakState state() const;
  EspeakMetrics& metrics() { return metrics_; }

 private:
  struct Job {
    SpeakRequest request;
    std::shared_ptr<Utterance> utterance;
    Clock::Time queued;
    int text_failures = 0;
    int worker_losses = 0;
  };
  // The place of one worker; a new one takes it when the old one is lost.
  struct Slot {
    explicit Slot(asio::any_io_executor executor) : pause(std::move(executor)) {}
    std::shared_ptr<VoiceWorker> worker;   // Null between two workers.
    bool started = false;                  // The last worker's process could be started.
    bool ready = false;                    // The present worker has greeted.
    bool failed = false;                   // Nothing is expected of this place at present.
    std::shared_ptr<Utterance> utterance;  // Being spoken.
    bool idle = false;
    asio::steady_timer pause;
  };

  static Task<> Run(std::shared_ptr<EspeakPool> pool, Slot& slot);
  // One worker's life, from start to loss: why it was lost. Adds to `spoken` what it achieved.
  Task<absl::Status> RunWorker(Slot& slot, int& spoken);
  Task<absl::Status> Serve(Slot& slot, int& spoken);
  // So that workers that die at once do not keep the machine busy.
  Task<> Pause(Slot& slot, int failures);

  std::optional<Job> TakeJob();
  void PutBack(Job job);
  void OnResult(Job job, const SpeechResult& result);
  void RetryText(Job job);
  void Fail(Utterance& utterance, absl::Status status);
  void OnReady(Slot& slot);
  void OnLost(Slot& slot, const absl::Status& why, int failures);
  // When no slot is left that can speak: everybody who waits is told `why`.
  void FailQueueIfNoWorkerIsLeft(const absl::Status& why);
  void WakeOne();
  bool closed() const;

  const EspeakOptions options_;
  const std::string worker_path_;
  Clock& clock_;
  Log& log_;
  EspeakMetrics metrics_;
  asio::strand<asio::any_io_executor> strand_;
  std::vector<std::unique_ptr<Slot>> slots_;  // Touched on the strand only, as is the next.
  bool other_voice_logged_ = false;

  mutable Mutex mutex_;
  bool closed_ ABSL_GUARDED_BY(mutex_) = false;
  std::deque<Job> queue_ ABSL_GUARDED_BY(mutex_);
  absl::Status unavailable_ ABSL_GUARDED_BY(mutex_);  // OK while a worker is or may be there.
  std::size_t ready_ ABSL_GUARDED_BY(mutex_) = 0;
  std::size_t speaking_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace nexy
