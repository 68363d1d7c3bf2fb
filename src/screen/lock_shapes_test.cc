#include "screen/lock_shapes.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace nexy {
namespace {

constexpr int kWidth = 480, kHeight = 270;

// A screen with hills of shades from 40 to 140, as a blurred photograph has.
GreyImage Hills() {
  GreyImage screen{kWidth, kHeight, {}};
  for (int y = 0; y < kHeight; ++y) {
    for (int x = 0; x < kWidth; ++x)
      screen.pixels.push_back(
          static_cast<std::uint8_t>(40 + std::abs(x % 160 - 80) / 2 + std::abs(y % 140 - 70) / 2));
  }
  return screen;
}

GreyImage OneShade(std::uint8_t shade) {
  return {kWidth, kHeight,
          std::vector<std::uint8_t>(static_cast<std::size_t>(kWidth) * kHeight, shade)};
}

void Fill(GreyImage& screen, int left, int top, int width, int height, std::uint8_t shade) {
  for (int y = top; y < top + height; ++y) {
    for (int x = left; x < left + width; ++x)
      screen.pixels[static_cast<std::size_t>(y * screen.width + x)] = shade;
  }
}

// The signs three dots wide and five high, a row a digit of octal.
constexpr std::array<std::string_view, 11> kSigns = {"75557", "11111", "71747", "71717",
                                                     "55711", "74717", "74757", "71111",
                                                     "75757", "75717", "02020"};

void Write(GreyImage& screen, std::string_view text, int left, int top, int dot) {
  for (const char c : text) {
    const std::string_view sign = kSigns[c == ':' ? 10 : static_cast<std::size_t>(c - '0')];
    for (int row = 0; row < 5; ++row) {
      for (int column = 0; column < 3; ++column) {
        const int bits = sign[static_cast<std::size_t>(row)] - '0';
        if ((bits >> (2 - column) & 1) != 0)
          Fill(screen, left + column * dot, top + row * dot, dot, dot, 250);
      }
    }
    left += 4 * dot;
  }
}

void WriteInTheMiddle(GreyImage& screen, std::string_view text, int top, int dot) {
  Write(screen, text, (kWidth - static_cast<int>(text.size()) * 4 * dot) / 2, top, dot);
}

void DrawPerson(GreyImage& screen, int middle) {
  constexpr int kRadius = 20;
  for (int y = -kRadius; y <= kRadius; ++y) {
    for (int x = -kRadius; x <= kRadius; ++x) {
      if (x * x + y * y <= kRadius * kRadius)
        screen.pixels[static_cast<std::size_t>((middle + y) * kWidth + kWidth / 2 + x)] = 220;
    }
  }
}

TEST(LockShapes, BigDigitsInTheMiddleAreAClock) {
  for (const std::string_view time : {"20:44", "8:52"}) {
    GreyImage screen = Hills();
    WriteInTheMiddle(screen, time, 30, 5);
    const LockShapes shapes = FindLockShapes(screen);
    EXPECT_TRUE(shapes.clock) << time;
    EXPECT_FALSE(shapes.plain);
    EXPECT_FALSE(shapes.bar);
  }
}

TEST(LockShapes, AClockMayStandAtTheLowerLeftButNowhereElse) {
  GreyImage lower_left = Hills();
  Write(lower_left, "20:44", 16, 200, 5);
  EXPECT_TRUE(FindLockShapes(lower_left).clock);
  GreyImage upper_right = Hills();
  Write(upper_right, "20:44", 360, 30, 5);
  EXPECT_FALSE(FindLockShapes(upper_right).clock);
}

TEST(LockShapes, SecondsAndSmallDigitsAreAPrograms) {
  GreyImage with_seconds = Hills();
  WriteInTheMiddle(with_seconds, "20:44:15", 30, 5);
  EXPECT_FALSE(FindLockShapes(with_seconds).clock);
  GreyImage small = Hills();
  WriteInTheMiddle(small, "20:44", 30, 2);
  EXPECT_FALSE(FindLockShapes(small).clock);
}

TEST(LockShapes, ATelephoneMayHaveTheHoursAboveTheMinutes) {
  GreyImage screen{150, 320, std::vector<std::uint8_t>(150 * 320, 80)};
  Write(screen, "23", 53, 90, 6);
  Write(screen, "05", 53, 126, 6);
  EXPECT_TRUE(FindLockShapes(screen).clock);
}

TEST(LockShapes, APersonAboveAFieldIsAPrompt) {
  GreyImage screen = OneShade(60);
  DrawPerson(screen, 100);
  EXPECT_FALSE(FindLockShapes(screen).prompt);
  Fill(screen, kWidth / 2 - 40, 140, 81, 11, 120);
  EXPECT_TRUE(FindLockShapes(screen).prompt);
}

TEST(LockShapes, AFieldBesideTheMiddleIsNoPrompt) {
  GreyImage screen = OneShade(60);
  DrawPerson(screen, 100);
  Fill(screen, kWidth / 2 - 70, 140, 81, 11, 120);
  EXPECT_FALSE(FindLockShapes(screen).prompt);
}

TEST(LockShapes, APersonInAWindowIsAPages) {
  GreyImage screen = OneShade(60);
  Fill(screen, kWidth / 2 - 90, 40, 180, 180, 130);
  DrawPerson(screen, 100);
  Fill(screen, kWidth / 2 - 40, 140, 81, 11, 60);
  EXPECT_FALSE(FindLockShapes(screen).prompt);
}

TEST(LockShapes, ABoxInTheMiddleIsACardWhenItHasSides) {
  GreyImage screen = OneShade(60);
  Fill(screen, kWidth / 2 - 70, 90, 141, 80, 120);
  EXPECT_TRUE(FindLockShapes(screen).card);
  GreyImage lines = OneShade(60);  // As the lines of a form.
  for (const int top : {90, 170}) Fill(lines, kWidth / 2 - 70, top, 141, 1, 120);
  EXPECT_FALSE(FindLockShapes(lines).card);
  GreyImage window = OneShade(60);  // Too big.
  Fill(window, kWidth / 2 - 200, 40, 401, 190, 120);
  EXPECT_FALSE(FindLockShapes(window).card);
  GreyImage beside = OneShade(60);
  Fill(beside, kWidth / 2 - 120, 90, 141, 80, 120);
  EXPECT_FALSE(FindLockShapes(beside).card);
}

TEST(LockShapes, ARingStandsAroundTheVeryMiddle) {
  GreyImage screen = OneShade(60);
  DrawPerson(screen, kHeight / 2);
  EXPECT_TRUE(FindLockShapes(screen).ring);
  GreyImage above = OneShade(60);
  DrawPerson(above, 100);
  EXPECT_FALSE(FindLockShapes(above).ring);
  GreyImage square = OneShade(60);
  Fill(square, kWidth / 2 - 20, kHeight / 2 - 20, 41, 41, 220);
  EXPECT_FALSE(FindLockShapes(square).ring);
}

TEST(LockShapes, AClockMayHaveADate) {
  GreyImage screen = OneShade(60);
  WriteInTheMiddle(screen, "20:44", 60, 5);
  EXPECT_TRUE(FindLockShapes(screen).clock);
  EXPECT_FALSE(FindLockShapes(screen).dated);
  WriteInTheMiddle(screen, "11111", 92, 2);
  EXPECT_FALSE(FindLockShapes(screen).dated);  // Too short: a button's word.
  WriteInTheMiddle(screen, "777777777777", 92, 2);
  EXPECT_TRUE(FindLockShapes(screen).dated);
}

TEST(LockShapes, ABarGoesFromSideToSide) {
  struct Case {
    int top, height;
    bool panel, bar;
  };
  for (const Case& expected : {Case{0, 14, true, false}, Case{0, 24, false, true},
                               Case{kHeight - 14, 14, false, true}, Case{120, 14, false, false}}) {
    GreyImage screen = Hills();
    Fill(screen, 0, expected.top, kWidth, expected.height, 230);
    const LockShapes shapes = FindLockShapes(screen);
    EXPECT_EQ(shapes.panel, expected.panel) << expected.top << " " << expected.height;
    EXPECT_EQ(shapes.bar, expected.bar) << expected.top << " " << expected.height;
  }
}

TEST(LockShapes, OneShadeAndAnEvenGradientArePlain) {
  EXPECT_TRUE(FindLockShapes(OneShade(60)).plain);
  GreyImage gradient = OneShade(0);
  for (int y = 0; y < kHeight; ++y)
    Fill(gradient, 0, y, kWidth, 1, static_cast<std::uint8_t>(40 + y / 2));
  EXPECT_TRUE(FindLockShapes(gradient).plain);
  EXPECT_FALSE(FindLockShapes(Hills()).plain);
}

TEST(LockShapes, APictureOfAFewPixelsHasNone) {
  const LockShapes shapes = FindLockShapes({2, 1, {0, 255}});
  EXPECT_FALSE(shapes.clock || shapes.prompt || shapes.bar || shapes.plain);
}

}  // namespace
}  // namespace nexy
