#include "tts/espeak_pool.h"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <chrono>
#include <utility>

#include "base/status.h"
#include "base/strings.h"
#include "tts/plain_text.h"

namespace nexy {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kFirstPause{100};
constexpr milliseconds kLongestPause{5'000};
constexpr int kMaxTextFailures = 3;   // The third try is with letters and digits only.
constexpr int kMaxFailures = 3;       // Of a place's workers in a row, then the place has failed.
constexpr int kMaxWorkerLosses = 16;  // Somebody kills our workers; the text is not to blame.

std::string WorkerPath(const EspeakOptions& options) {
  return options.worker.empty() ? DirectoryOfThisProgram() + "/nexy-voice" : options.worker;
}

double Seconds(Clock::Duration duration) { return std::chrono::duration<double>(duration).count(); }

absl::Status ShutDown() { return absl::UnavailableError("espeak: the voice has been shut down"); }

}  // namespace

EspeakPool::EspeakPool(asio::any_io_executor executor, const EspeakOptions& options, Clock& clock,
                       Log& log, prometheus::Registry& registry)
    : options_(options),
      worker_path_(WorkerPath(options)),
      clock_(clock),
      log_(log),
      metrics_(registry),
      strand_(asio::make_strand(std::move(executor))) {
  for (std::size_t i = 0; i < std::max<std::size_t>(options.workers, 1); ++i) {
    slots_.push_back(std::make_unique<Slot>(strand_));
  }
}

void EspeakPool::Start() {
  for (const auto& slot : slots_) {
    Spawn(strand_, "espeak worker", Run(shared_from_this(), *slot), log_);
  }
}

absl::Status EspeakPool::Submit(SpeakRequest request, std::shared_ptr<Utterance> utterance) {
  {
    MutexLock lock(mutex_);
    if (closed_) return ShutDown();
    if (!unavailable_.ok()) return unavailable_;
    if (queue_.size() >= options_.queue) {
      metrics_.refused.Increment();
      return absl::ResourceExhaustedError(
          Concat("espeak: ", queue_.size(), " texts are waiting already"));
    }
    queue_.push_back({std::move(request), std::move(utterance), clock_.Now()});
  }
  asio::post(strand_, [self = shared_from_this()] { self->WakeOne(); });
  return absl::OkStatus();
}

void EspeakPool::Cancel(std::shared_ptr<Utterance> utterance) {
  utterance->Abandon();
  asio::post(strand_, [self = shared_from_this(), utterance] {
    {
      MutexLock lock(self->mutex_);
      const auto removed = std::erase_if(
          self->queue_, [&utterance](const Job& job) { return job.utterance == utterance; });
      if (removed > 0) self->metrics_.cancelled.Increment();
    }
    for (const auto& slot : self->slots_) {
      if (slot->utterance == utterance && slot->worker) slot->worker->Cancel();
    }
  });
}

void EspeakPool::Close() {
  std::deque<Job> queued;
  {
    MutexLock lock(mutex_);
    closed_ = true;
    queued.swap(queue_);
  }
  for (const Job& job : queued) job.utterance->Finish(ShutDown());
  for (const auto& slot : slots_) {
    if (slot->utterance) slot->utterance->Finish(ShutDown());
    if (slot->worker) slot->worker->Stop();
    slot->pause.cancel();
  }
}

EspeakState EspeakPool::state() const {
  MutexLock lock(mutex_);
  return {.workers = slots_.size(),
          .ready = ready_,
          .speaking = speaking_,
          .waiting = queue_.size(),
          .problem = std::string(MessageOf(closed_ ? ShutDown() : unavailable_))};
}

Task<> EspeakPool::Run(std::shared_ptr<EspeakPool> pool, Slot& slot) {
  int failures = 0;  // Workers in a row that were lost before they greeted.
  while (!pool->closed()) {
    int spoken = 0;
    const absl::Status why = co_await pool->RunWorker(slot, spoken);
    if (pool->closed()) break;
    failures = slot.ready ? 0 : failures + 1;
    const bool at_once = slot.ready && spoken > 0;
    pool->OnLost(slot, why, failures);
    if (!at_once) co_await pool->Pause(slot, failures);
  }
}

Task<absl::Status> EspeakPool::RunWorker(Slot& slot, int& spoken) {
  auto worker = VoiceWorker::Start(strand_, worker_path_, options_.utterance_timeout);
  slot.started = worker.ok();
  if (!worker.ok()) co_return worker.status();
  slot.worker = *worker;
  absl::Status status = co_await slot.worker->Greet();
  if (status.ok()) {
    OnReady(slot);
    status = co_await Serve(slot, spoken);
  }
  (*worker)->Stop();
  slot.worker = nullptr;
  co_return status;
}

Task<absl::Status> EspeakPool::Serve(Slot& slot, int& spoken) {
  const auto worker = slot.worker;
  while (!closed()) {
    auto job = TakeJob();
    if (!job) {
      slot.idle = true;
      const absl::Status status = co_await worker->WaitIdle();
      slot.idle = false;
      NEXY_CO_RETURN_IF_ERROR(status);
      continue;
    }
    slot.utterance = job->utterance;
    const SpeechResult result = co_await worker->Speak(job->request, job->utterance);
    slot.utterance = nullptr;
    if (closed()) break;
    if (result.outcome != SpeechOutcome::kWorkerLost) ++spoken;
    OnResult(*std::move(job), result);
    if (!result.worker_usable) co_return result.why;
  }
  co_return ShutDown();
}

Task<> EspeakPool::Pause(Slot& slot, int failures) {
  const auto pause = std::min(kLongestPause, kFirstPause * (1 << std::clamp(failures - 1, 0, 10)));
  slot.pause.expires_after(pause);
  co_await slot.pause.async_wait(kAsTuple);
}

std::optional<EspeakPool::Job> EspeakPool::TakeJob() {
  MutexLock lock(mutex_);
  while (!queue_.empty()) {
    Job job = std::move(queue_.front());
    queue_.pop_front();
    if (job.utterance->abandoned()) {
      metrics_.cancelled.Increment();
      continue;
    }
    metrics_.queue_wait.Observe(Seconds(clock_.Now() - job.queued));
    ++speaking_;
    return job;
  }
  return std::nullopt;
}

// Before everybody else: who waits for the rest of a sentence has waited longest.
void EspeakPool::PutBack(Job job) {
  {
    MutexLock lock(mutex_);
    job.queued = clock_.Now();
    queue_.push_front(std::move(job));
  }
  WakeOne();
}

void EspeakPool::OnResult(Job job, const SpeechResult& result) {
  {
    MutexLock lock(mutex_);
    --speaking_;
  }
  if (job.utterance->abandoned() || result.outcome == SpeechOutcome::kCancelled) {
    metrics_.cancelled.Increment();
    job.utterance->Finish(absl::CancelledError("espeak: cancelled"));
    return;
  }
  switch (result.outcome) {
    case SpeechOutcome::kDoneOtherVoice:
      metrics_.other_voice.Increment();
      if (!std::exchange(other_voice_logged_, true)) {
        log_.Warn("tts", "degraded", "the configured voice is not installed, another one speaks",
                  {{"voice", LogDetail{job.request.default_voice}}});
      }
      [[fallthrough]];
    case SpeechOutcome::kDone:
      metrics_.spoken.Increment();
      job.utterance->Finish(absl::OkStatus());
      return;
    case SpeechOutcome::kNoVoice:
      Fail(*job.utterance, Annotate(result.why, "espeak"));
      return;
    case SpeechOutcome::kTextFailed:
      RetryText(std::move(job));
      return;
    case SpeechOutcome::kWorkerLost:
    case SpeechOutcome::kCancelled:
      break;
  }
  if (++job.worker_losses >= kMaxWorkerLosses) {
    Fail(*job.utterance, absl::UnavailableError("espeak: the workers die again and again"));
    return;
  }
  metrics_.worker_retries.Increment();
  PutBack(std::move(job));
}

void EspeakPool::RetryText(Job job) {
  ++job.text_failures;
  if (job.text_failures == kMaxTextFailures - 1) {
    metrics_.reduced.Increment();
    job.request.text = LettersAndDigits(job.request.text);
  }
  if (job.text_failures >= kMaxTextFailures || !HasContent(job.request.text)) {
    Fail(*job.utterance, absl::InternalError("espeak: the synthesiser cannot say this text"));
    return;
  }
  metrics_.text_retries.Increment();
  PutBack(std::move(job));
}

void EspeakPool::Fail(Utterance& utterance, absl::Status status) {
  metrics_.failed.Increment();
  utterance.Finish(std::move(status));
}

void EspeakPool::OnReady(Slot& slot) {
  slot.ready = true;
  slot.failed = false;
  MutexLock lock(mutex_);
  ++ready_;
  unavailable_ = absl::OkStatus();
  metrics_.workers_ready.Increment();
}

void EspeakPool::OnLost(Slot& slot, const absl::Status& why, int failures) {
  const bool was_ready = std::exchange(slot.ready, false);
  // A worker that ends before it greets may have been killed, so it gets some more tries. One that
  // cannot be started, is silent or of another version is a mistake of the installation.
  const bool may_have_been_killed = slot.started && absl::IsUnavailable(why);
  slot.failed = !was_ready && (!may_have_been_killed || failures >= kMaxFailures);
  if (was_ready) {
    MutexLock lock(mutex_);
    --ready_;
    metrics_.workers_ready.Decrement();
    metrics_.workers_lost.Increment();
  } else {
    metrics_.workers_not_started.Increment();
  }
  log_.Warn("tts", "degraded", "a voice worker was lost or did not start",
            {{"was_ready", was_ready}, {"error", LogDetail{std::string(MessageOf(why))}}});
  FailQueueIfNoWorkerIsLeft(why);
}

void EspeakPool::FailQueueIfNoWorkerIsLeft(const absl::Status& why) {
  const bool left = std::any_of(slots_.begin(), slots_.end(), [](const auto& slot) {
    return !slot->failed;
  });
  if (left) return;
  const absl::Status status = absl::UnavailableError(Concat("espeak: ", MessageOf(why)));
  std::deque<Job> queued;
  {
    MutexLock lock(mutex_);
    unavailable_ = status;
    queued.swap(queue_);
  }
  for (const Job& job : queued) Fail(*job.utterance, status);
}

void EspeakPool::WakeOne() {
  for (const auto& slot : slots_) {
    if (!std::exchange(slot->idle, false)) continue;
    slot->worker->Wake();
    return;
  }
}

bool EspeakPool::closed() const {
  MutexLock lock(mutex_);
  return closed_;
}

}  // namespace nexy
