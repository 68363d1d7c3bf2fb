#include "screen/test_pictures.h"
#include "turn/turn_fixture.h"

namespace nexy {
namespace {

using testing::_;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// A picture of one shade with strokes of another; they look like text.
std::shared_ptr<const Screenshot> Shade(std::uint8_t shade, std::uint8_t strokes) {
  const TestPicture picture{.width = 640,
                            .height = 400,
                            .png_color = 0,
                            .light = shade,
                            .dark = strokes,
                            .strokes = true};
  return *Screenshot::FromBytes(DrawPng(picture), {});
}

TEST_F(TurnTest, ABlackScreenIsSaidAndNoModelIsAskedToDescribeIt) {
  mind.Say("A cosy room with a cat.");
  Ask({.session_id = "s", .prompt = "Describe my screen", .screenshot = Shade(0, 0)});
  RunToEnd();
  ASSERT_TRUE(status && status->ok());
  EXPECT_THAT(listener.texts(),
              testing::ElementsAre("The screen is black.", HasSubstr("screen curtain"), _));
  EXPECT_THAT(mind.requests(), IsEmpty());
  EXPECT_EQ(Verdict(), "degraded screenshot_ignored");
  EXPECT_THAT(turn->TakeExchange().answer, HasSubstr("The screen is black."));
}

TEST_F(TurnTest, AQuestionThatNeedsNoPictureIsAnsweredWithoutTheBlackOne) {
  mind.Say("It is noon.");
  Ask({.session_id = "s", .prompt = "What time is it?", .screenshot = Shade(0, 0)});
  RunToEnd();
  EXPECT_THAT(listener.texts(), ElementsAre("It is noon."));
  ASSERT_EQ(mind.requests().size(), 1u);
  EXPECT_EQ(mind.requests()[0].screenshot, nullptr);
  EXPECT_EQ(Verdict(), "ok ");
}

TEST_F(TurnTest, AQuestionThatMayNeedThePictureIsToldTheFactFirst) {
  mind.Say("Он был императором.");
  Ask({.session_id = "s", .prompt = "Кто такой Наполеон?", .screenshot = Shade(255, 255)});
  RunToEnd();
  EXPECT_THAT(listener.texts(),
              ElementsAre("Весь экран одного цвета, на нём ничего нет.", "Он был императором."));
  EXPECT_EQ(mind.requests()[0].screenshot, nullptr);
  EXPECT_EQ(Verdict(), "degraded screenshot_ignored");
}

TEST_F(TurnTest, APictureOfAnEarlierQuestionThatShowsNothingIsLeftOutSilently) {
  mind.Say("An emperor.");
  const auto black = Shade(0, 0);
  Ask({.session_id = "s",
       .prompt = "Who was Napoleon?",
       .screenshot = black,
       .previous_screenshot = black});
  RunToEnd();
  EXPECT_THAT(listener.texts(), ElementsAre("An emperor."));
  EXPECT_EQ(mind.requests()[0].screenshot, nullptr);
}

TEST_F(TurnTest, WhatHasChangedIsNotInventedFromTheSamePicture) {
  mind.Say("A new window has opened.");
  Ask({.session_id = "s",
       .prompt = "Did it work?",
       .screenshot = Shade(200, 40),
       .previous_screenshot = Shade(200, 40)});
  RunToEnd();
  EXPECT_THAT(listener.texts(), ElementsAre("The screen looks exactly as it did before.", _));
  EXPECT_THAT(mind.requests(), IsEmpty());
}

TEST_F(TurnTest, WhatHasChangedIsNotToldWithoutANewPicture) {
  mind.Say("A new window has opened.");
  const auto picture = Shade(200, 40);
  Ask({.session_id = "s",
       .prompt = "Что изменилось?",
       .screenshot = picture,
       .previous_screenshot = picture});
  RunToEnd();
  EXPECT_THAT(listener.texts(), ElementsAre(HasSubstr("нет нового снимка экрана"), _));
  EXPECT_THAT(mind.requests(), IsEmpty());
}

TEST_F(TurnTest, WhatHasChangedIsAskedWithBothPictures) {
  mind.Say("A stripe is darker.");
  const auto before = Shade(200, 90), now = Shade(200, 40);
  Ask({.session_id = "s",
       .prompt = "What changed?",
       .screenshot = now,
       .previous_screenshot = before});
  RunToEnd();
  ASSERT_EQ(mind.requests().size(), 1u);
  EXPECT_EQ(mind.requests()[0].screenshot, now);
  EXPECT_EQ(mind.requests()[0].previous_screenshot, before);
}

TEST_F(TurnTest, TheCheckOfPicturesCanBeTurnedOff) {
  parts.options.check_screen = false;
  mind.Say("It is all black.");
  Ask({.session_id = "s", .prompt = "Describe my screen", .screenshot = Shade(0, 0)});
  RunToEnd();
  EXPECT_THAT(listener.texts(), ElementsAre("It is all black."));
}

TEST_F(TurnTest, AReadingWordForWordIsGivenToWhoReadsAloud) {
  ScriptedMind reader{clock, "offline"};
  parts.reads_aloud = &reader;
  reader.Say("Harbour Mail.");
  mind.Say("A mail program.");
  Ask({.session_id = "s", .prompt = "Read what is on my screen", .screenshot = Shade(200, 40)});
  RunToEnd();
  EXPECT_THAT(listener.texts(), ElementsAre("Harbour Mail."));
  EXPECT_EQ(Verdict(), "ok ");
  Ask({.session_id = "s", .prompt = "Describe my screen", .screenshot = Shade(200, 40)});
  RunToEnd();
  EXPECT_EQ(reader.requests().size(), 1u);
  EXPECT_EQ(mind.requests().size(), 1u);
}

TEST_F(TurnTest, AReadingThatFailsGoesToTheNextMindAndIsDegraded) {
  ScriptedMind reader{clock, "offline"};
  parts.reads_aloud = &reader;
  reader.Answer({absl::UnavailableError("no OCR")});
  mind.Say("It says hello.");
  Ask({.session_id = "s", .prompt = "Read the screen", .screenshot = Shade(200, 40)});
  RunToEnd();
  EXPECT_THAT(listener.texts(), ElementsAre("It says hello."));
  EXPECT_EQ(Verdict(), "degraded llm_fallback");
}

TEST_F(TurnTest, SaysWhenTheModelCannotLookAtTheScreen) {
  const std::string png =
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJg"
      "gg==";
  auto screenshot = Screenshot::FromBase64(png, ScreenOptions{});
  ASSERT_TRUE(screenshot.ok());
  mind.Answer({LlmPiece(LlmBlind{}), Piece("It is Monday.")});
  parts.options.check_screen = false;
  Ask({.session_id = "s", .prompt = "Which day?", .screenshot = *screenshot});
  RunToEnd();
  EXPECT_THAT(
      listener.texts(),
      ElementsAre("I could not look at the screen, so I answer without it.", "It is Monday."));
  EXPECT_EQ(Verdict(), "degraded screenshot_ignored");
}

}  // namespace
}  // namespace nexy
