#include "session/collect.h"

#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "base/manual_clock.h"
#include "base/strings.h"
#include "session/test_key.h"
#include "session/test_picture.h"

namespace nexy {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kPromptMax = 100;

CollectChunk Text(std::int32_t seq, std::string text) { return {seq, std::move(text), nullptr, 0, 0}; }
CollectChunk Screen(std::int32_t seq, std::shared_ptr<const Screenshot> picture, int width = 0,
                    int height = 0) {
  return {seq, "", std::move(picture), width, height};
}

class CollectTest : public ::testing::Test {
 protected:
  // What the buffer says after these texts, each added with OK.
  std::string Tell(const std::vector<std::pair<int, std::string>>& texts) {
    CollectBuffers buffers(options_, kPromptMax, clock_);
    for (const auto& [seq, text] : texts) {
      EXPECT_TRUE(buffers.Add("mac", TestKey(1), Text(seq, text)).ok());
    }
    return buffers.Peek("mac", TestKey(1)).text;
  }

  static void ExpectLimit(const absl::Status& status, std::string_view setting) {
    EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted);
    EXPECT_EQ(MessageOf(status), Concat("collect limit reached: ", setting));
  }

  SessionOptions options_;
  ManualClock clock_;
};

TEST_F(CollectTest, ChunksStandInOrderOfTheirNumbersWhateverTheirArrival) {
  EXPECT_EQ(Tell({{1, "one"}, {3, "three"}, {2, "two"}}), "one two three");
  EXPECT_EQ(Tell({{2147483647, "last"}, {0, "first"}}), "first last");
}

TEST_F(CollectTest, ANumberedChunkThatIsStoredIsNotReplaced) {
  EXPECT_EQ(Tell({{1, "alpha"}, {2, "beta"}, {2, "gamma"}}), "alpha beta");
}

TEST_F(CollectTest, AClientThatDoesNotNumberHasItsTextsMerged) {
  EXPECT_EQ(Tell({{0, "hello"}, {0, "hello world"}}), "hello world");
  EXPECT_EQ(Tell({{0, "what is"}, {0, "is on my"}, {0, "on my screen"}}), "what is on my screen");
}

TEST_F(CollectTest, ASecondZeroIsIgnoredWhenHigherChunksExist) {
  EXPECT_EQ(Tell({{0, "alpha"}, {1, "beta"}, {0, "gamma"}}), "alpha beta");
}

TEST_F(CollectTest, OverlappingChunksAreSaidOnce) {
  EXPECT_EQ(Tell({{1, "read the"}, {2, "the big"}, {3, "big window"}}), "read the big window");
}

TEST_F(CollectTest, ChunksThatChangeNothingAreAccepted) {
  CollectBuffers buffers(options_, kPromptMax, clock_);
  EXPECT_TRUE(buffers.Add("mac", TestKey(1), Text(1, "alpha")).ok());
  EXPECT_TRUE(buffers.Add("mac", TestKey(1), Text(1, "alpha")).ok());
  EXPECT_TRUE(buffers.Add("mac", TestKey(1), Text(2, "")).ok());
  EXPECT_TRUE(buffers.Add("mac", TestKey(2), Text(1, "")).ok());
  EXPECT_EQ(buffers.usage().buffers, 1u);
  EXPECT_EQ(buffers.usage().bytes, 5u);
}

TEST_F(CollectTest, AChunkWithoutTextLeavesItsPlaceToATextThatFollows) {
  EXPECT_EQ(Tell({{1, ""}, {2, "beta"}, {1, "alpha"}}), "alpha beta");
}

TEST_F(CollectTest, ANegativeNumberIsRefused) {
  CollectBuffers buffers(options_, kPromptMax, clock_);
  const auto status = buffers.Add("mac", TestKey(1), Text(-1, "alpha"));
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(MessageOf(status), "chunk_seq must not be negative");
  EXPECT_EQ(CheckChunkSeq(-2147483647 - 1), status);
  EXPECT_TRUE(CheckChunkSeq(0).ok());
  EXPECT_EQ(buffers.usage().buffers, 0u);
}

