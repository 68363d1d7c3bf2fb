// The screenshot of a question: wire contract 3.5, golden scenarios V9 and V10.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/escaping.h"
#include "rpc/wire_client.h"
#include "session/test_picture.h"

namespace nexy {
namespace {

using grpc::StatusCode;

std::string Base64(const std::string& bytes) { return absl::Base64Escape(bytes); }

struct ScreenshotWireTest : WireTest {
  std::unique_ptr<Call> AskWith(const std::string& screenshot) {
    auto request = Question();
    request.set_screenshot(screenshot);
    return Ask(request);
  }
  // What the model was shown last.
  std::shared_ptr<const Screenshot> Shown() { return mind.requests().back().screenshot; }

  void SetUp() override {
    WireTest::SetUp();
    mind.Say("One is here.");
  }
};

TEST_F(ScreenshotWireTest, V9_TheModelIsGivenTheTrueTypeWhateverTheLabelSays) {
  Start();
  const std::pair<const char*, ImageFormat> pictures[] = {
      {kWebp, ImageFormat::kWebp}, {kJpeg, ImageFormat::kJpeg}, {kPng, ImageFormat::kPng}};
  for (const auto& [base64, format] : pictures) {
    const std::string padded = base64;
    const std::string unpadded = padded.substr(0, padded.find('='));
    for (const auto& spelling : {padded, unpadded, "data:image/webp;base64," + padded,
                                 "data:image/jpeg;base64," + unpadded, "data:;base64," + padded}) {
      SCOPED_TRACE(spelling);
      ExpectAnswered(*AskWith(spelling));
      ASSERT_TRUE(Shown());
      EXPECT_EQ(Shown()->format(), format);
      EXPECT_EQ(Base64(Shown()->bytes()).substr(0, unpadded.size()), unpadded);
    }
  }
}

TEST_F(ScreenshotWireTest, AnEmptyScreenshotIsNone) {
  Start();
  ExpectAnswered(*AskWith(""));
  EXPECT_FALSE(Shown());
}

TEST_F(ScreenshotWireTest, AScreenSizeOutsideItsRangeIsIgnored) {
  Start();
  for (const int size : {0, -1, 32769, 2'000'000'000}) {
    auto request = Question();
    request.set_screenshot(kPng);
    request.set_screen_width(size);
    request.set_screen_height(size);
    ExpectAnswered(*Ask(request));
  }
}

TEST_F(ScreenshotWireTest, V10_EachMistakeInAScreenshotHasItsText) {
  server.options.screen.screenshot_max_bytes = 10'000;
  Start();
  const std::string png = Picture()->bytes();
  const std::pair<std::string, std::string> mistakes[] = {
      {Base64(std::string(10'001, 'x')),
       "screenshot is too large: 10001 bytes decoded, the limit is 10000"},
      {"not base64!", "screenshot is not valid base64"},
      {"iVBOR", "screenshot is not valid base64"},
      {"iVBORw0KGgo-_AAA", "screenshot is not valid base64"},
      {Base64("GIF89a\x01\x00\x01\x00"),
       "screenshot format is not supported: expected WebP, JPEG or PNG"},
      {Base64(png.substr(0, png.size() - 30)), "screenshot cannot be decoded: PNG"},
      {std::string(kWebp).substr(0, 32), "screenshot cannot be decoded: WebP"},
      {std::string(kJpeg).substr(0, 40), "screenshot cannot be decoded: JPEG"}};
  for (const auto& [screenshot, text] : mistakes) {
    ExpectRefused(*AskWith(screenshot), StatusCode::INVALID_ARGUMENT, text);
  }
  EXPECT_TRUE(mind.requests().empty());
  EXPECT_EQ(server.sessions->live(), 0u);
}

TEST_F(ScreenshotWireTest, V10_TenMebibytesAndOneByteAreTooLargeWithTheDefaults) {
  Start();
  ExpectRefused(*AskWith(Base64(std::string(10 * 1024 * 1024 + 1, 'x'))),
                StatusCode::INVALID_ARGUMENT,
                "screenshot is too large: 10485761 bytes decoded, the limit is 10485760");
}

TEST_F(ScreenshotWireTest, APictureOfTooManyPixelsIsRefusedBeforeItIsDecoded) {
  std::string bomb = Picture()->bytes();  // Its header says 30000 x 20000.
  bomb.replace(16, 8, std::string("\0\0\x75\x30\0\0\x4e\x20", 8));
  bomb.replace(29, 4, std::string("\xea\xfe\x54\x55", 4));
  Start();
  auto call = AskWith(Base64(bomb));
  EXPECT_EQ(call->status.error_code(), StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(call->error,
            "screenshot has too many pixels: 30000x20000, the limit is 100000000");
}

}  // namespace
}  // namespace nexy
