#include "base/backoff.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace nexy {
namespace {

using namespace std::chrono_literals;

TEST(FullJitter, StaysWithinABoundThatDoublesUpToTheLongest) {
  std::mt19937 random(1);
  const BackoffOptions options{.first = 100ms, .longest = 1'000ms};
  for (int retry = 0; retry < 40; ++retry) {
    const auto bound = std::min<std::chrono::milliseconds>(1'000ms, 100ms * (1 << std::min(retry, 4)));
    std::chrono::milliseconds least = 1h;
    std::chrono::milliseconds most = 0ms;
    for (int i = 0; i < 2'000; ++i) {
      const auto wait = FullJitter(options, retry, random);
      least = std::min(least, wait);
      most = std::max(most, wait);
    }
    EXPECT_LE(most, bound);
    EXPECT_GE(most, bound * 9 / 10) << "the whole range is used";
    EXPECT_LE(least, bound / 10);
  }
}

}  // namespace
}  // namespace nexy
