#include "base/circuit_breaker.h"

#include <algorithm>
#include <utility>

#include "base/failure.h"

namespace nexy {
namespace {

// What trying again soon cannot heal.
bool NeedsAnOperator(FailureReason reason) {
  switch (reason) {
    case FailureReason::kKey:
    case FailureReason::kForbidden:
    case FailureReason::kModel:
    case FailureReason::kQuota:
    case FailureReason::kBilling:
      return true;
    default:
      return false;
  }
}

}  // namespace

absl::Status CircuitBreaker::Admit() {
  MutexLock lock(mutex_);
  if (!open_until_) return absl::OkStatus();
  if (probing_ || clock_.Now() < *open_until_) return last_failure_;
  probing_ = true;
  return absl::OkStatus();
}

void CircuitBreaker::Succeeded() {
  MutexLock lock(mutex_);
  failures_ = 0;
  last_failure_ = absl::OkStatus();
  open_until_.reset();
  probing_ = false;
}

void CircuitBreaker::Failed(const absl::Status& failure) {
  MutexLock lock(mutex_);
  last_failure_ = failure;
  ++failures_;
  constexpr auto kSoon = std::chrono::seconds(2);  // A turn waits so long itself.
  auto wait = RetryAfterOf(failure);
  if (wait && *wait <= kSoon) wait.reset();
  const bool half_open = std::exchange(probing_, false);
  if (half_open || wait || failures_ >= options_.failures ||
      NeedsAnOperator(FailureReasonOf(failure))) {
    open_until_ = clock_.Now() + std::max(wait.value_or(options_.open_for), options_.open_for);
  }
}

void CircuitBreaker::Abandoned() {
  MutexLock lock(mutex_);
  probing_ = false;
}

CircuitBreaker::State CircuitBreaker::state() const {
  MutexLock lock(mutex_);
  if (!open_until_) return State::kClosed;
  return probing_ || clock_.Now() >= *open_until_ ? State::kHalfOpen : State::kOpen;
}

absl::Status CircuitBreaker::last_failure() const {
  MutexLock lock(mutex_);
  return last_failure_;
}

}  // namespace nexy
