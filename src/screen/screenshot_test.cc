#include "screen/screenshot.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "base/strings.h"
#include "screen/test_pictures.h"

namespace nexy {
namespace {

std::string Refusal(std::string_view base64, const ScreenOptions& options = {}) {
  const auto result = Screenshot::FromBase64(base64, options);
  if (result.ok()) return "accepted";
  EXPECT_EQ(result.status().code(), absl::StatusCode::kInvalidArgument);
  return std::string(MessageOf(result.status()));
}

std::string RefusalOfBytes(std::string bytes, const ScreenOptions& options = {}) {
  const auto result = Screenshot::FromBytes(std::move(bytes), options);
  return result.ok() ? "accepted" : std::string(MessageOf(result.status()));
}

struct Sample {
  std::string bytes;
  ImageFormat format;
  std::string refusal;  // When it does not decode.
};

std::vector<Sample> Samples() {
  const std::string png = "screenshot cannot be decoded: PNG", jpeg = "screenshot cannot be decoded: JPEG",
                    webp = "screenshot cannot be decoded: WebP";
  std::vector<Sample> samples;
  for (const int color : {0, 2, 3, 4, 6}) {
    for (const bool interlaced : {false, true}) {
      samples.push_back({DrawPng({.png_color = color, .interlaced = interlaced}), ImageFormat::kPng, png});
    }
    if (color != 3) samples.push_back({DrawPng({.png_color = color, .png_bits = 16}), ImageFormat::kPng, png});
  }
  for (const bool progressive : {false, true}) {
    samples.push_back({DrawJpeg({.interlaced = progressive}), ImageFormat::kJpeg, jpeg});
  }
  for (const bool lossless : {false, true}) {
    samples.push_back({DrawWebp({.lossless = lossless}), ImageFormat::kWebp, webp});
  }
  return samples;
}

TEST(Screenshot, TellsTypeAndSizeByContent) {
  for (const Sample& sample : Samples()) {
    const auto screenshot = Screenshot::FromBase64(ToBase64(sample.bytes), {});
    ASSERT_TRUE(screenshot.ok()) << screenshot.status();
    EXPECT_EQ((*screenshot)->format(), sample.format);
    EXPECT_EQ((*screenshot)->width(), 64);
    EXPECT_EQ((*screenshot)->height(), 32);
    EXPECT_EQ((*screenshot)->bytes(), sample.bytes);
  }
  EXPECT_EQ(MimeType(ImageFormat::kWebp), "image/webp");
  EXPECT_EQ(MimeType(ImageFormat::kJpeg), "image/jpeg");
  EXPECT_EQ(MimeType(ImageFormat::kPng), "image/png");
}

TEST(Screenshot, TakesPaddedUnpaddedAndLabelledBase64) {
  for (int extra = 0; extra < 3; ++extra) {
    const std::string padded = ToBase64(DrawPng({.width = 61 + extra}));
    std::string unpadded = padded;
    while (unpadded.ends_with('=')) unpadded.pop_back();
    EXPECT_EQ(Refusal(padded), "accepted");
    EXPECT_EQ(Refusal(unpadded), "accepted");
    EXPECT_EQ(Refusal("data:image/webp;base64," + padded), "accepted");
    EXPECT_EQ(Refusal("data:;base64," + unpadded), "accepted");
  }
}

TEST(Screenshot, RefusesWhatIsNotBase64) {
  const std::string good = ToBase64(DrawPng({}));
  const std::string text = "screenshot is not valid base64";
  for (const std::string& bad :
       {good + "=", good + "\n", " " + good, good.substr(0, 8) + "-" + good.substr(9), good.substr(0, 8) + "." + good.substr(9),
        std::string("A"), std::string("AAAAA"), std::string("QQ="), std::string("QQ==="), std::string("Q==="), std::string("=QQQ"),
        std::string("QQQQ=="), std::string("data:image/png,") + good, std::string("\0\0\0\0", 4), std::string("====")}) {
    EXPECT_EQ(Refusal(bad), text) << bad.substr(0, 20);
  }
}

TEST(Screenshot, KnowsTheSizeBeforeItDecodes) {
  ScreenOptions options;
  options.screenshot_max_bytes = 10;
  EXPECT_EQ(Refusal("AAAAAAAAAAAAAA==", options), "screenshot format is not supported: expected WebP, JPEG or PNG");
  EXPECT_EQ(Refusal("AAAAAAAAAAAAAAA=", options), "screenshot is too large: 11 bytes decoded, the limit is 10");
  EXPECT_EQ(Refusal("AAAAAAAAAAAAAAA", options), "screenshot is too large: 11 bytes decoded, the limit is 10");
  // Too large comes before not valid.
  EXPECT_EQ(Refusal("????????????????", options), "screenshot is too large: 12 bytes decoded, the limit is 10");
  const std::string huge(14 * 1024 * 1024, 'A');
  EXPECT_EQ(Refusal(huge), "screenshot is too large: 11010048 bytes decoded, the limit is 10485760");
  EXPECT_EQ(RefusalOfBytes(std::string(11, 'x'), options), "screenshot is too large: 11 bytes decoded, the limit is 10");
}

TEST(Screenshot, RefusesOtherFormats) {
  const std::string text = "screenshot format is not supported: expected WebP, JPEG or PNG";
  EXPECT_EQ(RefusalOfBytes("GIF89a\x01\x00\x01\x00"), text);
  EXPECT_EQ(RefusalOfBytes(""), text);
  EXPECT_EQ(RefusalOfBytes("RIFF"), text);
  EXPECT_EQ(RefusalOfBytes("BM"), text);
  EXPECT_EQ(Refusal("data:image/png;base64,"), text);
}

TEST(Screenshot, RefusesEveryTruncation) {
  for (const Sample& sample : Samples()) {
    for (std::size_t size = 12; size < sample.bytes.size(); ++size) {
      EXPECT_EQ(RefusalOfBytes(sample.bytes.substr(0, size)), sample.refusal) << size << " of " << sample.bytes.size();
    }
  }
}

TEST(Screenshot, SurvivesEveryDamagedByte) {
  for (const Sample& sample : Samples()) {
    for (std::size_t at = 0; at < sample.bytes.size(); ++at) {
      std::string damaged = sample.bytes;
      damaged[at] = static_cast<char>(~damaged[at]);
      const auto result = Screenshot::FromBytes(damaged, {});
      EXPECT_TRUE(!result.ok() || (*result)->DecodeGrey().ok());
    }
  }
}

TEST(Screenshot, RefusesTooManyPixelsByTheHeaderAlone) {
  ScreenOptions options;
  options.screenshot_max_pixels = 2047;
  for (const Sample& sample : Samples()) {
    EXPECT_EQ(RefusalOfBytes(sample.bytes, options), "screenshot has too many pixels: 64x32, the limit is 2047");
  }
  // A bomb: the header says 2,000,000 by 2,000,000, and nothing follows.
  std::string bomb = DrawPng({});
  bomb.replace(16, 8, std::string("\x00\x1e\x84\x80\x00\x1e\x84\x80", 8));
  EXPECT_EQ(RefusalOfBytes(bomb), "screenshot has too many pixels: 2000000x2000000, the limit is 100000000");
}

TEST(Screenshot, TakesTinyPictures) {
  EXPECT_EQ(RefusalOfBytes(DrawPng({.width = 1, .height = 1})), "accepted");
  EXPECT_EQ(RefusalOfBytes(DrawJpeg({.width = 1, .height = 1})), "accepted");
  EXPECT_EQ(RefusalOfBytes(DrawWebp({.width = 1, .height = 1})), "accepted");
}

TEST(Screenshot, DecodesAllFormatsToTheSameGrey) {
  for (const Sample& sample : Samples()) {
    const auto grey = (*Screenshot::FromBytes(sample.bytes, {}))->DecodeGrey();
    ASSERT_TRUE(grey.ok());
    ASSERT_EQ(grey->pixels.size(), 64u * 32u);
    EXPECT_NEAR(grey->pixels[5 * 64 + 10], 230, 18);
    EXPECT_NEAR(grey->pixels[16 * 64 + 10], 40, 18);
  }
}

TEST(Screenshot, SeesWhiteThroughWhatIsTransparent) {
  for (const std::string& bytes : {DrawPng({.png_color = 6, .transparent = true}), DrawWebp({.transparent = true}),
                                   DrawPng({.png_color = 4, .png_bits = 16, .transparent = true})}) {
    const auto grey = (*Screenshot::FromBytes(bytes, {}))->DecodeGrey();
    ASSERT_TRUE(grey.ok());
    EXPECT_GE(grey->pixels[16 * 64 + 10], 230);
  }
}

TEST(Screenshot, ChecksTenMegabytesOfBase64InMilliseconds) {
  const std::string text(13'981'012, 'A');  // 10 MiB less a byte, none of the three formats.
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(Refusal(text), "screenshot format is not supported: expected WebP, JPEG or PNG");
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begin;
  RecordProperty("milliseconds", static_cast<int>(took.count()));
  EXPECT_LT(took.count(), 1000);  // About 20 on an idle machine; sanitizers and neighbours take more.
}

}  // namespace
}  // namespace nexy
