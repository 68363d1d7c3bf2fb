#include "session/known_devices.h"

#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

namespace nexy {
namespace {

TEST(KnownDevices, RemembersTheLatestOnes) {
  KnownDevices known(/*capacity=*/2);
  known.Add("a");
  known.Add("b");
  known.Add("a");  // Now b is the oldest.
  known.Add("c");
  EXPECT_TRUE(known.Contains("a"));
  EXPECT_FALSE(known.Contains("b"));
  EXPECT_TRUE(known.Contains("c"));
  EXPECT_EQ(known.size(), 2u);
}

TEST(KnownDevices, AskingDoesNotMakeADeviceTheLatest) {
  KnownDevices known(/*capacity=*/2);
  known.Add("a");
  known.Add("b");
  EXPECT_TRUE(known.Contains("a"));
  known.Add("c");
  EXPECT_FALSE(known.Contains("a"));
}

TEST(KnownDevices, NamesAreComparedByteForByte) {
  KnownDevices known(/*capacity=*/10);
  known.Add("Mac");
  EXPECT_FALSE(known.Contains("mac"));
  EXPECT_FALSE(known.Contains("Mac "));
  EXPECT_FALSE(known.Contains(std::string_view("Mac\0", 4)));
}

TEST(KnownDevices, OfCapacityZeroRemembersNothing) {
  KnownDevices known(/*capacity=*/0);
  known.Add("a");
  EXPECT_FALSE(known.Contains("a"));
}

TEST(KnownDevices, StaysWithinItsCapacityWhenManyThreadsAdd) {
  KnownDevices known(/*capacity=*/100);
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 4; ++t) {
      threads.emplace_back([&known, t] {
        for (int i = 0; i < 500; ++i) known.Add(std::to_string(t * 1000 + i));
      });
    }
  }
  EXPECT_EQ(known.size(), 100u);
}

}  // namespace
}  // namespace nexy
