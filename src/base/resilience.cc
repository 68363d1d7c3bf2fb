#include "base/resilience.h"

#include <algorithm>
#include <utility>

#include "base/failure.h"

namespace nexy {

absl::Status Resilience::Admit() {
  absl::Status admitted = breaker_.Admit();
  if (!admitted.ok()) metrics_.Count(ProviderMetrics::Outcome::kRefused);
  return admitted;
}

Resilience::Asked::~Asked() {
  if (service_ == nullptr) return;
  const auto patience = heard_ ? service_->patience_.next : service_->patience_.first;
  // Who gave up began to wait a moment before us.
  if (waiting_since_ && service_->clock_.Now() - *waiting_since_ >= patience * 9 / 10) {
    Failed(heard_ ? Failure(FailureReason::kStalled, "nothing more came in time")
                  : Failure(FailureReason::kSilent, "nothing came in time"));
  } else {
    service_->metrics_.Count(ProviderMetrics::Outcome::kCancelled);
    service_->breaker_.Abandoned();
  }
}

void Resilience::Asked::Wait() {
  if (service_ != nullptr) waiting_since_ = service_->clock_.Now();
}

void Resilience::Asked::Heard() {
  if (service_ == nullptr) return;
  const auto since = std::exchange(waiting_since_, std::nullopt);
  if (!std::exchange(heard_, true) && since) {
    service_->metrics_.ObserveFirst(service_->clock_.Now() - *since);
  }
}

void Resilience::Asked::Succeeded() {
  if (service_ == nullptr) return;
  Resilience& service = *std::exchange(service_, nullptr);
  service.metrics_.Count(ProviderMetrics::Outcome::kOk);
  service.breaker_.Succeeded();
}

// A refusal for safety and an empty answer are answers of a service that works.
void Resilience::Asked::Failed(const absl::Status& failure) {
  if (service_ == nullptr) return;
  const FailureReason reason = FailureReasonOf(failure);
  service_->metrics_.CountFailure(reason);
  if (reason == FailureReason::kPromptBlocked || reason == FailureReason::kAnswerBlocked ||
      reason == FailureReason::kEmpty) {
    return Succeeded();
  }
  Resilience& service = *std::exchange(service_, nullptr);
  service.metrics_.Count(ProviderMetrics::Outcome::kFailed);
  service.breaker_.Failed(failure);
}

std::optional<std::chrono::milliseconds> Resilience::RetryIn(const absl::Status& failure,
                                                             int made) {
  if (made >= options_.attempts || !IsTransient(FailureReasonOf(failure))) return std::nullopt;
  const auto asked = RetryAfterOf(failure).value_or(std::chrono::milliseconds(0));
  if (asked > options_.longest_wait) return std::nullopt;
  metrics_.CountFailure(FailureReasonOf(failure));
  metrics_.CountRetry();
  MutexLock lock(mutex_);
  return std::max(asked, FullJitter(options_.backoff, made - 1, random_));
}

}  // namespace nexy
