#include "screen/opening_rows.h"

#include <gtest/gtest.h>

#include "screen/ocr_picture.h"

namespace nexy {
namespace {

struct Drawing {
  explicit Drawing(std::uint8_t page) { image.pixels.assign(600 * 400, page); }
  Drawing& Fill(int left, int top, int width, int height, std::uint8_t shade) {
    for (int y = top; y < top + height; ++y) {
      for (int x = left; x < left + width; ++x) image.pixels[static_cast<std::size_t>(y * 600 + x)] = shade;
    }
    return *this;
  }
  // A few words.
  Drawing& Write(int left, int top, std::uint8_t shade) {
    for (int i = 0; i < 12; ++i) Fill(left + 8 * i, top, 2, 14, shade);
    return *this;
  }
  int Opening() const { return OpeningRows(image, FlattenBackground(image)); }

  GreyImage image{600, 400, {}};
};

TEST(OpeningRows, AreThoseOfATitleThatStandsAlone) {
  const int rows = Drawing(255).Write(40, 20, 30).Write(40, 60, 30).Write(300, 60, 30).Opening();
  EXPECT_GT(rows, 34);
  EXPECT_LT(rows, 60);
}

TEST(OpeningRows, AreThoseOfAMenuBarWithABackgroundOfItsOwn) {
  const int rows =
      Drawing(255).Fill(0, 0, 600, 40, 210).Write(20, 12, 30).Write(200, 12, 30).Write(400, 12, 30).Write(20, 80, 30).Opening();
  EXPECT_GT(rows, 26);
  EXPECT_LT(rows, 80);
}

TEST(OpeningRows, AreNoneWhereColumnsBegin) {
  EXPECT_EQ(Drawing(255).Write(20, 12, 30).Write(300, 12, 30).Write(20, 60, 30).Write(300, 60, 30).Opening(), 0);
}

TEST(OpeningRows, AreNoneWithoutAGapBelowOrAnythingBelow) {
  EXPECT_EQ(Drawing(255).Write(40, 20, 30).Opening(), 0);
  EXPECT_EQ(Drawing(255).Write(40, 20, 30).Write(200, 30, 30).Write(20, 42, 30).Opening(), 0);
  EXPECT_EQ(Drawing(255).Opening(), 0);
  EXPECT_EQ(OpeningRows(GreyImage{1, 1, {0}}, GreyImage{1, 1, {0}}), 0);
}

}  // namespace
}  // namespace nexy
