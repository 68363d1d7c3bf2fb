#include "nexyctl/load/histogram.h"

#include <gtest/gtest.h>

namespace nexy::load {
namespace {

using namespace std::chrono_literals;

TEST(Histogram, IsExactForSmallTimesAndToOnePartIn128ForLargeOnes) {
  for (const std::int64_t us : {0LL, 1LL, 255LL, 256LL, 1000LL, 123'456LL, 86'400'000'000LL}) {
    Histogram histogram;
    histogram.Record(std::chrono::microseconds(us));
    histogram.Record(std::chrono::microseconds(us * 2 + 1000));  // Not the most, which is exact.
    const auto found = static_cast<double>(histogram.Percentile(50));
    EXPECT_GE(found, static_cast<double>(us));
    EXPECT_LE(found, static_cast<double>(us) * (1 + 1.0 / 128) + 0.5) << us;
  }
}

TEST(Histogram, PercentilesAreValuesThatSoManyDoNotExceed) {
  Histogram histogram;
  for (int i = 1; i <= 1000; ++i) histogram.Record(std::chrono::microseconds(i));
  EXPECT_EQ(histogram.Percentile(0), 1);
  EXPECT_NEAR(static_cast<double>(histogram.Percentile(50)), 500, 4);
  EXPECT_NEAR(static_cast<double>(histogram.Percentile(99)), 990, 8);
  EXPECT_EQ(histogram.Percentile(100), 1000);
  EXPECT_EQ(histogram.min_us(), 1);
  EXPECT_EQ(histogram.max_us(), 1000);
  EXPECT_DOUBLE_EQ(histogram.mean_us(), 500.5);
}

TEST(Histogram, OneThatHoldsNothingIsAllZero) {
  const Histogram histogram;
  EXPECT_EQ(histogram.Percentile(99), 0);
  EXPECT_EQ(histogram.max_us(), 0);
  EXPECT_EQ(histogram.mean_us(), 0);
  EXPECT_TRUE(histogram.buckets().empty());
}

TEST(Histogram, TwoAddUp) {
  Histogram a, b;
  a.Record(5ms);
  b.Record(1ms);
  b.Record(-3ms);  // The clock of the machine is no reason for a negative time.
  a.Add(b);
  a.Add(Histogram());
  EXPECT_EQ(a.count(), 3u);
  EXPECT_EQ(a.min_us(), 0);
  EXPECT_EQ(a.max_us(), 5000);
  std::uint64_t sum = 0;
  for (const auto& bucket : a.buckets()) sum += bucket.count;
  EXPECT_EQ(sum, 3u);
}

TEST(Histogram, AVeryLongTimeIsCountedAtItsEnd) {
  Histogram histogram;
  histogram.Record(10'000h);
  EXPECT_EQ(histogram.count(), 1u);
  EXPECT_EQ(histogram.buckets().size(), 1u);
}

}  // namespace
}  // namespace nexy::load
