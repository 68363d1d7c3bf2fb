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
