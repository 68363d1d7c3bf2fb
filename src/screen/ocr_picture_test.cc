#include "screen/ocr_picture.h"

#include <gtest/gtest.h>

namespace nexy {
namespace {

// A page of one shade with a panel of another in its middle, and a stroke in each.
GreyImage Draw(std::uint8_t page, std::uint8_t panel, std::uint8_t page_ink, std::uint8_t panel_ink) {
  GreyImage image{120, 60, std::vector<std::uint8_t>(120 * 60, page)};
  const auto fill = [&image](int left, int top, int width, int height, std::uint8_t shade) {
    for (int y = top; y < top + height; ++y) {
      for (int x = left; x < left + width; ++x) image.pixels[static_cast<std::size_t>(y * 120 + x)] = shade;
    }
  };
  fill(10, 25, 2, 10, page_ink);
  fill(40, 10, 60, 40, panel);
  fill(60, 25, 2, 10, panel_ink);
  return image;
}

std::uint8_t At(const GreyImage& image, int x, int y) {
  return image.pixels[static_cast<std::size_t>(y * image.width + x)];
}

TEST(OcrPicture, MakesEveryBackgroundWhiteAndEveryInkDark) {
  for (const auto& [page, panel, page_ink, panel_ink] :
       {std::tuple{255, 95, 30, 255}, std::tuple{30, 60, 230, 240}, std::tuple{255, 230, 0, 120},
        std::tuple{255, 84, 84, 255}}) {
    const GreyImage flat = FlattenBackground(Draw(static_cast<std::uint8_t>(page), static_cast<std::uint8_t>(panel),
                                                  static_cast<std::uint8_t>(page_ink),
                                                  static_cast<std::uint8_t>(panel_ink)));
    EXPECT_GT(At(flat, 5, 5), 240);
    EXPECT_GT(At(flat, 50, 30), 240);
    EXPECT_LT(At(flat, 10, 30), 110);
    EXPECT_LT(At(flat, 60, 30), 110);
  }
}

TEST(OcrPicture, KeepsItsSizeWithinBounds) {
  EXPECT_EQ(PrepareForOcr(GreyImage{100, 50, std::vector<std::uint8_t>(5000, 9)}).scale, 2);
  const OcrPicture big = PrepareForOcr(GreyImage{6000, 4000, std::vector<std::uint8_t>(24'000'000, 9)});
  EXPECT_LT(big.image.pixels.size(), 6'100'000u);
  for (const auto& [width, height] : {std::pair{1, 1}, std::pair{1, 5000}, std::pair{5000, 1}, std::pair{7, 3}}) {
    const auto size = static_cast<std::size_t>(width * height);
    const OcrPicture picture = PrepareForOcr(GreyImage{width, height, std::vector<std::uint8_t>(size, 200)});
    EXPECT_EQ(picture.image.pixels.size(),
              static_cast<std::size_t>(picture.image.width) * static_cast<std::size_t>(picture.image.height));
  }
}

}  // namespace
}  // namespace nexy
