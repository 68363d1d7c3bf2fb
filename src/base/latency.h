#pragma once

#include <prometheus/histogram.h>

#include <array>
#include <cstddef>
#include <cstdint>

#include "base/clock.h"
#include "base/mutex.h"
#include "base/time_ring.h"

namespace nexy {

// Quantiles of a set of durations; all zero when `count` is.
struct LatencyFigures {
  std::uint64_t count = 0;
  Clock::Duration p50{};
  Clock::Duration p95{};
  Clock::Duration p99{};
};

// The steps of a duration's logarithm by which durations are counted: a figure read from them is at
// most 7 % off, from 64 µs to 18 minutes.
class LatencyBuckets {
 public:
  static constexpr std::size_t kCount = 193;

  static std::size_t IndexOf(Clock::Duration took);
  static Clock::Duration MiddleOf(std::size_t index);
};

// How long one kind of work takes: quantiles of the last minute and hour for people, a histogram
// since the start for Prometheus.
//
// Thread-safe; about 57 KB each. `histogram` and `clock` outlive it.
class Latency {
 public:
  Latency(Clock& clock, prometheus::Histogram& histogram) : clock_(clock), histogram_(histogram) {}
  Latency(const Latency&) = delete;
  Latency& operator=(const Latency&) = delete;

  void Observe(Clock::Duration took);

  LatencyFigures LastMinute() const;
  LatencyFigures LastHour() const;

  // Bounds in seconds for the histogram, from 1 ms to 2 minutes.
  static prometheus::Histogram::BucketBoundaries Bounds();

 private:
  using Counts = std::array<std::uint32_t, LatencyBuckets::kCount>;

  Clock& clock_;
  prometheus::Histogram& histogram_;
  mutable Mutex mutex_;
  TimeRing<Counts, 13> minute_ ABSL_GUARDED_BY(mutex_){std::chrono::seconds(5)};
  TimeRing<Counts, 61> hour_ ABSL_GUARDED_BY(mutex_){std::chrono::minutes(1)};
};

}  // namespace nexy
