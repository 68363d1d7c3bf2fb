#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

namespace nexy::load {

// Times in microseconds, kept to within one part in 128: what a percentile says is at most so much
// too much. Up to 25 days; longer is counted as that. (Log-linear buckets, as in HdrHistogram by G.
// Tene.)
class Histogram {
 public:
  struct Bucket {
    std::int64_t up_to_us;  // Its highest value.
    std::uint64_t count;
  };

  void Record(std::chrono::nanoseconds time);
  void Add(const Histogram& other);

  std::uint64_t count() const { return count_; }
  bool empty() const { return count_ == 0; }
  // All 0 when empty.
  std::int64_t min_us() const { return count_ == 0 ? 0 : min_; }
  std::int64_t max_us() const { return max_; }
  double mean_us() const;
  // The value that `percent` of all do not exceed: Percentile(99.9).
  std::int64_t Percentile(double percent) const;
  // Those that hold something, in order.
  std::vector<Bucket> buckets() const;

 private:
  static std::size_t IndexOf(std::int64_t value);
  static std::int64_t HighestOf(std::size_t index);

  std::vector<std::uint64_t> counts_;  // Empty until the first value.
  std::uint64_t count_ = 0;
  std::int64_t min_ = 0;
  std::int64_t max_ = 0;
  double sum_ = 0;
};

}  // namespace nexy::load
