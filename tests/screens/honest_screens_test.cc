// What Nexy says of rendered screens at first sight: the confusion table, and bounds for it.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <map>
#include <string>

#include "screen/look_by_words.h"
#include "screen/ocr_engine.h"
#include "screen/reading_order.h"
#include "screen/script_repair.h"
#include "screens/labelled_screens.h"

namespace nexy {
namespace {

// Reading costs a third of a second each; of the ordinary screens that are undecided at first sight
// every sixth is read.
constexpr int kReadEvery = 6;

// As the turn decides it.
ScreenLook LookWithWords(OcrEngine& engine, const Screenshot& screenshot) {
  OcrControl control;
  control.deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  const OcrPicture picture = PrepareForOcr(*screenshot.DecodeGrey());
  auto lines = engine.Read(picture, {0, picture.image.height, false}, control);
  if (!lines.ok()) return ScreenLook::kOrdinary;
  RepairScripts(*lines);
  return LookByWords(screenshot, {ReadingOrder(*std::move(lines))});
}

// A single colour with something small on it may be called either.
std::string Group(const std::string& label) {
  return label == "blank" || label == "empty" ? "nothing" : label;
}

struct Confusion {
  std::map<std::string, std::map<std::string, int>> counts;  // Label, then what was said.

  int Of(const std::string& label) const {
    int all = 0;
    for (const auto& [said, count] : counts.at(label)) all += count;
    return all;
  }
  double Share(const std::string& label, const std::string& said) const {
    const auto found = counts.at(label).find(said);
    return found == counts.at(label).end() ? 0 : static_cast<double>(found->second) / Of(label);
  }
  void Print() const {
    std::printf("%-10s %9s %9s %9s %9s %9s\n", "screen", "ordinary", "black", "nothing", "locked",
                "too_small");
    for (const auto& [label, said] : counts) {
      std::printf("%-10s", label.c_str());
      for (const char* look : {"ordinary", "black", "nothing", "locked", "too_small"}) {
        const auto found = said.find(look);
        std::printf(" %9d", found == said.end() ? 0 : found->second);
      }
      std::printf("\n");
    }
  }
};

// By shapes alone, within the time of the first look.
struct FirstSight {
  int all = 0, locked = 0;
};

class HonestScreens : public testing::Test {
 protected:
  void Judge(const std::string& set) {
    for (const LabelledScreen& screen : LoadScreens(set)) {
      const auto screenshot = Screenshot::FromBytes(screen.bytes, {});
      ASSERT_TRUE(screenshot.ok()) << screen.name << ": " << screenshot.status();
      ScreenLook look = (*screenshot)->look();
      FirstSight& seen = first_sight_[screen.fact("label") == "locked" ? set : "others"];
      ++seen.all;
      seen.locked += look == ScreenLook::kLocked;
      if (IsUndecided(look)) {
        if (screen.fact("label") == "ordinary" && set != "programs" &&
            candidates_++ % kReadEvery != 0)
          continue;
        look = LookWithWords(*engine_, **screenshot);
      }
      const std::string said = Group(std::string(ScreenLookToken(look)));
      ++confusion_.counts[Group(screen.fact("label"))][said];
      if (said != Group(screen.fact("label"))) {
        std::printf("%s (%s) is taken for %s\n", screen.name.c_str(), screen.fact("theme").c_str(),
                    said.c_str());
      }
    }
  }

  std::unique_ptr<OcrEngine> engine_ = *OcrEngine::Open();
  int candidates_ = 0;
  Confusion confusion_;
  std::map<std::string, FirstSight> first_sight_;
};

TEST_F(HonestScreens, AreToldFromThoseWithNothingToDescribe) {
  ASSERT_FALSE(LoadScreens("ordinary").empty())
      << "the screens were not rendered; screens.render says why";
  for (const char* set :
       {"ordinary", "lookalikes", "nothing", "locked", "lockers", "unseen", "sketches", "programs"})
    Judge(set);
  confusion_.Print();
  std::printf("%d ordinary screens were undecided at first sight; of these one in %d was read\n",
              candidates_, kReadEvery);
  for (const auto& [kind, seen] : first_sight_)
    std::printf("%s: %d of %d are locked at first sight\n", kind.c_str(), seen.locked, seen.all);
  EXPECT_GE(first_sight_["lockers"].all, 40);
  EXPECT_GE(first_sight_["lockers"].locked, first_sight_["lockers"].all * 7 / 10);
  EXPECT_GE(first_sight_["sketches"].locked, first_sight_["sketches"].all / 2);
  EXPECT_LE(first_sight_["others"].locked, first_sight_["others"].all / 100);
  EXPECT_GE(LoadScreens("ordinary").size(), 300u);
  EXPECT_GE(LoadScreens("programs").size(), 14u);
  EXPECT_GE(confusion_.Share("ordinary", "ordinary"), 0.99);
  EXPECT_EQ(confusion_.Share("black", "black"), 1);
  EXPECT_GE(confusion_.Share("nothing", "nothing"), 0.97);
  EXPECT_GE(confusion_.Share("locked", "locked"), 0.9);
}

}  // namespace
}  // namespace nexy
