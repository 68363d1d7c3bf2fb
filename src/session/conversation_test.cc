#include "session/conversation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "base/manual_clock.h"
#include "base/strings.h"
#include "session/test_picture.h"

namespace nexy {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace std::chrono_literals;

class ConversationsTest : public ::testing::Test {
 protected:
  static std::vector<std::string> Questions(Conversations& conversations, std::string_view device) {
    std::vector<std::string> questions;
    for (const auto& exchange : conversations.Recall(device).history) {
      questions.push_back(exchange.question);
    }
    return questions;
  }

  SessionOptions options_;
  ManualClock clock_;
};

TEST_F(ConversationsTest, ADeviceRecallsItsOwnLastTurnsOldestFirst) {
  Conversations conversations(options_, clock_);
  conversations.Remember("mac", {"q1", "a1", "n1"}, nullptr);
  conversations.Remember("pc", {"other", "", ""}, nullptr);
  conversations.Remember("mac", {"q2", "a2", "n2"}, nullptr);
  const auto recalled = conversations.Recall("mac");
  EXPECT_THAT(Questions(conversations, "mac"), ElementsAre("q1", "q2"));
  EXPECT_EQ(recalled.history[1].answer, "a2");
  EXPECT_EQ(recalled.history[1].note, "n2");
  EXPECT_THAT(Questions(conversations, "never seen"), IsEmpty());
}

TEST_F(ConversationsTest, TheOldestTurnGoesWhenThereAreTooMany) {
  options_.conversation_turns = 2;
  Conversations conversations(options_, clock_);
  for (const char* question : {"q1", "q2", "q3"}) {
    conversations.Remember("mac", {question, "", ""}, nullptr);
  }
  EXPECT_THAT(Questions(conversations, "mac"), ElementsAre("q2", "q3"));
  EXPECT_EQ(conversations.usage().text_bytes, 4u);
}

TEST_F(ConversationsTest, OlderTurnsMakeRoomForTheTextOfANewOne) {
  options_.conversation_bytes = 10;
  Conversations conversations(options_, clock_);
  conversations.Remember("mac", {"q1", "aa", ""}, nullptr);
  conversations.Remember("mac", {"q2", "aa", "n"}, nullptr);
  conversations.Remember("mac", {"q3", "aa", ""}, nullptr);
  EXPECT_THAT(Questions(conversations, "mac"), ElementsAre("q2", "q3"));
  EXPECT_EQ(conversations.usage().text_bytes, 9u);
}

TEST_F(ConversationsTest, AnAnswerThatIsTooLongIsCutBetweenCharacters) {
  options_.conversation_bytes = 10;
  Conversations conversations(options_, clock_);
  conversations.Remember("mac", {"q", "ответ", "note"}, nullptr);
  const auto exchange = conversations.Recall("mac").history.at(0);
  EXPECT_EQ(exchange.question, "q");
  EXPECT_EQ(exchange.answer, "от");
  EXPECT_EQ(exchange.note, "note");
}

TEST_F(ConversationsTest, AnExchangeOfAnySizeStaysWithinTheLimit) {
  options_.conversation_bytes = 10;
  Conversations conversations(options_, clock_);
  conversations.Remember("mac", {std::string(1'000'000, 'q'), std::string(1'000'000, 'a'), ""},
                         nullptr);
  EXPECT_EQ(conversations.Recall("mac").history.at(0).question, std::string(10, 'q'));
  EXPECT_EQ(conversations.Recall("mac").history.at(0).answer, "");
  conversations.Remember("mac", {"q", "a", std::string(11, 'n')}, nullptr);
  EXPECT_EQ(conversations.Recall("mac").history.at(0).note, "");
  EXPECT_LE(conversations.usage().text_bytes, 10u);
}

TEST_F(ConversationsTest, AnyBytesAreCutWithoutHarm) {
  options_.conversation_bytes = 3;
  Conversations conversations(options_, clock_);
  conversations.Remember("mac", {"", "\x80\x80\x80\x80\x80\x80", ""}, nullptr);
  EXPECT_LE(conversations.usage().text_bytes, 3u);
  conversations.Remember("mac", {"\xf0\x9f\x99\x82", "", ""}, nullptr);
  EXPECT_EQ(conversations.Recall("mac").history.back().question, "");
}

TEST_F(ConversationsTest, TheLastScreenshotStaysUntilTheNext) {
  Conversations conversations(options_, clock_);
  const auto first = Picture();
  const auto second = Picture(100);
  conversations.Remember("mac", {"q1", "", ""}, first);
  conversations.Remember("mac", {"q2", "", ""}, nullptr);
  EXPECT_EQ(conversations.Recall("mac").screenshot, first);
  conversations.Remember("mac", {"q3", "", ""}, second);
  EXPECT_EQ(conversations.Recall("mac").screenshot, second);
  EXPECT_EQ(conversations.usage().screenshot_bytes, 100u);
  EXPECT_EQ(first.use_count(), 1);
}

TEST_F(ConversationsTest, NoScreenshotIsKeptWhenTheSettingSaysSo) {
  options_.conversation_keep_screenshot = false;
  Conversations conversations(options_, clock_);
  conversations.Remember("mac", {"q", "", ""}, Picture());
  EXPECT_EQ(conversations.Recall("mac").screenshot, nullptr);
  EXPECT_THAT(Questions(conversations, "mac"), ElementsAre("q"));
}

TEST_F(ConversationsTest, ScreenshotsOfTheLongestSilentDevicesGoFirst) {
  options_.conversation_screenshots_bytes = 250;
  Conversations conversations(options_, clock_);
  conversations.Remember("a", {"q", "", ""}, Picture(100));
  conversations.Remember("b", {"q", "", ""}, Picture(100));
  conversations.Remember("a", {"q", "", ""}, nullptr);
  conversations.Remember("c", {"q", "", ""}, Picture(150));
  EXPECT_NE(conversations.Recall("a").screenshot, nullptr);
  EXPECT_EQ(conversations.Recall("b").screenshot, nullptr);
  EXPECT_NE(conversations.Recall("c").screenshot, nullptr);
  EXPECT_THAT(Questions(conversations, "b"), ElementsAre("q"));
  EXPECT_EQ(conversations.usage().screenshot_bytes, 250u);
}

TEST_F(ConversationsTest, AScreenshotAboveTheWholeLimitTakesNobodysPlace) {
  options_.conversation_screenshots_bytes = 250;
  Conversations conversations(options_, clock_);
  conversations.Remember("a", {"q", "", ""}, Picture(100));
  conversations.Remember("b", {"q", "", ""}, Picture(100));
  conversations.Remember("b", {"q", "", ""}, Picture(251));
  EXPECT_NE(conversations.Recall("a").screenshot, nullptr);
  EXPECT_EQ(conversations.Recall("b").screenshot, nullptr);  // Not an old one for a new one.
  EXPECT_EQ(conversations.usage().screenshot_bytes, 100u);
}

TEST_F(ConversationsTest, ADeviceIsForgottenItsTimeAfterItsLastTurn) {
  Conversations conversations(options_, clock_);
  const auto picture = Picture();
  conversations.Remember("mac", {"q1", "", ""}, picture);
  clock_.Advance(options_.conversation_ttl - 1s);
  conversations.Remember("mac", {"q2", "", ""}, nullptr);
  clock_.Advance(options_.conversation_ttl - 1s);
  EXPECT_THAT(Questions(conversations, "mac"), ElementsAre("q1", "q2"));  // Recalling is no turn.
  clock_.Advance(1s);
  EXPECT_THAT(Questions(conversations, "mac"), IsEmpty());
  EXPECT_EQ(picture.use_count(), 1);
}

TEST_F(ConversationsTest, ASweepForgetsWithoutBeingAsked) {
  Conversations conversations(options_, clock_);
  conversations.Remember("mac", {"q", "", ""}, Picture());
  clock_.Advance(options_.conversation_ttl);
  conversations.Sweep();
  EXPECT_EQ(conversations.usage().devices, 0u);
  EXPECT_EQ(conversations.usage().text_bytes, 0u);
  EXPECT_EQ(conversations.usage().screenshot_bytes, 0u);
}

TEST_F(ConversationsTest, TheLongestSilentDeviceGoesWhenThereAreTooMany) {
  options_.conversation_devices = 2;
  Conversations conversations(options_, clock_);
  for (const char* device : {"a", "b", "a", "c"}) {
    conversations.Remember(device, {"q", "", ""}, nullptr);
  }
  EXPECT_THAT(Questions(conversations, "a"), ElementsAre("q", "q"));
  EXPECT_THAT(Questions(conversations, "b"), IsEmpty());
  EXPECT_THAT(Questions(conversations, "c"), ElementsAre("q"));
}

TEST_F(ConversationsTest, NothingIsKeptWhenNoTurnsMayBe) {
  options_.conversation_turns = 0;
  Conversations conversations(options_, clock_);
  conversations.Remember("mac", {"q", "", ""}, Picture());
  EXPECT_THAT(Questions(conversations, "mac"), IsEmpty());
  EXPECT_EQ(conversations.Recall("mac").screenshot, nullptr);
  EXPECT_EQ(conversations.usage().devices, 0u);
}

TEST_F(ConversationsTest, ManyThreadsKeepTheAccountsStraight) {
  options_.conversation_devices = 3;
  options_.conversation_screenshots_bytes = 2 * kPictureBytes;
  Conversations conversations(options_, clock_);
  const auto picture = Picture();
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 4; ++t) {
      threads.emplace_back([&conversations, &picture, t] {
        for (int i = 0; i < 200; ++i) {
          conversations.Remember(Concat("device", (t + i) % 5), {"question", "answer", ""}, picture);
          conversations.Recall(Concat("device", t));
        }
      });
    }
  }
  EXPECT_LE(conversations.usage().screenshot_bytes, 2 * kPictureBytes);
  clock_.Advance(options_.conversation_ttl);
  conversations.Sweep();
  EXPECT_EQ(conversations.usage().text_bytes, 0u);
  EXPECT_EQ(conversations.usage().screenshot_bytes, 0u);
  EXPECT_EQ(picture.use_count(), 1);
}

}  // namespace
}  // namespace nexy
