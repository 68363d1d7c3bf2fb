#include "nexyctl/load/plan.h"

#include <gtest/gtest.h>

#include <cmath>

#include "nexyctl/load/arrival_times.h"

namespace nexy::load {
namespace {

using namespace std::chrono_literals;

TEST(Mix, IsReadAndWritten) {
  const auto mix = Mix::Parse("short=8,interrupt=2,welcome");
  ASSERT_TRUE(mix.ok()) << mix.status();
  EXPECT_EQ(mix->Text(), "short=8,welcome=1,interrupt=2");
  EXPECT_EQ(mix->weight(Scenario::kInterrupt), 2u);
  EXPECT_EQ(mix->weight(Scenario::kLong), 0u);
}

TEST(Mix, WhatIsNoneIsRefusedWithWhatThereIs) {
  for (const char* text :
       {"", "quick=1", "short=-1", "short=x", "short=0", "short=1,,", "short=99999999"}) {
    const auto mix = Mix::Parse(text);
    EXPECT_FALSE(mix.ok()) << text;
  }
  EXPECT_NE(Mix::Parse("quick").status().message().find("follow-up"), absl::string_view::npos);
}

TEST(Mix, PicksByWeightAndTheSameForTheSameSeed) {
  const Mix mix = *Mix::Parse("short=3,long=1");
  Random random(7), again(7);
  int longs = 0;
  for (int i = 0; i < 4000; ++i) {
    const Scenario scenario = mix.Pick(random);
    EXPECT_EQ(scenario, mix.Pick(again));
    EXPECT_TRUE(scenario == Scenario::kShort || scenario == Scenario::kLong);
    longs += scenario == Scenario::kLong;
  }
  EXPECT_NEAR(longs, 1000, 150);
}

double CountUntil(ArrivalTimes times, std::chrono::nanoseconds end, std::uint64_t seed = 1) {
  Random random(seed);
  double count = 0;
  while (times.Next(random) < end) ++count;
  return count;
}

TEST(ArrivalTimes, ComeAtTheirRate) {
  EXPECT_EQ(CountUntil({Arrivals::kEven, 100, 0ms, 1}, 10s), 1000);
  EXPECT_NEAR(CountUntil({Arrivals::kPoisson, 100, 0ms, 1}, 100s), 10'000, 400);
  EXPECT_EQ(CountUntil({Arrivals::kBursts, 100, 0ms, 25}, 10s), 1000);
}

TEST(ArrivalTimes, OfAPoissonProcessAreSpreadAsItsAre) {
  ArrivalTimes times(Arrivals::kPoisson, 100, 0ms, 1);
  Random random(3);
  double sum = 0, squares = 0;
  std::chrono::duration<double> before{0};
  constexpr int kCount = 20'000;
  int short_gaps = 0;
  for (int i = 0; i < kCount; ++i) {
    const std::chrono::duration<double> at = times.Next(random);
    const double gap = (at - before).count();
    EXPECT_GE(gap, 0);
    sum += gap;
    squares += gap * gap;
    short_gaps += gap < 0.01 * std::log(2);
    before = at;
  }
  const double mean = sum / kCount;
  EXPECT_NEAR(mean, 0.01, 0.0005);
  EXPECT_NEAR(std::sqrt(squares / kCount - mean * mean), mean, mean * 0.1);
  EXPECT_NEAR(short_gaps, kCount / 2, kCount / 50) << "the median of an exponential distribution";
}

TEST(ArrivalTimes, OfABurstAreOneMoment) {
  ArrivalTimes times(Arrivals::kBursts, 100, 0ms, 50);
  Random random(1);
  const auto first = times.Next(random);
  for (int i = 1; i < 50; ++i) EXPECT_EQ(times.Next(random), first);
  EXPECT_EQ(times.Next(random), first + 500ms);
}

TEST(ArrivalTimes, GrowInARampToTheWholeRate) {
  EXPECT_NEAR(CountUntil({Arrivals::kEven, 100, 10s, 1}, 10s), 500, 1);
  EXPECT_NEAR(CountUntil({Arrivals::kEven, 100, 10s, 1}, 5s), 125, 1);
  EXPECT_NEAR(CountUntil({Arrivals::kEven, 100, 10s, 1}, 20s), 1500, 1);
}

}  // namespace
}  // namespace nexy::load
