// A GenerateWelcomeAudio call as a client makes it when it starts.
#include <algorithm>
#include <utility>

#include "nexyctl/load/call_end.h"
#include "nexyctl/load/calls.h"
#include "nexyctl/load/playback.h"

namespace nexy::load {
namespace {

constexpr auto kDeadline = std::chrono::seconds(20);

// Owns itself until OnDone().
class WelcomeCall final : public grpc::ClientReadReactor<v1::WelcomeResponse> {
 public:
  WelcomeCall(Calls& calls, std::unique_ptr<grpc::ClientContext> context, Steady::time_point due,
              Over over)
      : calls_(calls),
        context_(std::move(context)),
        due_(due),
        over_(std::move(over)),
        counts_(calls.recorder.Counts(due)) {}

  void Begin() {
    if (counts_) calls_.recorder.Started(Scenario::kWelcome, due_);
    called_ = Steady::now();
    calls_.NextStub().async()->GenerateWelcomeAudio(context_.get(), &request_, this);
    StartRead(&response_);
    StartCall();
  }

 private:
  void OnReadDone(bool ok) override {
    if (!ok) return;
    ++messages_;
    if (response_.has_audio_chunk()) {
      const Steady::time_point now = Steady::now();
      const std::size_t bytes = response_.audio_chunk().audio_data().size();
      if (!playback_.started() && counts_) {
        calls_.recorder.Time(Figure::kWelcomeFirstAudio, now - due_);
      }
      audio_bytes_ += bytes;
      const auto silence = playback_.Play(now, bytes);
      if (silence && counts_) calls_.recorder.Time(Figure::kUnderrun, silence->time);
    } else if (response_.has_error_message()) {
      error_message_ = response_.error_message();
    }
    StartRead(&response_);
  }

  void OnDone(const grpc::Status& status) override {
    const Steady::time_point now = Steady::now();
    const bool cancelled = status.error_code() == grpc::StatusCode::CANCELLED && calls_.cancelled();
    const CallEnd end = cancelled ? CallEnd{Ending::kUnfinished, ""}
                                  : EndOf(status, Trailer("nexy-outcome"), Trailer("nexy-cause"),
                                          playback_.started(), error_message_);
    if (counts_) {
      calls_.recorder.Heard(0, messages_, audio_bytes_);
      calls_.recorder.Ended(end.ending, end.reason);
      if (end.ending == Ending::kRefused) calls_.recorder.Time(Figure::kRefusal, now - called_);
    }
    if (over_) over_(std::max(now, playback_.end()));
    calls_.Close(std::move(context_));
    delete this;
  }

  std::string Trailer(const char* key) const {
    const auto& trailers = context_->GetServerTrailingMetadata();
    const auto found = trailers.find(key);
    return found == trailers.end() ? "" : std::string(found->second.data(), found->second.size());
  }

  Calls& calls_;
  std::unique_ptr<grpc::ClientContext> context_;
  const Steady::time_point due_;
  const Over over_;
  const bool counts_;
  Steady::time_point called_;
  v1::WelcomeRequest request_;
  v1::WelcomeResponse response_;
  Playback playback_;
  std::uint64_t messages_ = 0, audio_bytes_ = 0;
  std::string error_message_;
};

}  // namespace

void AskWelcome(Calls& calls, Steady::time_point due, Over over) {
  auto context = calls.Open(kDeadline);
  if (context == nullptr) return;
  (new WelcomeCall(calls, std::move(context), due, std::move(over)))->Begin();
}

}  // namespace nexy::load