TEST_F(CollectTest, BuffersAreKeptApartByDeviceAndSession) {
  CollectBuffers buffers(options_, kPromptMax, clock_);
  EXPECT_TRUE(buffers.Add("mac", TestKey(1), Text(1, "mac one")).ok());
  EXPECT_TRUE(buffers.Add("mac", TestKey(2), Text(1, "mac two")).ok());
  EXPECT_TRUE(buffers.Add("pc", TestKey(1), Text(1, "pc one")).ok());
  EXPECT_EQ(buffers.Peek("mac", TestKey(1)).text, "mac one");
  EXPECT_EQ(buffers.Peek("mac", TestKey(2)).text, "mac two");
  EXPECT_EQ(buffers.Peek("pc", TestKey(1)).text, "pc one");
  EXPECT_EQ(buffers.Peek("pc", TestKey(2)).text, "");
}

TEST_F(CollectTest, PeekLeavesTheBufferAndPopTakesIt) {
  CollectBuffers buffers(options_, kPromptMax, clock_);
  const auto picture = Picture();
  EXPECT_TRUE(buffers.Add("mac", TestKey(1), {1, "alpha", picture, 1440, 900}).ok());
  for (int i = 0; i < 2; ++i) {
    const Collected collected = buffers.Peek("mac", TestKey(1));
    EXPECT_EQ(collected.text, "alpha");
    EXPECT_EQ(collected.screenshot, picture);
    EXPECT_EQ(collected.screen_width, 1440);
    EXPECT_EQ(collected.screen_height, 900);
  }
  buffers.Pop("mac", TestKey(1));
  buffers.Pop("mac", TestKey(1));
  EXPECT_EQ(buffers.Peek("mac", TestKey(1)).text, "");
  EXPECT_EQ(buffers.Peek("mac", TestKey(1)).screenshot, nullptr);
  EXPECT_EQ(buffers.usage().bytes, 0u);
  EXPECT_EQ(picture.use_count(), 1);
}

TEST_F(CollectTest, TheScreenshotOfTheHighestNumberWinsAndBringsItsSize) {
  CollectBuffers buffers(options_, kPromptMax, clock_);
  const auto highest = Picture(200);
  EXPECT_TRUE(buffers.Add("mac", TestKey(1), Screen(1, Picture(), 10, 10)).ok());
  EXPECT_TRUE(buffers.Add("mac", TestKey(1), Screen(3, highest, 30, 31)).ok());
  EXPECT_TRUE(buffers.Add("mac", TestKey(1), Screen(2, Picture(), 20, 20)).ok());
  EXPECT_TRUE(buffers.Add("mac", TestKey(1), {4, "no picture", nullptr, 40, 40}).ok());
  const Collected collected = buffers.Peek("mac", TestKey(1));
  EXPECT_EQ(collected.screenshot, highest);
  EXPECT_EQ(collected.screen_width, 30);
  EXPECT_EQ(collected.screen_height, 31);
  EXPECT_EQ(buffers.usage().bytes, 200u + 10u);
}

TEST_F(CollectTest, OfTwoScreenshotsWithOneNumberTheLaterArrivalWins) {
  CollectBuffers buffers(options_, kPromptMax, clock_);
  const auto later = Picture();
  EXPECT_TRUE(buffers.Add("mac", TestKey(1), Screen(1, Picture(100))).ok());
  EXPECT_TRUE(buffers.Add("mac", TestKey(1), Screen(1, later)).ok());
  EXPECT_EQ(buffers.Peek("mac", TestKey(1)).screenshot, later);
  EXPECT_EQ(buffers.usage().bytes, kPictureBytes);
}

TEST_F(CollectTest, ABufferDiesItsTimeAfterTheLastAcceptedChunk) {
  options_.collect_ttl = 120s;
  options_.collect_chunks_max = 2;
  CollectBuffers buffers(options_, kPromptMax, clock_);
  EXPECT_TRUE(buffers.Add("mac", TestKey(1), Text(1, "alpha")).ok());
  clock_.Advance(100s);
  EXPECT_TRUE(buffers.Add("mac", TestKey(1), Text(2, "beta")).ok());
  clock_.Advance(100s);
  EXPECT_FALSE(buffers.Add("mac", TestKey(1), Text(3, "gamma")).ok());  // A refusal is no sign of life.
  clock_.Advance(19s);
  EXPECT_EQ(buffers.Peek("mac", TestKey(1)).text, "alpha beta");
  clock_.Advance(1s);
  EXPECT_EQ(buffers.Peek("mac", TestKey(1)).text, "");
}

