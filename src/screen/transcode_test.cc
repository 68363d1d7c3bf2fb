#include "screen/transcode.h"

#include <gtest/gtest.h>

#include <cmath>

#include "screen/test_pictures.h"

namespace nexy {
namespace {

TEST(WebpToJpeg, IsTheSamePictureAsJpeg) {
  const auto webp = Screenshot::FromBytes(DrawWebp({.width = 640, .height = 320}), ScreenOptions{});
  ASSERT_TRUE(webp.ok()) << webp.status();
  const auto jpeg = WebpToJpeg(**webp);
  ASSERT_TRUE(jpeg.ok()) << jpeg.status();
  const auto again = Screenshot::FromBytes(*jpeg, ScreenOptions{});
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ((*again)->format(), ImageFormat::kJpeg);
  const auto before = (*webp)->DecodeGrey();
  const auto after = (*again)->DecodeGrey();
  ASSERT_TRUE(before.ok() && after.ok());
  ASSERT_EQ(before->pixels.size(), after->pixels.size());
  double difference = 0;
  for (std::size_t i = 0; i < before->pixels.size(); ++i) {
    difference += std::abs(before->pixels[i] - after->pixels[i]);
  }
  EXPECT_LT(difference / static_cast<double>(before->pixels.size()), 24);
}

TEST(WebpToJpeg, RefusesWhatIsNoWebp) {
  const auto png = Screenshot::FromBytes(DrawPng({}), ScreenOptions{});
  ASSERT_TRUE(png.ok());
  EXPECT_FALSE(WebpToJpeg(**png).ok());
}

}  // namespace
}  // namespace nexy
