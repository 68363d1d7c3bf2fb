#include "tts/resilient.h"

#include <optional>
#include <string>
#include <utility>

#include "base/ask_again.h"
#include "base/failure.h"
#include "base/status.h"

namespace nexy {
namespace {

// An utterance whose first sound is there.
struct BegunSpeech {
  std::unique_ptr<TtsStream> stream;
  std::optional<std::string> first;
};

Task<absl::StatusOr<BegunSpeech>> Begin(TtsProvider& voice, TtsRequest request) {
  auto stream = co_await voice.Speak(std::move(request));
  if (!stream.ok()) co_return stream.status();
  auto first = co_await (*stream)->Next();
  if (!first.ok()) co_return first.status();
  if (!first->has_value()) co_return Failure(FailureReason::kEmpty, "the voice gave no sound");
  BegunSpeech begun;
  begun.stream = *std::move(stream);
  begun.first = *std::move(first);
  co_return begun;
}

class ResilientSpeech final : public TtsStream {
 public:
  ResilientSpeech(BegunSpeech begun, Resilience::Asked asked)
      : begun_(std::move(begun)), asked_(std::move(asked)) {}

  Task<absl::StatusOr<std::optional<std::string>>> Next() override {
    if (begun_.first) co_return std::exchange(begun_.first, std::nullopt);
    asked_.Wait();
    auto piece = co_await begun_.stream->Next();
    if (piece.ok()) asked_.Heard();
    if (!piece.ok()) {
      asked_.Failed(piece.status());
    } else if (!piece->has_value()) {
      asked_.Succeeded();
    }
    co_return piece;
  }

 private:
  BegunSpeech begun_;
  Resilience::Asked asked_;
};

}  // namespace

ResilientVoice::ResilientVoice(TtsProvider& voice, const ResilienceOptions& options,
                               Patience patience, Clock& clock, Log& log, std::uint64_t seed,
                               ProviderMetrics metrics)
    : voice_(voice),
      clock_(clock),
      log_(log),
      service_(options, patience, clock, seed, std::move(metrics)) {}

Task<absl::StatusOr<std::unique_ptr<TtsStream>>> ResilientVoice::Speak(TtsRequest request) {
  NEXY_CO_RETURN_IF_ERROR(service_.Admit());
  Resilience::Asked asked(service_);
  for (int made = 1;; ++made) {
    TtsRequest again = request;
    auto begun = co_await Begin(voice_, std::move(again));
    if (begun.ok()) {
      asked.Heard();
      co_return std::make_unique<ResilientSpeech>(*std::move(begun), std::move(asked));
    }
    const auto waited = co_await WaitToAskAgain(service_, asked, begun.status(), made, clock_);
    if (!waited) co_return begun.status();
    log_.Info("tts", "retry", "a voice is asked again",
              {{"provider", LogDetail{std::string(name())}},
               {"reason", LogDetail{std::string(FailureToken(FailureReasonOf(begun.status())))}},
               {"dur_ms", *waited}});
  }
}

}  // namespace nexy
