#include "screen/screen_glance.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "screen/screenshot.h"
#include "screen/test_pictures.h"

namespace nexy {
namespace {

// A grey picture that a test draws.
class Canvas {
 public:
  Canvas(int width, int height, std::uint8_t shade) : image_{width, height, {}} {
    image_.pixels.assign(static_cast<std::size_t>(width) * static_cast<std::size_t>(height), shade);
  }
  void Fill(int left, int top, int width, int height, std::uint8_t shade) {
    for (int y = top; y < top + height; ++y) {
      for (int x = left; x < left + width; ++x)
        image_.pixels[static_cast<std::size_t>(y * image_.width + x)] = shade;
    }
  }
  // Strokes like those of letters.
  void Write(int left, int top, int letters, std::uint8_t shade) {
    for (int i = 0; i < letters; ++i) {
      Fill(left + 9 * i, top, 2, 12, shade);
      Fill(left + 9 * i + 5, top + 2, 2, 10, shade);
    }
  }
  ScreenGlance Glance() const {
    ScreenGlance glance;
    glance.Begin({image_.width, image_.height}, PixelFormat::kGrey);
    const auto width = static_cast<std::size_t>(image_.width);
    for (int y = 0; y < image_.height; ++y)
      glance.Row(y, {&image_.pixels[static_cast<std::size_t>(y) * width], width});
    return glance;
  }
  ScreenLook Look() const { return Glance().look(); }
  ScreenPrint Print() const { return Glance().print(); }

