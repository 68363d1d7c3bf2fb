// A StreamAudio call as a person's client makes it.
#include <algorithm>
#include <utility>

#include "nexyctl/load/call_end.h"
#include "nexyctl/load/calls.h"
#include "nexyctl/load/playback.h"
#include "session/session_id.h"

namespace nexy::load {
namespace {

constexpr auto kDeadline = std::chrono::seconds(130);  // turn.turn_max and 10 s, as our client.
constexpr auto kInterruptDeadline = std::chrono::seconds(10);

class Interruption;

// gRPC's reactions come one after the other; what the timetable and an interrupt do meanwhile is
// behind the mutex. Shared by gRPC and by whatever waits in the timetable.
class TurnCall final : public grpc::ClientReadReactor<v1::StreamResponse>,
                       public std::enable_shared_from_this<TurnCall> {
 public:
  static void Start(Calls& calls, LoadQuestion question, Over over) {
    auto context = calls.Open(kDeadline);
    if (context == nullptr) return;
    std::shared_ptr<TurnCall> call(
        new TurnCall(calls, std::move(context), std::move(question), std::move(over)));
    call->self_ = call;
    call->Begin();
  }

 private:
  TurnCall(Calls& calls, std::unique_ptr<grpc::ClientContext> context, LoadQuestion question,
           Over over)
      : calls_(calls),
        context_(std::move(context)),
        question_(std::move(question)),
        over_(std::move(over)),
        counts_(calls.recorder.Counts(question_.due)) {}

  void Begin();
  void OnReadDone(bool ok) override;
  void OnDone(const grpc::Status& status) override;
  void Hear(Steady::time_point now, std::size_t bytes);
  void ReadWhenPlayed();
  void Interrupt();
  void Hang();
  void Time(Figure figure, std::chrono::nanoseconds time) {
    if (counts_) calls_.recorder.Time(figure, time);
  }
  std::string Trailer(const char* key) const;
  CallEnd Ended(const grpc::Status& status) const;

  Calls& calls_;
  std::unique_ptr<grpc::ClientContext> context_;
  const LoadQuestion question_;
  const Over over_;
  const bool counts_;
  std::shared_ptr<TurnCall> self_;  // Until OnDone().
  v1::StreamRequest request_;
  v1::StreamResponse response_;
  Steady::time_point called_;
  Playback playback_;
  bool any_text_ = false;
  std::uint64_t sentences_ = 0, messages_ = 0, audio_bytes_ = 0;
  std::string error_message_;

  Mutex mutex_;
  bool done_ ABSL_GUARDED_BY(mutex_) = false;
  bool hung_up_ ABSL_GUARDED_BY(mutex_) = false;
  std::optional<Steady::time_point> interrupted_ ABSL_GUARDED_BY(mutex_);
  Steady::time_point last_audio_ ABSL_GUARDED_BY(mutex_);
};

// InterruptSession for a device; owns itself.
class Interruption {
 public:
  static void Send(Calls& calls, const std::string& device, bool counts) {
    auto context = calls.Open(kInterruptDeadline);
    if (context == nullptr) return;
    auto* call = new Interruption(calls, std::move(context), counts);
    call->request_.set_hardware_id(device);
    calls.NextStub().async()->InterruptSession(call->context_.get(), &call->request_,
                                               &call->response_,
                                               [call](grpc::Status status) { call->Over(status); });
  }

 private:
  Interruption(Calls& calls, std::unique_ptr<grpc::ClientContext> context, bool counts)
      : calls_(calls), context_(std::move(context)), counts_(counts) {}
  void Over(const grpc::Status& status) {
    if (counts_ && status.ok()) {
      calls_.recorder.Time(Figure::kInterruptResponse, Steady::now() - sent_);
    }
    calls_.Close(std::move(context_));
    delete this;
  }

