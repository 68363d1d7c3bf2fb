#include "llm/resilient.h"

#include <string>
#include <utility>

#include "base/ask_again.h"
#include "base/failure.h"
#include "base/status.h"
#include "llm/begun.h"

namespace nexy {
namespace {

class ResilientStream final : public LlmStream {
 public:
  ResilientStream(BegunAnswer begun, Resilience::Asked asked)
      : begun_(std::move(begun)), asked_(std::move(asked)) {
    over_ = !begun_.first.has_value();
    if (over_) asked_.Succeeded();
  }

  Task<absl::StatusOr<std::optional<LlmPiece>>> Next() override {
    if (begun_.first) co_return std::exchange(begun_.first, std::nullopt);
    if (over_) co_return std::optional<LlmPiece>();
    asked_.Wait();
    auto piece = co_await begun_.stream->Next();
    if (piece.ok()) asked_.Heard();
    if (!piece.ok()) {
      asked_.Failed(piece.status());
    } else if (!piece->has_value()) {
      over_ = true;
      asked_.Succeeded();
    }
    co_return piece;
  }

 private:
  BegunAnswer begun_;
  Resilience::Asked asked_;
  bool over_ = false;
};

}  // namespace

ResilientMind::ResilientMind(LlmProvider& mind, const ResilienceOptions& options, Patience patience,
                             Clock& clock, Log& log, std::uint64_t seed, ProviderMetrics metrics)
    : mind_(mind),
      clock_(clock),
      log_(log),
      service_(options, patience, clock, seed, std::move(metrics)) {}

Task<absl::StatusOr<std::unique_ptr<LlmStream>>> ResilientMind::Ask(LlmRequest request) {
  NEXY_CO_RETURN_IF_ERROR(service_.Admit());
  Resilience::Asked asked(service_);
  for (int made = 1;; ++made) {
    LlmRequest again = request;
    auto begun = co_await Begin(mind_, std::move(again));
    if (begun.ok()) {
      asked.Heard();
      co_return std::make_unique<ResilientStream>(*std::move(begun), std::move(asked));
    }
    const auto waited = co_await WaitToAskAgain(service_, asked, begun.status(), made, clock_);
    if (!waited) co_return begun.status();
    log_.Info("llm", "retry", "a model is asked again",
              {{"provider", LogDetail{std::string(name())}},
               {"reason", LogDetail{std::string(FailureToken(FailureReasonOf(begun.status())))}},
               {"dur_ms", *waited}});
  }
}

}  // namespace nexy
