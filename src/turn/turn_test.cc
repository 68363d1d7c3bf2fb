#include "turn/turn_fixture.h"

namespace nexy {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST_F(TurnTest, SpeaksEverySentenceInOrderWithItsWholeSound) {
  mind.Say("It is a window. It has two buttons. Sure thing");
  Ask();
  RunToEnd();
  ASSERT_TRUE(status && status->ok());
  EXPECT_THAT(listener.texts(),
              ElementsAre("It is a window.", "It has two buttons.", "Sure thing"));
  for (const auto& said : listener.said) EXPECT_TRUE(said.pcm == voice.SoundOf(said.text));
  EXPECT_EQ(Verdict(), "ok ");
}

TEST_F(TurnTest, SpellsWhatIsQuotedWhenThePersonAskedForIt) {
  mind.Say("The code is “KX-204”. Say more to go on.");
  Ask({.session_id = "s", .prompt = "Spell the code"});
  RunToEnd();
  EXPECT_THAT(listener.texts(), ElementsAre("The code is “KX-204”.", "Say more to go on."));
  EXPECT_TRUE(listener.said.at(0).pcm == voice.SoundOf("The code is K, X, dash, 2, 0, 4."));
}

TEST_F(TurnTest, SpeaksTheFirstSentenceWhileTheModelStillWrites) {
  mind.Answer({Piece("One is here. Two"), ScriptedMind::Stall{}});
  Ask();
  EXPECT_THAT(listener.texts(), ElementsAre("One is here."));
  stop.emit(asio::cancellation_type::terminal);
  Settle();
}

TEST_F(TurnTest, SaysRepeatedSentencesAsOftenAsTheyStand) {
  mind.Say("No. No. No.");
  Ask();
  RunToEnd();
  EXPECT_THAT(listener.texts(), ElementsAre("No.", "No.", "No."));
}

TEST_F(TurnTest, MakesSpeechOnlySoFarAheadAsItsSettingSays) {
  parts.options.sentences_ahead = 2;
  listener.reads = false;
  mind.Say("One is. Two is. Three is. Four is. Five is.");
  Ask();
  EXPECT_THAT(voice.spoken(), ElementsAre("One is.", "Two is.", "Three is."));
  listener.Read();
  RunToEnd();
  EXPECT_EQ(listener.said.size(), 5u);
}

TEST_F(TurnTest, ASlowClientStopsItsModelAndItsVoices) {
  parts.options.sentences_waiting = 2;
  parts.options.sentences_ahead = 1;
  parts.options.speech_buffer_bytes = 8192;
  ScriptedMind::Script endless(1000, Piece("This is one of very many sentences. "));
  mind.Answer(std::move(endless));
  listener.reads = false;
  Ask();
  Pass(1s);
  EXPECT_LE(voice.spoken().size(), 2u);
  stop.emit(asio::cancellation_type::terminal);
  Settle();
  EXPECT_EQ(mind.open(), 0u);
  EXPECT_EQ(voice.open(), 0u);
}

TEST_F(TurnTest, SendsAudioOnlySoFarAheadOfPlaybackAsItsSettingSays) {
  parts.options.audio_ahead = 2s;
  voice.Behave({.bytes_per_char = kWireBytesPerSecond / 10});
  mind.Say(
      "A sentence that takes ten seconds and a few more to be said aloud, because it is long.");
  Ask();
  const auto sent = [this] { return PlayTime(listener.said.at(0).pcm.size()); };
  EXPECT_LE(sent(), 2100ms);
  Pass(3s);
  EXPECT_GE(sent(), 4400ms);
  EXPECT_LE(sent(), 5100ms);
  RunToEnd();
  EXPECT_TRUE(listener.said.at(0).pcm == voice.SoundOf(listener.said.at(0).text));
}

TEST_F(TurnTest, SendsAnOlderClientEverythingAtOnce) {
  voice.Behave({.bytes_per_char = kWireBytesPerSecond / 10});
  mind.Say(
      "A sentence that takes ten seconds and a few more to be said aloud, because it is long.");
  Ask({.session_id = "s", .prompt = "Read", .legacy = true});
  ASSERT_TRUE(status && status->ok());
  EXPECT_TRUE(listener.said.at(0).pcm == voice.SoundOf(listener.said.at(0).text));
}

TEST_F(TurnTest, CancellingStopsModelAndVoicesAtOnce) {
  voice.Behave({.fail_after_pieces = 1, .stall_instead = true});
  mind.Answer({Piece("One is here. Two is here. Three"), ScriptedMind::Stall{}});
  Ask();
  EXPECT_EQ(mind.open(), 1u);
  EXPECT_EQ(voice.open(), 2u);
  stop.emit(asio::cancellation_type::terminal);
  Settle();
  ASSERT_TRUE(status);
  EXPECT_EQ(status->code(), absl::StatusCode::kCancelled);
  EXPECT_EQ(mind.open(), 0u);
  EXPECT_EQ(voice.open(), 0u);
}

TEST_F(TurnTest, IsOverOnlyWhenAllItsWorkIs) {
  mind.Answer({Piece("One is here. Two is here. Three"), ScriptedMind::Stall{}});
  std::size_t open_at_the_end = 99;
  at_end = [this, &open_at_the_end] { open_at_the_end = mind.open() + voice.open(); };
  Ask();
  stop.emit(asio::cancellation_type::terminal);
  Settle();
  EXPECT_EQ(open_at_the_end, 0u);
}

TEST_F(TurnTest, EndsWhenNobodyListensAnyMore) {
  listener.gone = true;
  mind.Say("One is here. Two is here.");
  Ask();
  ASSERT_TRUE(status);
  EXPECT_EQ(status->code(), absl::StatusCode::kCancelled);
}

TEST_F(TurnTest, SendsAnAllowedActionAfterTheLastSound) {
  parts.options.forward_actions = true;
  mind.Say(R"({"text": "Opening Safari.", "command": "open_app", "args": {"app_name": "Safari"}})");
  Ask();
  RunToEnd();
  EXPECT_THAT(listener.texts(), ElementsAre("Opening Safari."));
  EXPECT_THAT(
      listener.actions,
      ElementsAre(R"({"session_id":"s","command":"open_app","args":{"app_name":"Safari"}})"));
}

TEST_F(TurnTest, SaysAllRightBeforeAnActionWithoutWords) {
  parts.options.forward_actions = true;
  mind.Say(R"({"text": "", "command": "open_app", "args": {"app_name": "Safari"}})");
  Ask();
  RunToEnd();
  EXPECT_THAT(listener.texts(), ElementsAre("All right."));
  EXPECT_EQ(listener.actions.size(), 1u);
}

TEST_F(TurnTest, RefusesAnActionAloudWhenActionsAreOff) {
  mind.Say(R"({"text": "Opening.", "command": "open_app", "args": {"app_name": "Safari"}})");
  Ask();
  RunToEnd();
  EXPECT_THAT(listener.texts(), ElementsAre("Opening.", "I could not carry out that action."));
  EXPECT_THAT(listener.actions, IsEmpty());
  EXPECT_EQ(Verdict(), "degraded action_refused");
}

TEST_F(TurnTest, PassesTheSoundOfASpeechNativeModelOnWithItsTranscript) {
  const std::string sound(9000, 'x');
  mind.Answer({LlmPiece(LlmAudio{sound, "I speak myself. "}), LlmPiece(LlmAudio{"yyyy", "So."})});
  Ask();
  RunToEnd();
  EXPECT_THAT(listener.texts(), ElementsAre("I speak myself.", "So."));
  EXPECT_TRUE(listener.said[0].pcm == sound);
  EXPECT_TRUE(listener.said[1].pcm == "yyyy");
  EXPECT_THAT(voice.spoken(), IsEmpty());
}

TEST_F(TurnTest, ATranscriptThatTrailsItsSoundIsNotSpokenByAVoiceToo) {
  const std::string all(8000, 'x');
  mind.Answer({LlmPiece(LlmAudio{all, ""}), LlmPiece(LlmAudio{"", "One. "}),
               LlmPiece(LlmAudio{"", "Two."}), LlmPiece(LlmAudio{"rest", ""})});
  Ask();
  RunToEnd();
  EXPECT_THAT(listener.texts(), ElementsAre("One.", "Two."));
  EXPECT_EQ(listener.said[0].pcm + listener.said[1].pcm, all + "rest");
  EXPECT_FALSE(listener.said[0].pcm.empty());
  EXPECT_FALSE(listener.said[1].pcm.empty()) << "every text has sound";
  EXPECT_TRUE(voice.spoken().empty());
  EXPECT_EQ(Verdict(), "ok ");
}

// It begins with the first word that is whole, and goes on while its sentence is still being said.

TEST_F(TurnTest, ASpeechNativeModelsSoundDoesNotWaitForItsSentence) {
  const std::string sound(9000, 'a');
  mind.Answer({LlmPiece(LlmAudio{sound, ""}), LlmPiece(LlmAudio{"", "The scr"}),
               LlmPiece(LlmAudio{sound, "een "}), ScriptedMind::Stall()});
  Ask();
  EXPECT_THAT(listener.texts(), ElementsAre("The"));
  ASSERT_FALSE(listener.said.empty());
  EXPECT_GT(listener.said[0].pcm.size(), 9000u) << "while the answer is still being given";
  RunToEnd();
  EXPECT_EQ(Verdict(), "failed llm_timeout");
}

TEST_F(TurnTest, ASentenceOfASpeechNativeModelIsWholeOnTheScreen) {
  mind.Answer({LlmPiece(LlmAudio{std::string(9000, 'a'), "The "}),
               LlmPiece(LlmAudio{std::string(9000, 'b'), "screen shows "}),
               LlmPiece(LlmAudio{std::string(9000, 'c'), "3"}),
               LlmPiece(LlmAudio{std::string(9000, 'd'), ".5 windows. And"}),
               LlmPiece(LlmAudio{std::string(9000, 'e'), " more"})});
  Ask();
  RunToEnd();
  EXPECT_THAT(listener.texts(), ElementsAre("The", "screen shows 3.5 windows.", "And more"));
  std::size_t bytes = 0;
  for (const auto& said : listener.said) bytes += said.pcm.size();
  EXPECT_EQ(bytes, 45'000u);
}

TEST_F(TurnTest, ASpeechNativeModelThatBreaksOffIsHeardSoFarAndThenWhy) {
  mind.Answer({LlmPiece(LlmAudio{std::string(9000, 'a'), "The screen "}),
               LlmPiece(LlmAudio{std::string(9000, 'b'), "shows"}),
               Failure(FailureReason::kCut, "cut")});
  Ask();
  RunToEnd();
  ASSERT_GE(listener.texts().size(), 2u);
  EXPECT_EQ(listener.texts()[0], "The screen");
  EXPECT_THAT(listener.texts().back(), HasSubstr("try again"));
  EXPECT_EQ(Verdict(), "failed llm_unavailable");
}

TEST_F(TurnTest, WordsOfASpeechNativeModelWithoutSoundAreSpokenByAVoice) {
  mind.Answer({LlmPiece(LlmAudio{"", "No sound."})});
  Ask();
  RunToEnd();
  EXPECT_THAT(listener.texts(), ElementsAre("No sound."));
  EXPECT_THAT(voice.spoken(), ElementsAre("No sound."));
}

TEST_F(TurnTest, ASpeechNativeModelThatMakesNoPauseIsHeardAllTheSame) {
  parts.options.native_audio_max_bytes = 8000;
  mind.Answer({LlmPiece(LlmAudio{std::string(6000, 'a'), "File, Edit, "}),
               LlmPiece(LlmAudio{std::string(6000, 'b'), "View, "}),
               LlmPiece(LlmAudio{std::string(100, 'c'), "Help"})});
  Ask();
  RunToEnd();
  EXPECT_THAT(listener.texts(), ElementsAre("File, Edit,", "View,", "Help"));
  EXPECT_EQ(listener.said[0].pcm.size() + listener.said[1].pcm.size() + listener.said[2].pcm.size(),
            12'100u);
  EXPECT_EQ(Verdict(), "ok ");
}

TEST_F(TurnTest, RemembersTheQuestionWhatWasSentAndTheModelsNote) {
  mind.Answer({Piece("One is. Two is."), LlmPiece(LlmNote{"page 2"})});
  Ask();
  RunToEnd();
  const Exchange exchange = turn->TakeExchange();
  EXPECT_EQ(exchange.question, "What is this?");
  EXPECT_EQ(exchange.answer, "One is. Two is.");
  EXPECT_EQ(exchange.note, "page 2");
}

}  // namespace
}  // namespace nexy