  Calls& calls_;
  std::unique_ptr<grpc::ClientContext> context_;
  const bool counts_;
  const Steady::time_point sent_ = Steady::now();
  v1::InterruptRequest request_;
  v1::InterruptResponse response_;
};

void TurnCall::Begin() {
  request_.set_prompt(question_.prompt);
  request_.set_hardware_id(question_.device);
  request_.set_session_id(MintSessionId(RandomBytes()));
  if (!question_.screenshot_base64.empty()) request_.set_screenshot(question_.screenshot_base64);
  if (counts_) calls_.recorder.Started(question_.scenario, question_.due);
  called_ = Steady::now();
  calls_.NextStub().async()->StreamAudio(context_.get(), &request_, this);
  if (question_.scenario == Scenario::kSlowReader) AddHold();  // Reads begin outside reactions.
  StartRead(&response_);
  StartCall();
  if (question_.scenario == Scenario::kDisconnect && question_.give_up_after) {
    calls_.timetable.At(called_ + *question_.give_up_after,
                        [call = shared_from_this()] { call->Hang(); });
  }
}

void TurnCall::OnReadDone(bool ok) {
  if (!ok) {
    if (question_.scenario == Scenario::kSlowReader) RemoveHold();
    return;
  }
  const Steady::time_point now = Steady::now();
  ++messages_;
  if (response_.has_text_chunk()) {
    ++sentences_;
    playback_.BeginSentence();
    if (!std::exchange(any_text_, true)) Time(Figure::kFirstText, now - question_.due);
  } else if (response_.has_audio_chunk()) {
    Hear(now, response_.audio_chunk().audio_data().size());
  } else if (response_.has_error_message()) {
    error_message_ = response_.error_message();
  }
  if (question_.scenario == Scenario::kSlowReader && playback_.started()) {
    ReadWhenPlayed();
  } else {
    StartRead(&response_);
  }
}

void TurnCall::Hear(Steady::time_point now, std::size_t bytes) {
  audio_bytes_ += bytes;
  const bool first = !playback_.started();
  const auto silence = playback_.Play(now, bytes);
  if (first && counts_) {
    calls_.recorder.FirstAudio(question_.due, now);
    calls_.recorder.Time(Figure::kFirstAudioSent, now - called_);
  }
  // Who reads late, or was told to stop, makes the silence herself.
  const bool listens =
      question_.scenario != Scenario::kSlowReader && question_.scenario != Scenario::kInterrupt;
  if (silence && listens) {
    Time(silence->between_sentences ? Figure::kSentenceGap : Figure::kUnderrun, silence->time);
  }
  {
    MutexLock lock(mutex_);
    last_audio_ = now;
  }
  if (first && question_.scenario == Scenario::kInterrupt && question_.give_up_after) {
    calls_.timetable.At(now + *question_.give_up_after, [call = self_] { call->Interrupt(); });
  }
}

void TurnCall::ReadWhenPlayed() {
  calls_.timetable.At(playback_.end(), [call = self_] { call->StartRead(&call->response_); });
}

void TurnCall::Interrupt() {
  {
    MutexLock lock(mutex_);
    if (done_) return;
    interrupted_ = Steady::now();
  }
  Interruption::Send(calls_, question_.device, counts_);
}

void TurnCall::Hang() {
  {
    MutexLock lock(mutex_);
    if (done_) return;
    hung_up_ = true;
    context_->TryCancel();  // Under the lock: OnDone() lets the context go.
  }
}

std::string TurnCall::Trailer(const char* key) const {
  const auto& trailers = context_->GetServerTrailingMetadata();
  const auto found = trailers.find(key);
  return found == trailers.end() ? "" : std::string(found->second.data(), found->second.size());
}

CallEnd TurnCall::Ended(const grpc::Status& status) const {
  const bool cancelled = status.error_code() == grpc::StatusCode::CANCELLED;
  if (cancelled && calls_.cancelled()) return {Ending::kUnfinished, ""};
  return EndOf(status, Trailer("nexy-outcome"), Trailer("nexy-cause"), playback_.started(),
               error_message_);
}

void TurnCall::OnDone(const grpc::Status& status) {
  const Steady::time_point now = Steady::now();
  bool hung_up = false;
  std::optional<Steady::time_point> interrupted;
  Steady::time_point last_audio;
  {
    MutexLock lock(mutex_);
    done_ = true;
    hung_up = hung_up_;
    interrupted = interrupted_;
    last_audio = last_audio_;
  }
  CallEnd end = Ended(status);
  if (hung_up && status.error_code() == grpc::StatusCode::CANCELLED)
    end = {Ending::kDisconnected, ""};
  if (counts_) {
    calls_.recorder.Heard(sentences_, messages_, audio_bytes_);
    calls_.recorder.Ended(end.ending, end.reason);
    if (end.ending == Ending::kOk || end.ending == Ending::kDegraded)
      Time(Figure::kTurn, now - question_.due);
    if (end.ending == Ending::kRefused) Time(Figure::kRefusal, now - called_);
    if (interrupted && end.ending == Ending::kInterrupted) {
      const auto sound = last_audio - *interrupted;
      Time(Figure::kInterruptToSilence, std::max(sound, Steady::duration::zero()));
      Time(Figure::kInterruptToEnd, now - *interrupted);
    }
  }
  const bool silenced = interrupted || hung_up || !playback_.started();
  const Steady::time_point heard = silenced ? now : std::max(now, playback_.end());
  const std::shared_ptr<TurnCall> self = std::move(self_);
  if (over_) over_(heard);
  calls_.Close(std::move(context_));
}

}  // namespace

void Ask(Calls& calls, LoadQuestion question, Over over) {
  TurnCall::Start(calls, std::move(question), std::move(over));
}

}  // namespace nexy::load
