#include "base/latency.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace nexy {
namespace {

// A duration of 2^e µs or more and less than 2^(e+1) µs falls into one of 8 equal steps of its octave e.
constexpr int kStepBits = 3;
constexpr int kFirstOctave = 6;  // 64 µs.
constexpr std::uint64_t kFirst = std::uint64_t{1} << kFirstOctave;

using Micros = std::chrono::microseconds;

template <typename Ring>
LatencyFigures Figures(const Ring& ring, Clock::Time now) {
  std::array<std::uint64_t, LatencyBuckets::kCount> sums{};
  LatencyFigures figures;
  ring.ForEach(now, [&sums, &figures](const auto& counts) {
    for (std::size_t i = 0; i < counts.size(); ++i) {
      sums[i] += counts[i];
      figures.count += counts[i];
    }
  });
  const auto quantile = [&sums, &figures](double q) {
    // The nearest rank: the smallest duration that a share of q does not exceed.
    const auto rank = static_cast<std::uint64_t>(std::ceil(q * static_cast<double>(figures.count)));
    std::uint64_t seen = 0;
    for (std::size_t i = 0; i < sums.size(); ++i) {
      seen += sums[i];
      if (seen > 0 && seen >= rank) return LatencyBuckets::MiddleOf(i);
    }
    return Clock::Duration{};
  };
  figures.p50 = quantile(0.50);
  figures.p95 = quantile(0.95);
  figures.p99 = quantile(0.99);
  return figures;
}

}  // namespace

std::size_t LatencyBuckets::IndexOf(Clock::Duration took) {
  const auto micros = std::chrono::duration_cast<Micros>(took).count();
  if (micros < static_cast<std::int64_t>(kFirst)) return 0;
  const auto value = static_cast<std::uint64_t>(micros);
  const auto octave = static_cast<int>(std::bit_width(value)) - 1;
  const auto step = (value >> (octave - kStepBits)) & ((1u << kStepBits) - 1);
  const auto index = (static_cast<std::size_t>(octave - kFirstOctave) << kStepBits) + step + 1;
  return std::min(index, kCount - 1);
}

Clock::Duration LatencyBuckets::MiddleOf(std::size_t index) {
  if (index == 0) return Micros(kFirst / 2);
  const std::size_t octave = ((index - 1) >> kStepBits) + kFirstOctave;
  const std::uint64_t step = (index - 1) & ((1u << kStepBits) - 1);
  const std::uint64_t width = std::uint64_t{1} << (octave - kStepBits);
  const std::uint64_t lower = (std::uint64_t{1} << octave) + step * width;
  return Micros(lower + width / 2);
}

void Latency::Observe(Clock::Duration took) {
  histogram_.Observe(std::chrono::duration<double>(took).count());
  const std::size_t index = LatencyBuckets::IndexOf(took);
  const auto now = clock_.Now();
  MutexLock lock(mutex_);
  ++minute_.At(now)[index];
  ++hour_.At(now)[index];
}

LatencyFigures Latency::LastMinute() const {
  const auto now = clock_.Now();
  MutexLock lock(mutex_);
  return Figures(minute_, now);
}

LatencyFigures Latency::LastHour() const {
  const auto now = clock_.Now();
  MutexLock lock(mutex_);
  return Figures(hour_, now);
}

prometheus::Histogram::BucketBoundaries Latency::Bounds() {
  return {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5,
          0.75,  1,      1.5,   2,    3,     5,    10,  20,  30,  60, 120};
}

}  // namespace nexy
