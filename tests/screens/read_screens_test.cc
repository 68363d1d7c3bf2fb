// How well rendered screens are read: character errors for each size and theme, and reading order.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <map>
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

class ReadScreens : public testing::Test {
 protected:
  std::vector<ScreenLine> Read(const LabelledScreen& screen) {
    const auto screenshot = Screenshot::FromBytes(screen.bytes, {});
    OcrControl control;
    control.deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    const OcrPicture picture = PrepareForOcr(*(*screenshot)->DecodeGrey());
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
    std::printf("\n%s: character errors in percent, by size in pixels and theme\n%8s", language.c_str(), "");
    for (const char* theme : kThemes) std::printf("%8s", theme);
    std::printf("%8s\n", "all");
    for (const char* size : kSizes) {
      std::printf("%8s", size);
      for (const char* theme : kThemes) std::printf("%8.2f", 100 * cells_[{language, size, theme}].ErrorRate());
      std::printf("%8.2f\n", 100 * scores_[{language, size}].ErrorRate());
    }
    std::printf("%8s", "all");
    for (const char* theme : kThemes) std::printf("%8.2f", 100 * scores_[{language, theme}].ErrorRate());
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
    for (const char* size : kSizes) EXPECT_LE((scores_[{language, size}].ErrorRate()), 0.03) << language << ' ' << size;
    for (const char* theme : kThemes) EXPECT_LE((scores_[{language, theme}].ErrorRate()), 0.03) << language << ' ' << theme;
  }
}

}  // namespace
}  // namespace nexy
