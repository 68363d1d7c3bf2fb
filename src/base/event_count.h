#pragma once

#include <prometheus/counter.h>

#include <cstdint>

#include "base/clock.h"
#include "base/mutex.h"
#include "base/time_ring.h"

namespace nexy {

// How often something happened: in the last minute and hour for people, since the start for
// Prometheus.
//
// Thread-safe. `counter` and `clock` outlive it.
class EventCount {
 public:
  EventCount(Clock& clock, prometheus::Counter& counter) : clock_(clock), counter_(counter) {}
  EventCount(const EventCount&) = delete;
  EventCount& operator=(const EventCount&) = delete;

  void Increment() {
    counter_.Increment();
    const auto now = clock_.Now();
    MutexLock lock(mutex_);
    ++minute_.At(now);
    ++hour_.At(now);
  }

  std::uint64_t LastMinute() const {
    const auto now = clock_.Now();
    MutexLock lock(mutex_);
    return Sum(minute_, now);
  }
  std::uint64_t LastHour() const {
    const auto now = clock_.Now();
    MutexLock lock(mutex_);
    return Sum(hour_, now);
  }

 private:
  template <typename Ring>
  static std::uint64_t Sum(const Ring& ring, Clock::Time now) {
    std::uint64_t sum = 0;
    ring.ForEach(now, [&sum](std::uint64_t count) { sum += count; });
    return sum;
  }

  Clock& clock_;
  prometheus::Counter& counter_;
  mutable Mutex mutex_;
  TimeRing<std::uint64_t, 13> minute_ ABSL_GUARDED_BY(mutex_){std::chrono::seconds(5)};
  TimeRing<std::uint64_t, 61> hour_ ABSL_GUARDED_BY(mutex_){std::chrono::minutes(1)};
};

}  // namespace nexy
