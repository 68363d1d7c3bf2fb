#include "nexyctl/load/histogram.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace nexy::load {
namespace {

// Up to kExact each value has a bucket; above, each doubling has kSteps of them.
constexpr std::int64_t kExact = 256;
constexpr std::size_t kSteps = 128;
constexpr int kDoublings = 33;
constexpr std::int64_t kHighest = (kExact << kDoublings) - 1;
constexpr std::size_t kBuckets = kExact + kSteps * kDoublings;

}  // namespace

std::size_t Histogram::IndexOf(std::int64_t value) {
  if (value < kExact) return static_cast<std::size_t>(value);
  const int doubling = static_cast<int>(std::bit_width(static_cast<std::uint64_t>(value))) - 8;
  const auto step = static_cast<std::size_t>(value >> doubling) - kSteps;
  return static_cast<std::size_t>(kExact) + static_cast<std::size_t>(doubling - 1) * kSteps + step;
}

std::int64_t Histogram::HighestOf(std::size_t index) {
  if (index < static_cast<std::size_t>(kExact)) return static_cast<std::int64_t>(index);
  const std::size_t above = index - static_cast<std::size_t>(kExact);
  const int doubling = static_cast<int>(above / kSteps) + 1;
  return static_cast<std::int64_t>((above % kSteps + kSteps + 1) << doubling) - 1;
}

void Histogram::Record(std::chrono::nanoseconds time) {
  const std::int64_t value = std::clamp<std::int64_t>(time.count() / 1000, 0, kHighest);
  if (counts_.empty()) counts_.resize(kBuckets);
  ++counts_[IndexOf(value)];
  min_ = count_ == 0 ? value : std::min(min_, value);
  max_ = std::max(max_, value);
  sum_ += static_cast<double>(value);
  ++count_;
}

void Histogram::Add(const Histogram& other) {
  if (other.empty()) return;
  if (counts_.empty()) counts_.resize(kBuckets);
  for (std::size_t i = 0; i < kBuckets; ++i) counts_[i] += other.counts_[i];
  min_ = count_ == 0 ? other.min_ : std::min(min_, other.min_);
  max_ = std::max(max_, other.max_);
  sum_ += other.sum_;
  count_ += other.count_;
}

double Histogram::mean_us() const { return count_ == 0 ? 0 : sum_ / static_cast<double>(count_); }

std::int64_t Histogram::Percentile(double percent) const {
  const double share = std::clamp(percent, 0.0, 100.0) / 100 * static_cast<double>(count_);
  const auto wanted = std::max<std::uint64_t>(1, static_cast<std::uint64_t>(std::ceil(share)));
  std::uint64_t seen = 0;
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    seen += counts_[i];
    if (seen >= wanted) return std::min(HighestOf(i), max_);
  }
  return 0;
}

std::vector<Histogram::Bucket> Histogram::buckets() const {
  std::vector<Bucket> buckets;
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    if (counts_[i] > 0) buckets.push_back({HighestOf(i), counts_[i]});
  }
  return buckets;
}

}  // namespace nexy::load
