#include "base/latency.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "base/event_count.h"
#include "base/manual_clock.h"

namespace nexy {
namespace {

using namespace std::chrono_literals;

// `actual` is within a bucket's width of `expected`.
testing::AssertionResult IsAbout(Clock::Duration actual, Clock::Duration expected) {
  const double ratio = static_cast<double>(actual.count()) / static_cast<double>(expected.count());
  if (ratio > 0.93 && ratio < 1.07) return testing::AssertionSuccess();
  return testing::AssertionFailure() << actual / 1us << " us is not about " << expected / 1us << " us";
}

struct LatencyTest : testing::Test {
  ManualClock clock;
  prometheus::Histogram histogram{Latency::Bounds()};
  Latency latency{clock, histogram};
};

TEST_F(LatencyTest, IsAllZeroBeforeAnythingHappened) {
  EXPECT_EQ(latency.LastMinute().count, 0u);
  EXPECT_EQ(latency.LastMinute().p99, 0us);
}

TEST_F(LatencyTest, TellsTheQuantilesOfWhatWasObserved) {
  for (int ms = 1; ms <= 1000; ++ms) latency.Observe(ms * 1ms);
  const LatencyFigures figures = latency.LastMinute();
  EXPECT_EQ(figures.count, 1000u);
  EXPECT_TRUE(IsAbout(figures.p50, 500ms));
  EXPECT_TRUE(IsAbout(figures.p95, 950ms));
  EXPECT_TRUE(IsAbout(figures.p99, 990ms));
}

TEST_F(LatencyTest, TakesTheOnlyObservationForEveryQuantile) {
  latency.Observe(412ms);
  EXPECT_TRUE(IsAbout(latency.LastHour().p50, 412ms));
  EXPECT_TRUE(IsAbout(latency.LastHour().p99, 412ms));
}

TEST_F(LatencyTest, ForgetsAfterAMinuteWhatTheHourStillKnows) {
  latency.Observe(100ms);
  clock.Advance(55s);
  EXPECT_EQ(latency.LastMinute().count, 1u);
  clock.Advance(10s);
  EXPECT_EQ(latency.LastMinute().count, 0u);
  EXPECT_EQ(latency.LastHour().count, 1u);
  clock.Advance(1h);
  EXPECT_EQ(latency.LastHour().count, 0u);
}

TEST_F(LatencyTest, UsesASlotAgainWithoutWhatItHeldBefore) {
  latency.Observe(100ms);
  clock.Advance(65s);  // The same slot of the minute's ring comes round.
  latency.Observe(200ms);
  EXPECT_EQ(latency.LastMinute().count, 1u);
  EXPECT_TRUE(IsAbout(latency.LastMinute().p50, 200ms));
}

TEST_F(LatencyTest, SurvivesDurationsOutsideItsRange) {
  latency.Observe(-5s);
  latency.Observe(0us);
  EXPECT_LT(latency.LastMinute().p99, 64us);
  latency.Observe(1000h);
  EXPECT_GT(latency.LastMinute().p99, 900s);
  EXPECT_EQ(latency.LastMinute().count, 3u);
}

TEST_F(LatencyTest, FeedsTheHistogramInSeconds) {
  latency.Observe(1500ms);
  const auto collected = histogram.Collect().histogram;
  EXPECT_EQ(collected.sample_count, 1u);
  EXPECT_DOUBLE_EQ(collected.sample_sum, 1.5);
}

TEST(LatencyBuckets, PutEveryDurationWithinSevenPercentOfItself) {
  for (std::int64_t us = 64; us < 1'000'000'000; us += 1 + us / 1000) {
    const auto took = std::chrono::microseconds(us);
    ASSERT_TRUE(IsAbout(LatencyBuckets::MiddleOf(LatencyBuckets::IndexOf(took)), took)) << us;
  }
}

TEST_F(LatencyTest, LosesNothingWhenManyThreadsObserve) {
  std::vector<std::jthread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([this] {
      for (int i = 0; i < 5000; ++i) latency.Observe(10ms);
    });
  }
  threads.clear();
  EXPECT_EQ(latency.LastMinute().count, 20'000u);
  EXPECT_EQ(latency.LastHour().count, 20'000u);
}

TEST(EventCount, CountsTheLastMinuteTheLastHourAndAll) {
  ManualClock clock;
  prometheus::Counter counter;
  EventCount events(clock, counter);
  events.Increment();
  clock.Advance(10min);
  events.Increment();
  events.Increment();
  EXPECT_EQ(events.LastMinute(), 2u);
  EXPECT_EQ(events.LastHour(), 3u);
  clock.Advance(2h);
  EXPECT_EQ(events.LastHour(), 0u);
  EXPECT_EQ(counter.Value(), 3);
}

}  // namespace
}  // namespace nexy