TEST_F(CollectTest, ASweepFreesWhatNobodyAsksFor) {
  CollectBuffers buffers(options_, kPromptMax, clock_);
  const auto picture = Picture();
  EXPECT_TRUE(buffers.Add("mac", TestKey(1), Screen(1, picture)).ok());
  EXPECT_TRUE(buffers.Add("pc", TestKey(1), Text(1, "alpha")).ok());
  clock_.Advance(options_.collect_ttl - 1s);
  buffers.Sweep();
  EXPECT_EQ(buffers.usage().buffers, 2u);
  clock_.Advance(1s);
  buffers.Sweep();
  EXPECT_EQ(buffers.usage().buffers, 0u);
  EXPECT_EQ(picture.use_count(), 1);
}

TEST_F(CollectTest, MoreChunksThanTheCapAreRefused) {
  options_.collect_chunks_max = 2;
  CollectBuffers buffers(options_, kPromptMax, clock_);
  EXPECT_TRUE(buffers.Add("mac", TestKey(1), Text(1, "alpha")).ok());
  EXPECT_TRUE(buffers.Add("mac", TestKey(1), Text(2, "beta")).ok());
  ExpectLimit(buffers.Add("mac", TestKey(1), {3, "gamma", Picture(), 1, 1}), "collect_chunks_max");
  EXPECT_EQ(buffers.Peek("mac", TestKey(1)).text, "alpha beta");
  EXPECT_EQ(buffers.Peek("mac", TestKey(1)).screenshot, nullptr);
  EXPECT_TRUE(buffers.Add("mac", TestKey(1), Text(2, "duplicate")).ok());
}

TEST_F(CollectTest, MoreTextThanAPromptMayHaveIsRefused) {
  CollectBuffers buffers(options_, kPromptMax, clock_);
  EXPECT_TRUE(buffers.Add("mac", TestKey(1), Text(0, std::string(kPromptMax, 'a'))).ok());
  ExpectLimit(buffers.Add("mac", TestKey(1), Text(1, "b")), "prompt_max_bytes");
  ExpectLimit(buffers.Add("mac", TestKey(1), Text(0, "b")), "prompt_max_bytes");
  ExpectLimit(buffers.Add("mac", TestKey(1), Text(0, std::string(10'000'000, ' '))), "prompt_max_bytes");
  ExpectLimit(buffers.Add("mac", TestKey(2), Text(1, std::string(10'000'000, 'c'))), "prompt_max_bytes");
  EXPECT_EQ(buffers.usage().bytes, kPromptMax);
  EXPECT_EQ(buffers.usage().buffers, 1u);
}

TEST_F(CollectTest, ADeviceOverItsBytesIsRefusedAndAnotherIsNot) {
  options_.collect_device_bytes = 1000;
  CollectBuffers buffers(options_, kPromptMax, clock_);
  EXPECT_TRUE(buffers.Add("mac", TestKey(1), Screen(1, Picture(600))).ok());
  ExpectLimit(buffers.Add("mac", TestKey(2), Screen(1, Picture(401))), "collect_device_bytes");
  EXPECT_TRUE(buffers.Add("mac", TestKey(2), Screen(1, Picture(400))).ok());
  EXPECT_TRUE(buffers.Add("pc", TestKey(2), Screen(1, Picture(401))).ok());
  EXPECT_TRUE(buffers.Add("mac", TestKey(1), Screen(2, Picture(500))).ok());  // In place of 600.
  ExpectLimit(buffers.Add("mac", TestKey(1), Screen(3, Picture(601))), "collect_device_bytes");
  EXPECT_EQ(buffers.Peek("mac", TestKey(1)).screenshot->bytes().size(), 500u);
}

