#include "nexyd/provider_status.h"

#include <algorithm>

#include "base/failure.h"
#include "base/strings.h"

namespace nexy {
namespace {

using State = CircuitBreaker::State;

std::string_view CircuitWord(State state) {
  switch (state) {
    case State::kClosed:
      return "closed";
    case State::kHalfOpen:
      return "half_open";
    case State::kOpen:
      return "open";
  }
  return "";
}

std::chrono::seconds Seconds(Clock::Duration duration) {
  return std::chrono::ceil<std::chrono::seconds>(std::max(duration, Clock::Duration::zero()));
}

}  // namespace

ProviderStatus StatusOf(std::string_view kind, std::string_view name, const CircuitBreaker& breaker,
                        Clock& clock) {
  const CircuitBreaker::View view = breaker.view();
  ProviderStatus status{.kind = std::string(kind), .name = std::string(name)};
  status.circuit = CircuitWord(view.state);
  if (view.failures == 0) return status;
  const bool closed = view.state == State::kClosed;
  status.health = closed ? ProviderHealth::kDegraded : ProviderHealth::kDown;
  status.reason = FailureToken(FailureReasonOf(view.last_failure));
  status.detail = MessageOf(view.last_failure);
  status.failures = view.failures;
  const Clock::Time now = clock.Now();
  if (view.failing_since) status.since = Seconds(now - *view.failing_since);
  if (view.next_try) status.next_try = Seconds(*view.next_try - now);
  return status;
}

}  // namespace nexy
