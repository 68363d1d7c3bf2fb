// How well rendered screens are read: character errors for each size and theme, and reading order.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>
#include <numbers>
#include <string>
#include <tuple>
#include <utility>

#include "screen/ocr_engine.h"
#include "screen/reading_order.h"
#include "screen/script_repair.h"
#include "screens/labelled_screens.h"
#include "screens/reading_score.h"

namespace nexy {
namespace {

constexpr const char* kThemes[] = {"light", "dark", "mixed", "colour"};
constexpr const char* kSizes[] = {"11", "12", "13", "14", "16", "20"};

struct Doubts {
  std::size_t words = 0, uncertain = 0;
};

// The picture turned about its middle, as a photograph of a screen is; what comes in is like its
// first pixel.
GreyImage Turned(const GreyImage& image, double degrees) {
  const double cosine = std::cos(degrees * std::numbers::pi / 180),
               sine = std::sin(degrees * std::numbers::pi / 180);
  GreyImage turned{image.width, image.height,
                   std::vector<std::uint8_t>(image.pixels.size(), image.pixels[0])};
  const auto at = [&image](int x, int y) {
    return static_cast<double>(image.pixels[static_cast<std::size_t>(y * image.width + x)]);
  };
  for (int y = 0; y < image.height; ++y) {
    for (int x = 0; x < image.width; ++x) {
      const double dx = x - image.width / 2.0, dy = y - image.height / 2.0;
      const double from_x = image.width / 2.0 + dx * cosine + dy * sine,
                   from_y = image.height / 2.0 - dx * sine + dy * cosine;
      const int left = static_cast<int>(std::floor(from_x)),
                top = static_cast<int>(std::floor(from_y));
      if (left < 0 || top < 0 || left + 1 >= image.width || top + 1 >= image.height) continue;
      const double right = from_x - left, below = from_y - top;
      const double shade =
          (at(left, top) * (1 - right) + at(left + 1, top) * right) * (1 - below) +
          (at(left, top + 1) * (1 - right) + at(left + 1, top + 1) * right) * below;
      turned.pixels[static_cast<std::size_t>(y * image.width + x)] =
          static_cast<std::uint8_t>(std::lround(shade));
    }
  }
  return turned;
}

class ReadScreens : public testing::Test {
 protected:
  std::vector<ScreenLine> Read(const LabelledScreen& screen) {
    return Read(*(*Screenshot::FromBytes(screen.bytes, {}))->DecodeGrey());
  }

  std::vector<ScreenLine> Read(const GreyImage& grey) {
    OcrControl control;
    control.deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    const OcrPicture picture = PrepareForOcr(grey);
    auto lines = engine_->Read(picture, {0, picture.image.height, false}, control);
    EXPECT_TRUE(lines.ok()) << lines.status();
    if (!lines.ok()) return {};
    RepairScripts(*lines);
    return ReadingOrder(*std::move(lines));
  }

  void Measure(const LabelledScreen& screen) {
    const std::vector<ScreenLine> lines = Read(screen);
    const Score score = ScoreReading(screen.lines, lines);
    for (const std::string& key : {screen.fact("points"), screen.fact("theme")}) {
      scores_[{screen.fact("language"), key}].Add(score);
    }
    cells_[{screen.fact("language"), screen.fact("points"), screen.fact("theme")}].Add(score);
    all_[screen.fact("language")].Add(score);
    for (const ScreenLine& line : lines) {
      doubts_.words += static_cast<std::size_t>(std::ranges::count(line.text, ' ')) + 1;
      doubts_.uncertain += line.uncertain.size();
    }
  }

  void Print(const std::string& language) {
    std::printf("\n%s: character errors in percent, by size in pixels and theme\n%8s",
                language.c_str(), "");
    for (const char* theme : kThemes) std::printf("%8s", theme);
    std::printf("%8s\n", "all");
    for (const char* size : kSizes) {
      std::printf("%8s", size);
      for (const char* theme : kThemes)
        std::printf("%8.2f", 100 * cells_[{language, size, theme}].ErrorRate());
      std::printf("%8.2f\n", 100 * scores_[{language, size}].ErrorRate());
    }
    std::printf("%8s", "all");
    for (const char* theme : kThemes)
      std::printf("%8.2f", 100 * scores_[{language, theme}].ErrorRate());
    std::printf("%8.2f\nlines read in order: %.2f %% of %zu\n", 100 * all_[language].ErrorRate(),
                100 * all_[language].OrderRate(), all_[language].pairs);
  }

  std::unique_ptr<OcrEngine> engine_ = *OcrEngine::Open(60);
  std::map<std::pair<std::string, std::string>, Score> scores_;
  std::map<std::tuple<std::string, std::string, std::string>, Score> cells_;
  std::map<std::string, Score> all_;
  Doubts doubts_;
};

TEST_F(ReadScreens, WithFewCharacterErrorsAndInOrder) {
  const auto screens = LoadScreens("reading");
  ASSERT_FALSE(screens.empty()) << "the screens were not rendered; screens.render says why";
  for (const LabelledScreen& screen : screens) Measure(screen);
  for (const char* language : {"en", "ru"}) Print(language);
  std::printf("words said with \"perhaps\": %zu of %zu\n", doubts_.uncertain, doubts_.words);
  for (const char* language : {"en", "ru"}) {
    EXPECT_LE(all_[language].ErrorRate(), 0.03) << language;
    EXPECT_GE(all_[language].OrderRate(), 0.98) << language;
    for (const char* size : kSizes)
      EXPECT_LE((scores_[{language, size}].ErrorRate()), 0.03) << language << ' ' << size;
    for (const char* theme : kThemes)
      EXPECT_LE((scores_[{language, theme}].ErrorRate()), 0.03) << language << ' ' << theme;
  }
}

TEST_F(ReadScreens, ThatWerePhotographedALittleAskew) {
  std::map<double, Score> scores;
  for (const LabelledScreen& screen : LoadScreens("reading")) {
    if (screen.fact("points") != "16" || screen.fact("page") != "document") continue;
    const GreyImage grey = *(*Screenshot::FromBytes(screen.bytes, {}))->DecodeGrey();
    for (const double degrees : {-4.0, -1.0, 2.0, 4.0})
      scores[degrees].Add(ScoreReading(screen.lines, Read(Turned(grey, degrees))));
  }
  Score all;
  for (const auto& [degrees, score] : scores) {
    std::printf("turned by %4.1f degrees: %6.2f %% character errors of %zu\n", degrees,
                100 * score.ErrorRate(), score.characters);
    all.Add(score);
  }
  EXPECT_GT(all.characters, 1000u);
  EXPECT_LE(all.ErrorRate(), 0.06);
}

}  // namespace
}  // namespace nexy