TEST_F(CollectTest, OneBufferTooManyDropsTheDevicesLeastRecentlyUsedOne) {
  options_.collect_device_buffers = 2;
  CollectBuffers buffers(options_, kPromptMax, clock_);
  EXPECT_TRUE(buffers.Add("mac", TestKey(1), Text(1, "one")).ok());
  EXPECT_TRUE(buffers.Add("mac", TestKey(2), Text(1, "two")).ok());
  EXPECT_TRUE(buffers.Add("pc", TestKey(9), Text(1, "pc")).ok());
  EXPECT_TRUE(buffers.Add("mac", TestKey(1), Text(2, "more")).ok());
  EXPECT_TRUE(buffers.Add("mac", TestKey(3), Text(1, "three")).ok());
  EXPECT_EQ(buffers.Peek("mac", TestKey(1)).text, "one more");
  EXPECT_EQ(buffers.Peek("mac", TestKey(2)).text, "");
  EXPECT_EQ(buffers.Peek("mac", TestKey(3)).text, "three");
  EXPECT_EQ(buffers.Peek("pc", TestKey(9)).text, "pc");
}

TEST_F(CollectTest, ARefusedNewBufferDropsNone) {
  options_.collect_device_buffers = 1;
  options_.collect_device_bytes = 200;
  CollectBuffers buffers(options_, kPromptMax, clock_);
  EXPECT_TRUE(buffers.Add("mac", TestKey(1), Screen(1, Picture(150))).ok());
  ExpectLimit(buffers.Add("mac", TestKey(2), Screen(1, Picture(201))), "collect_device_bytes");
  EXPECT_NE(buffers.Peek("mac", TestKey(1)).screenshot, nullptr);
  EXPECT_TRUE(buffers.Add("mac", TestKey(2), Screen(1, Picture(200))).ok());
  EXPECT_EQ(buffers.Peek("mac", TestKey(1)).screenshot, nullptr);
}

TEST_F(CollectTest, NoDeviceEvictsAnothersBufferWhenTheServerIsFull) {
  options_.collect_total_buffers = 2;
  options_.collect_total_bytes = 1000;
  CollectBuffers buffers(options_, kPromptMax, clock_);
  EXPECT_TRUE(buffers.Add("mac", TestKey(1), Screen(1, Picture(600))).ok());
  ExpectLimit(buffers.Add("pc", TestKey(1), Screen(1, Picture(401))), "collect_total_bytes");
  EXPECT_TRUE(buffers.Add("pc", TestKey(1), Text(1, "pc")).ok());
  ExpectLimit(buffers.Add("tv", TestKey(1), Text(1, "tv")), "collect_total_buffers");
  EXPECT_TRUE(buffers.Add("pc", TestKey(1), Text(2, "more")).ok());
  EXPECT_NE(buffers.Peek("mac", TestKey(1)).screenshot, nullptr);
  clock_.Advance(options_.collect_ttl);
  EXPECT_TRUE(buffers.Add("tv", TestKey(1), Text(1, "tv")).ok());
}

TEST_F(CollectTest, ManyThreadsOfManyDevicesStayWithinTheCaps) {
  options_.collect_total_buffers = 8;
  CollectBuffers buffers(options_, kPromptMax, clock_);
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 4; ++t) {
      threads.emplace_back([&buffers, t] {
        const std::string device = Concat("device", t);
        for (int i = 0; i < 200; ++i) {
          const auto status = buffers.Add(device, TestKey(i % 3), Text(i % 7, "word"));
          if (i % 5 == 0) buffers.Peek(device, TestKey(i % 3));
          if (i % 11 == 0) buffers.Pop(device, TestKey(i % 3));
          if (i % 50 == 0) buffers.Sweep();
          EXPECT_TRUE(status.ok() || status.code() == absl::StatusCode::kResourceExhausted);
        }
        for (int i = 0; i < 3; ++i) buffers.Pop(device, TestKey(i));
      });
    }
  }
  EXPECT_EQ(buffers.usage().buffers, 0u);
  EXPECT_EQ(buffers.usage().bytes, 0u);
}

}  // namespace
}  // namespace nexy
