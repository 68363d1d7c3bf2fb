#pragma once

#include <chrono>
#include <optional>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "base/clock.h"
#include "base/mutex.h"
#include "base/time_ring.h"

namespace nexy {

struct CircuitBreakerOptions {
  int failures = 3;                            // In a row, then it opens …
  std::chrono::milliseconds window{10'000};    // … if not more have succeeded in this time.
  std::chrono::milliseconds open_for{30'000};  // Then one request may try (half open).
};

// Keeps requests away from a service that fails, so that nobody waits for it: closed, open, half
// open (M. Nygard, Release It!, 2007). Thread-safe; `clock` outlives it.
class CircuitBreaker {
 public:
  enum class State { kClosed, kHalfOpen, kOpen };

  CircuitBreaker(const CircuitBreakerOptions& options, Clock& clock)
      : options_(options), clock_(clock), succeeded_(options.window / (kSlots - 1)) {}

  // OK: send, and tell Succeeded(), Failed() or Abandoned() once afterwards. Otherwise the last
  // failure, so that what the person hears is still the cause.
  absl::Status Admit();
  void Succeeded();
  // `failure` opens a half-open circuit at once, and a closed one when it cannot heal soon (keys,
  // quota, billing) or is the `failures`th in a row and not more have succeeded in the `window`: of
  // a thousand requests at once some come too late whenever this machine stands still for a moment.
  // A service that asks to wait (RetryAfterOf) gets it.
  void Failed(const absl::Status& failure);
  // The request was given up before it told anything.
  void Abandoned();

  // How things stand, for people.
  struct View {
    State state = State::kClosed;
    int failures = 0;                          // In a row.
    absl::Status last_failure;                 // OK: none since the last success.
    std::optional<Clock::Time> failing_since;  // The first of them.
    std::optional<Clock::Time> next_try;       // Of an open circuit.
  };
  View view() const;
  State state() const { return view().state; }

 private:
  static constexpr int kSlots = 11;

  int SucceededLately() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const CircuitBreakerOptions options_;
  Clock& clock_;
  mutable Mutex mutex_;
  TimeRing<int, kSlots> succeeded_ ABSL_GUARDED_BY(mutex_);
  int failures_ ABSL_GUARDED_BY(mutex_) = 0;
  absl::Status last_failure_ ABSL_GUARDED_BY(mutex_);
  std::optional<Clock::Time> failing_since_ ABSL_GUARDED_BY(mutex_);
  std::optional<Clock::Time> open_until_ ABSL_GUARDED_BY(mutex_);
  bool probing_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace nexy
