#pragma once

#include <array>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "base/task.h"
#include "tts/utterance.h"
#include "tts/voice_frames.h"
#include "tts/worker_process.h"

namespace nexy {

// How a worker's try at an utterance ended.
enum class SpeechOutcome {
  kDone,
  kDoneOtherVoice,  // With the language's own voice, because the configured one is not installed.
  kCancelled,
  kNoVoice,     // No voice of the language is installed.
  kTextFailed,  // The synthesiser died of the text, hung, talked garbage or would not stop.
  kWorkerLost,  // The worker ended for a reason of its own. Another worker will do.
};

struct SpeechResult {
  SpeechOutcome outcome;
  bool worker_usable;
  absl::Status why;  // For the log; OK with the first three outcomes.
};

// One nexy-voice process and the conversation with it, an utterance at a time.
//
// Everything happens on the strand of `executor`. Owned together by the pool and by its coroutine,
// which may still be in a wait when the pool is closed.
class VoiceWorker : public std::enable_shared_from_this<VoiceWorker> {
 public:
  // UNAVAILABLE if the program cannot be started.
  static absl::StatusOr<std::shared_ptr<VoiceWorker>> Start(asio::any_io_executor executor,
                                                            const std::string& path,
                                                            std::chrono::milliseconds silence_max);

  // Waits for the worker's first word. DEADLINE_EXCEEDED, UNAVAILABLE (it ended), DATA_LOSS
  // (it does not speak our protocol).
  Task<absl::Status> Greet();

  // Waits until Wake(), or for no reason, or until the worker ends or speaks unasked (UNAVAILABLE).
  Task<absl::Status> WaitIdle();
  // Ends the present WaitIdle(); nothing happens if there is none.
  void Wake();

  // Speaks `request` into `utterance`.
  Task<SpeechResult> Speak(SpeakRequest request, std::shared_ptr<Utterance> utterance);
  // Makes the present Speak() end soon.
  void Cancel();

  // Kills the process; every present and later wait ends at once.
  void Stop();

  pid_t pid() const { return process_.pid(); }

 private:
  VoiceWorker(asio::any_io_executor executor, WorkerProcess process,
              std::chrono::milliseconds silence_max);

  // False if the worker does not take all of `frame` at once; it always has room for a request
  // and a cancel.
  bool Send(std::string_view frame);
  // With several threads the reactor may report as readable what has been read meanwhile.
  bool NothingToRead();
  // Waits for more bytes. DEADLINE_EXCEEDED, UNAVAILABLE (the worker ended).
  Task<absl::Status> Receive(std::chrono::milliseconds silence_max);
  void StartWatch(std::chrono::milliseconds silence_max);
  // The result that `frame` means; nullopt if the utterance goes on.
  std::optional<SpeechResult> OnFrame(const Frame& frame, Utterance& utterance);
  SpeechResult OnEnd(std::string_view payload) const;
  SpeechResult OnError(std::string_view payload) const;

  WorkerProcess process_;
  asio::local::stream_protocol::socket socket_;
  asio::steady_timer watch_;
  const std::chrono::milliseconds silence_max_;
  int sample_rate_ = 0;
  FrameReader reader_{kMaxPcmBytes};
  std::array<char, 16 * 1024> bytes_;
  std::uint64_t reads_ = 0;  // By it a watch knows whether its read is still the present one.
  bool silent_ = false;      // The watch has ended the present read.
  bool idle_ = false;        // In WaitIdle().
  std::uint32_t utterance_ = 0;  // The last one asked for.
  bool speaking_ = false;
  bool cancelled_ = false;
  bool too_long_ = false;
};

}  // namespace nexy
