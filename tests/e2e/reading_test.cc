// Dense screens are read while others ask.
#include <gmock/gmock.h>
#include <png.h>
#include <signal.h>

#include <array>
#include <cstdint>
#include <memory>
#include <nlohmann/json.hpp>
#include <vector>

#include "e2e/await.h"
#include "e2e/nexyd_process.h"
#include "e2e/tcp_exchange.h"

namespace nexy::testing {
namespace {

using ::testing::IsEmpty;

constexpr int kWidth = 3840, kHeight = 2160;
constexpr int kDot = 4;
// Three dots wide and five high, a row a digit of octal.
constexpr std::array<std::string_view, 10> kDigits = {"75557", "26227", "71747", "71717", "55711",
                                                      "74717", "74757", "71111", "75757", "75717"};

// A 4K screen full of numbers, other ones for each `seed`: several seconds of reading.
void WriteDensePng(const std::string& path, unsigned seed) {
  std::vector<png_byte> pixels(static_cast<std::size_t>(kWidth) * kHeight, 255);
  for (int top = 40; top + 40 < kHeight; top += 48) {
    for (int left = 40; left + 40 < kWidth; left += 4 * kDot) {
      seed = seed * 1103515245 + 12345;
      const unsigned digit = (seed >> 16) % 12;  // Two of twelve part the numbers.
      if (digit >= kDigits.size()) continue;
      for (int y = 0; y < 5 * kDot; ++y) {
        const int bits = kDigits[digit][static_cast<std::size_t>(y / kDot)] - '0';
        for (int x = 0; x < 3 * kDot; ++x) {
          if ((bits >> (2 - x / kDot) & 1) == 0) continue;
          pixels[static_cast<std::size_t>((top + y) * kWidth + left + x)] = 20;
        }
      }
    }
  }
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.width = kWidth;
  image.height = kHeight;
  image.format = PNG_FORMAT_GRAY;
  ASSERT_NE(png_image_write_to_file(&image, path.c_str(), 0, pixels.data(), 0, nullptr), 0);
}

// One person after the other waits for the one thread of OCR; the last one is still waiting when
// somebody else has heard a whole answer.
TEST(Reading, OfDenseScreensDelaysNoOtherPersonsAnswer) {
  std::vector<std::string> settings = kPatient;
  settings.insert(settings.end(), {"screen.ocr_threads=1", "screen.ocr_timeout=10m"});
  NexydProcess server(settings);
  constexpr unsigned kReaders = 4;
  std::vector<std::unique_ptr<Person>> readers;
  std::vector<std::unique_ptr<Program>> readings;
  for (unsigned i = 0; i < kReaders; ++i) {
    readers.push_back(std::make_unique<Person>(server));
    ASSERT_NO_FATAL_FAILURE(WriteDensePng(readers.back()->home() / "dense.png", i));
  }
  for (const auto& reader : readers) {
    const std::string path = reader->home() / "dense.png";
    readings.push_back(std::make_unique<Program>(
        AskArguments(server, "Read the last line", {"--screenshot", path}), reader->home()));
  }
  const auto live_turns = [&server]() -> int {
    return nlohmann::json::parse(HttpGet(server.http(), "/status").body).at("live_turns");
  };
  ASSERT_TRUE(Await([&] { return live_turns() == static_cast<int>(kReaders); }));
  const Person other(server);
  EXPECT_EQ(other.Ask("What is 2 + 2?").text, "The answer is 4.");
  EXPECT_GT(live_turns(), 0) << "the screens were read before the answer was there";
  for (const auto& reading : readings) reading->Signal(SIGINT);
  const AskResult last = ParseAnswer(readings.back()->Wait());
  EXPECT_EQ(last.outcome, "interrupted");
  EXPECT_THAT(last.sentences, IsEmpty()) << "it had been read before the answer was there";
  for (std::size_t i = 0; i + 1 < readings.size(); ++i) readings[i]->Wait();
}

}  // namespace
}  // namespace nexy::testing
