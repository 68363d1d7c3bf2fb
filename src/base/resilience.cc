#include "base/resilience.h"

#include <algorithm>
#include <utility>

#include "base/failure.h"

namespace nexy {

Resilience::Asked::~Asked() {
  if (service_ == nullptr) return;
  if (service_->clock_.Now() - waiting_since_ >= service_->patience_) {
    Failed(Failure(FailureReason::kSilent, "nothing came in time"));
  } else {
    service_->breaker_.Abandoned();
  }
}

void Resilience::Asked::Succeeded() {
  if (service_ != nullptr) std::exchange(service_, nullptr)->breaker_.Succeeded();
}

// A refusal for safety and an empty answer are answers of a service that works.
void Resilience::Asked::Failed(const absl::Status& failure) {
  if (service_ == nullptr) return;
  const FailureReason reason = FailureReasonOf(failure);
  if (reason == FailureReason::kPromptBlocked || reason == FailureReason::kAnswerBlocked ||
      reason == FailureReason::kEmpty) {
    return Succeeded();
  }
  std::exchange(service_, nullptr)->breaker_.Failed(failure);
}

std::optional<std::chrono::milliseconds> Resilience::RetryIn(const absl::Status& failure,
                                                             int made) {
  if (made >= options_.attempts || !IsTransient(FailureReasonOf(failure))) return std::nullopt;
  const auto asked = RetryAfterOf(failure).value_or(std::chrono::milliseconds(0));
  if (asked > options_.longest_wait) return std::nullopt;
  MutexLock lock(mutex_);
  return std::max(asked, FullJitter(options_.backoff, made - 1, random_));
}

}  // namespace nexy
