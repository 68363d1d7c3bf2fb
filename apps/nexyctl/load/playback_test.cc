#include "nexyctl/load/playback.h"

#include <gtest/gtest.h>

namespace nexy::load {
namespace {

using namespace std::chrono_literals;

constexpr Steady::time_point kStart{1h};
constexpr std::size_t kSecond = 96'000;  // Of wire PCM, in bytes.

TEST(Playback, SoundThatIsThereInTimeMakesNoSilence) {
  Playback playback;
  playback.BeginSentence();
  EXPECT_FALSE(playback.started());
  EXPECT_FALSE(playback.Play(kStart, kSecond).has_value());
  EXPECT_FALSE(playback.Play(kStart + 900ms, kSecond).has_value());
  EXPECT_EQ(playback.end(), kStart + 2s);
}

TEST(Playback, SoundThatComesTooLateWithinASentenceIsAnUnderrun) {
  Playback playback;
  playback.Play(kStart, kSecond);
  const auto silence = playback.Play(kStart + 1200ms, kSecond);
  ASSERT_TRUE(silence.has_value());
  EXPECT_EQ(silence->time, 200ms);
  EXPECT_FALSE(silence->between_sentences);
  EXPECT_EQ(playback.end(), kStart + 2200ms) << "what follows is heard later too";
}

TEST(Playback, BetweenSentencesItIsAPauseAlsoOfNothing) {
  Playback playback;
  playback.Play(kStart, kSecond);
  playback.BeginSentence();
  auto silence = playback.Play(kStart + 1500ms, kSecond);
  ASSERT_TRUE(silence.has_value());
  EXPECT_TRUE(silence->between_sentences);
  EXPECT_EQ(silence->time, 500ms);
  playback.BeginSentence();
  silence = playback.Play(kStart + 1600ms, kSecond);
  ASSERT_TRUE(silence.has_value());
  EXPECT_EQ(silence->time, 0ms);
}

}  // namespace
}  // namespace nexy::load
