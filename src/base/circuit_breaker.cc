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
  ++succeeded_.At(clock_.Now());
  failures_ = 0;
  last_failure_ = absl::OkStatus();
  failing_since_.reset();
  open_until_.reset();
  probing_ = false;
}

void CircuitBreaker::Failed(const absl::Status& failure) {
  MutexLock lock(mutex_);
  last_failure_ = failure;
  if (failures_++ == 0) failing_since_ = clock_.Now();
  constexpr auto kSoon = std::chrono::seconds(2);  // A turn waits so long itself.
  auto wait = RetryAfterOf(failure);
  if (wait && *wait <= kSoon) wait.reset();
  const bool half_open = std::exchange(probing_, false);
  const bool too_many = failures_ >= std::max(options_.failures, SucceededLately());
  if (half_open || wait || too_many || NeedsAnOperator(FailureReasonOf(failure))) {
    open_until_ = clock_.Now() + std::max(wait.value_or(options_.open_for), options_.open_for);
  }
}

int CircuitBreaker::SucceededLately() const {
  int sum = 0;
  succeeded_.ForEach(clock_.Now(), [&sum](int count) { sum += count; });
  return sum;
}

void CircuitBreaker::Abandoned() {
  MutexLock lock(mutex_);
  probing_ = false;
}

CircuitBreaker::View CircuitBreaker::view() const {
  MutexLock lock(mutex_);
  View view{.state = State::kClosed,
            .failures = failures_,
            .last_failure = last_failure_,
            .failing_since = failing_since_,
            .next_try = open_until_};
  if (open_until_) {
    const bool half_open = probing_ || clock_.Now() >= *open_until_;
    view.state = half_open ? State::kHalfOpen : State::kOpen;
  }
  return view;
}

}  // namespace nexy