 private:
  GreyImage image_;
};

TEST(ScreenGlance, KnowsASingleColour) {
  EXPECT_EQ(Canvas(1280, 800, 0).Look(), ScreenLook::kBlack);
  EXPECT_EQ(Canvas(1280, 800, 12).Look(), ScreenLook::kBlack);
  EXPECT_EQ(Canvas(1280, 800, 40).Look(), ScreenLook::kBlank);
  EXPECT_EQ(Canvas(1280, 800, 255).Look(), ScreenLook::kBlank);
}

TEST(ScreenGlance, OverlooksAMousePointer) {
  Canvas canvas(1280, 800, 0);
  for (int i = 0; i < 12; ++i) canvas.Fill(500, 300 + i, 1 + i / 2, 1, 255);
  EXPECT_EQ(canvas.Look(), ScreenLook::kBlack);
}

TEST(ScreenGlance, SeesText) {
  for (const std::uint8_t page : {std::uint8_t{255}, std::uint8_t{200}}) {
    Canvas canvas(1920, 1080, page);
    canvas.Write(30, 40, 8, 30);
    for (int line = 0; line < 9; ++line) canvas.Write(30 + 100 * line, 40 + 90 * line, 60, 30);
    EXPECT_EQ(canvas.Look(), ScreenLook::kOrdinary) << int{page};
  }
  // Of so little text the words decide.
  Canvas dark(1920, 1080, 20);
  dark.Write(30, 40, 8, 230);
  EXPECT_EQ(dark.Look(), ScreenLook::kPerhapsBlank);
  dark.Write(630, 340, 40, 230);
  EXPECT_EQ(dark.Look(), ScreenLook::kPerhapsLocked);
  Canvas black(1920, 1080, 0);
  black.Write(30, 40, 8, 230);
  EXPECT_EQ(black.Look(), ScreenLook::kPerhapsBlack);
}

TEST(ScreenGlance, KnowsAnEmptyWindowByItsFrame) {
  Canvas canvas(1280, 800, 250);
  canvas.Fill(0, 0, 1280, 28, 220);
  canvas.Fill(0, 28, 1280, 1, 180);
  for (const int x : {12, 32, 52}) canvas.Fill(x, 8, 12, 12, 120);
  EXPECT_EQ(canvas.Look(), ScreenLook::kEmpty);
}

TEST(ScreenGlance, KnowsAWindowOfNothingWithATitleByTheBarThatItStandsOn) {
  for (const auto& [page, bar, ink] : {std::tuple{255, 243, 20}, {30, 45, 240}}) {
    Canvas canvas(1280, 800, static_cast<std::uint8_t>(page));
    canvas.Fill(0, 0, 1280, 56, static_cast<std::uint8_t>(bar));
    canvas.Write(20, 8, 30, static_cast<std::uint8_t>(ink));
    canvas.Write(20, 36, 20, static_cast<std::uint8_t>(ink));
    canvas.Fill(0, 776, 1280, 24, static_cast<std::uint8_t>(bar));
    canvas.Write(20, 782, 20, static_cast<std::uint8_t>(ink));
    EXPECT_EQ(canvas.Look(), ScreenLook::kEmpty) << page;
    canvas.Write(4, 62, 20, static_cast<std::uint8_t>(ink));  // A prompt, a first line.
    EXPECT_NE(canvas.Look(), ScreenLook::kEmpty) << page;
  }
}

TEST(ScreenGlance, KnowsAnEmptyWindowInFrontOfAWallpaper) {
  Canvas canvas(1280, 800, 70);
  canvas.Fill(150, 90, 980, 620, 255);
  canvas.Fill(150, 90, 980, 28, 235);
  canvas.Write(600, 96, 10, 30);
  canvas.Write(20, 4, 12, 250);  // A menu bar.
  EXPECT_EQ(canvas.Look(), ScreenLook::kEmpty);
  canvas.Write(20, 300, 9, 250);  // A name on the desktop.
  EXPECT_NE(canvas.Look(), ScreenLook::kEmpty);
}

TEST(ScreenGlance, TakesAClockAloneForNothing) {
  Canvas canvas(1280, 800, 0);
  canvas.Write(1200, 6, 6, 230);
  EXPECT_EQ(canvas.Look(), ScreenLook::kBlack);
  Canvas corner(1280, 800, 0);
  corner.Write(1250, 6, 4, 230);
  EXPECT_EQ(corner.Look(), ScreenLook::kBlack);
  canvas.Write(2, 6, 6, 230);  // At the left it may be a prompt.
  EXPECT_EQ(canvas.Look(), ScreenLook::kPerhapsBlack);
}

TEST(ScreenGlance, KnowsAGradient) {
  Canvas canvas(1280, 800, 0);
  for (int y = 0; y < 800; ++y) canvas.Fill(0, y, 1280, 1, static_cast<std::uint8_t>(40 + y / 5));
  EXPECT_EQ(canvas.Look(), ScreenLook::kEmpty);
}

TEST(ScreenGlance, KnowsWhatIsTooSmall) {
  EXPECT_EQ(Canvas(99, 400, 7).Look(), ScreenLook::kTooSmall);
  EXPECT_EQ(Canvas(1, 1, 7).Look(), ScreenLook::kTooSmall);
}

TEST(ScreenGlance, APictureThatNobodyShowedIsNotJudged) {
  EXPECT_EQ(ScreenGlance().look(), ScreenLook::kOrdinary);
}

TEST(ScreenPrint, TellsAPixelFromNone) {
  Canvas canvas(1283, 801, 255);
  const ScreenPrint before = canvas.Print();
  EXPECT_EQ(Compare(before, canvas.Print()), ScreenChange::kNone);
  for (const auto& [x, y] : {std::pair{0, 0}, {1282, 400}, {640, 800}, {641, 333}}) {
    canvas.Fill(x, y, 1, 1, 254);
    EXPECT_EQ(Compare(before, canvas.Print()), ScreenChange::kSome) << x << ' ' << y;
    canvas.Fill(x, y, 1, 1, 255);
  }
  EXPECT_EQ(Compare(before, Canvas(1283, 802, 255).Print()), ScreenChange::kSome);
}

TEST(ScreenPrint, KnowsTheCornersOfClocks) {
  Canvas canvas(1280, 800, 255);
  const ScreenPrint before = canvas.Print();
  canvas.Write(1200, 8, 5, 0);
  canvas.Write(1200, 782, 5, 0);
  EXPECT_EQ(Compare(before, canvas.Print()), ScreenChange::kClock);
  canvas.Write(1200, 400, 5, 0);
  EXPECT_EQ(Compare(before, canvas.Print()), ScreenChange::kSome);
}

// Colours count, transparency too, whatever the format.
TEST(ScreenPrint, IsOfEveryFormat) {
  for (const std::string& bytes :
       {DrawPng({.width = 200, .height = 120}),
        DrawPng({.width = 200, .height = 120, .png_color = 3}),
        DrawPng({.width = 200, .height = 120, .png_color = 6, .png_bits = 16}),
        DrawPng({.width = 200, .height = 120, .interlaced = true}),
        DrawJpeg({.width = 200, .height = 120}), DrawWebp({.width = 200, .height = 120}),
        DrawWebp({.width = 200, .height = 120, .lossless = true})}) {
    const auto one = *Screenshot::FromBytes(bytes, {}), same = *Screenshot::FromBytes(bytes, {});
    EXPECT_EQ(Compare(one->print(), same->print()), ScreenChange::kNone);
    EXPECT_EQ(one->look(), ScreenLook::kEmpty);
  }
  const auto dark = *Screenshot::FromBytes(DrawPng({.width = 200, .height = 120}), {});
  const auto darker =
      *Screenshot::FromBytes(DrawPng({.width = 200, .height = 120, .dark = 39}), {});
  EXPECT_EQ(Compare(dark->print(), darker->print()), ScreenChange::kSome);
  EXPECT_EQ(
      (*Screenshot::FromBytes(DrawWebp({.width = 200, .height = 120, .transparent = true}), {}))
          ->look(),
      ScreenLook::kBlank);
  EXPECT_EQ((*Screenshot::FromBytes(
                 DrawPng({.width = 200, .height = 120, .png_color = 6, .transparent = true}), {}))
                ->look(),
            ScreenLook::kBlank);
}

}  // namespace
}  // namespace nexy
