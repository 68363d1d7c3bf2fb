#include <gmock/gmock.h>

#include "base/failure.h"
#include "turn/turn_fixture.h"

namespace nexy {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// A mind that speaks itself: pieces of its sound, and of the transcript that trails it.
struct NativeTurnTest : TurnTest {
  static LlmPiece Sound(std::size_t bytes, char byte = 'x') {
    return LlmAudio{std::string(bytes, byte), ""};
  }
  static LlmPiece Words(std::string text) { return LlmAudio{"", std::move(text)}; }
  std::string AllSound() const {
    std::string all;
    for (const auto& said : listener.said) all += said.pcm;
    return all;
  }
};

TEST_F(NativeTurnTest, ItsSoundGoesOutWithItsTranscriptAndNoVoiceIsAsked) {
  mind.Answer({Sound(9000, 'a'), Words("I speak myself. "), Sound(9000, 'b'), Words("So.")});
  Ask();
  RunToEnd();
  EXPECT_THAT(listener.texts(), ElementsAre("I speak myself.", "So."));
  EXPECT_EQ(AllSound(), std::string(9000, 'a') + std::string(9000, 'b'));
  EXPECT_THAT(voice.spoken(), IsEmpty());
  EXPECT_EQ(Verdict(), "ok ");
}

TEST_F(NativeTurnTest, ATextIsAWholeSentenceThoughItsSoundIsThereBefore) {
  mind.Answer({Sound(9000), Words("The Dr. Who "), Sound(9000), Words("page costs 3"), Sound(9000),
               Words(".5 euros. And"), Sound(9000), Words(" more")});
  Ask();
  RunToEnd();
  EXPECT_THAT(listener.texts(), ElementsAre("The Dr. Who page costs 3.5 euros.", "And more"));
  EXPECT_EQ(AllSound().size(), 36'000u);
}

TEST_F(NativeTurnTest, ItsSoundBeginsWithItsWholeSentenceWhileTheNextIsStillBeingSaid) {
  mind.Answer({Sound(9000), Words("The screen"), Sound(9000), Words(" is on. It sho"), Sound(9000),
               ScriptedMind::Stall()});
  Ask();
  EXPECT_THAT(listener.texts(), ElementsAre("The screen is on."));
  ASSERT_FALSE(listener.said.empty());
  EXPECT_GT(listener.said[0].pcm.size(), 18'000u) << "while the answer is still being given";
  RunToEnd();
  EXPECT_EQ(Verdict(), "failed llm_timeout");
}

TEST_F(NativeTurnTest, NothingIsHeardBeforeTheFirstSentenceIsWhole) {
  mind.Answer({Sound(9000), Words("The screen "), Sound(9000), ScriptedMind::Stall()});
  Ask();
  EXPECT_THAT(listener.texts(), IsEmpty());
}

// The setting that trades the whole sentence for the first second.
TEST_F(NativeTurnTest, WithFirstWordsItsSoundBeginsWithTheFirstWholeWord) {
  parts.options.native_first_words = true;
  mind.Answer({Sound(9000), Words("The scr"), Sound(9000), Words("een "), ScriptedMind::Stall()});
  Ask();
  EXPECT_THAT(listener.texts(), ElementsAre("The"));
  ASSERT_FALSE(listener.said.empty());
  EXPECT_GT(listener.said[0].pcm.size(), 9000u);
}

TEST_F(NativeTurnTest, WithFirstWordsTheRestOfTheirSentenceIsTheNextText) {
  parts.options.native_first_words = true;
  mind.Answer({Sound(9000), Words("The scr"), Sound(9000), Words("een shows 3"), Sound(9000),
               Words(".5 windows. And"), Sound(9000), Words(" more")});
  Ask();
  RunToEnd();
  EXPECT_THAT(listener.texts(), ElementsAre("The", "screen shows 3.5 windows.", "And more"));
  EXPECT_EQ(AllSound().size(), 36'000u);
}

TEST_F(NativeTurnTest, SentencesWhoseTextsComeTogetherShareTheSoundByTheirLengths) {
  mind.Answer({Sound(40'000), Words("Four words are here. Yes. No. ")});
  Ask();
  RunToEnd();
  EXPECT_THAT(listener.texts(), ElementsAre("Four words are here.", "Yes.", "No."));
  EXPECT_GT(listener.said[0].pcm.size(), 25'000u);
  EXPECT_GT(listener.said[1].pcm.size(), 4'000u);
  EXPECT_GT(listener.said[2].pcm.size(), 2'000u);
  EXPECT_EQ(AllSound().size(), 40'000u);
}

TEST_F(NativeTurnTest, ATranscriptThatComesAfterAllItsSoundHasSomeOfItInEachText) {
  mind.Answer({Sound(8000), Words("One. "), Words("Two. "), Words("Two.")});
  Ask();
  RunToEnd();
  EXPECT_THAT(listener.texts(), ElementsAre("One.", "Two.", "Two."));
  for (const auto& said : listener.said) EXPECT_FALSE(said.pcm.empty()) << said.text;
  EXPECT_EQ(AllSound().size(), 8000u);
  EXPECT_THAT(voice.spoken(), IsEmpty());
}

TEST_F(NativeTurnTest, WordsForWhichThereIsNoSoundAtAllAreSpokenByAVoice) {
  mind.Answer({Words("No sound."), Words(" None.")});
  Ask();
  RunToEnd();
  EXPECT_THAT(listener.texts(), ElementsAre("No sound.", "None."));
  EXPECT_THAT(voice.spoken(), ElementsAre("No sound.", "None."));
}

TEST_F(NativeTurnTest, WhenItBreaksOffItsWholeSentencesAreHeardAndThenWhy) {
  mind.Answer({Sound(9000), Words("The screen is on. It shows"), Sound(9000),
               Failure(FailureReason::kCut, "cut")});
  Ask();
  RunToEnd();
  ASSERT_GE(listener.texts().size(), 2u);
  EXPECT_EQ(listener.texts()[0], "The screen is on.");
  EXPECT_THAT(listener.texts()[1], HasSubstr("can’t process"));
  EXPECT_EQ(Verdict(), "failed llm_unavailable");
}

TEST_F(NativeTurnTest, TheLastWholeSentenceBeforeABreakKeepsItsOwnSound) {
  mind.Answer({Sound(9000), Words("The screen is on."), Failure(FailureReason::kCut, "cut")});
  Ask();
  RunToEnd();
  ASSERT_FALSE(listener.texts().empty());
  EXPECT_EQ(listener.texts()[0], "The screen is on.");
  EXPECT_EQ(listener.said[0].pcm, std::string(9000, 'x'));
  EXPECT_THAT(voice.spoken(), IsEmpty());
}

TEST_F(NativeTurnTest, ASentenceWhoseSoundGrowsTooLongIsCutBetweenWords) {
  parts.options.native_audio_max_bytes = 8000;
  mind.Answer({Sound(6000), Words("File, Edit, "), Words("Vi"), Sound(6000), Words("ew, "),
               Words("Help"), Sound(100)});
  Ask();
  RunToEnd();
  EXPECT_THAT(listener.texts(), ElementsAre("File, Edit,", "View, Help"));
  EXPECT_EQ(AllSound().size(), 12'100u);
  EXPECT_EQ(Verdict(), "ok ");
}

TEST_F(NativeTurnTest, SoundWithoutAWordIsNoAnswer) {
  parts.options.native_audio_max_bytes = 8000;
  mind.Answer({Sound(6000), Sound(6000), ScriptedMind::Stall()});
  Ask();
  RunToEnd();
  EXPECT_EQ(CounterValue("nexy_llm_failures_total", "oversized"), 1);
}

}  // namespace
}  // namespace nexy
