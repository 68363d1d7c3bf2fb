#include "turn/turn_fixture.h"

namespace nexy {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST_F(TurnTest, ApologisesWhenEveryModelIsDown) {
  mind.Answer({absl::UnavailableError("down")});
  Ask();
  ASSERT_TRUE(status && status->ok());
  EXPECT_THAT(listener.texts(),
              ElementsAre("I can’t process this request right now because the AI provider is "
                          "unavailable.",
                          "Please try again in a minute."));
  EXPECT_TRUE(listener.said[0].pcm == embedded.SoundOf(listener.said[0].text));
  EXPECT_EQ(Verdict(), "failed llm_unavailable");
}

TEST_F(TurnTest, AsksTheNextModelBeforeAnythingWasSaid) {
  parts.minds = {&mind, &second_mind};
  mind.Answer({absl::UnavailableError("down")});
  second_mind.Say("Here I am.");
  Ask();
  RunToEnd();
  EXPECT_THAT(listener.texts(), ElementsAre("Here I am."));
  EXPECT_EQ(Verdict(), "degraded llm_fallback");
}

TEST_F(TurnTest, FinishesTheFirstSentenceAndApologisesWhenTheModelBreaksOff) {
  mind.Answer({Piece("First is whole. Then it"), absl::UnavailableError("cut")});
  Ask();
  RunToEnd();
  EXPECT_THAT(listener.texts(), ElementsAre("First is whole.", HasSubstr("unavailable"),
                                            "Please try again in a minute."));
  EXPECT_TRUE(listener.said[0].pcm == voice.SoundOf("First is whole."));
  EXPECT_EQ(Verdict(), "failed llm_unavailable");
}

TEST_F(TurnTest, AnotherMindGoesOnWithAnAnswerThatBrokeOff) {
  mind.Answer({Piece("First. Second. Thi"), absl::UnavailableError("cut")});
  second_mind.Continues();
  second_mind.Say("Third.");
  parts.minds.push_back(&second_mind);
  Ask();
  RunToEnd();
  EXPECT_THAT(listener.texts(), ElementsAre("First.", "Second.", "Third."));
  EXPECT_EQ(Verdict(), "degraded llm_fallback");
  ASSERT_EQ(second_mind.requests().size(), 1u);
  EXPECT_EQ(second_mind.requests()[0].said, "First. Second.");
  EXPECT_TRUE(second_mind.requests()[0].stands_in);
}

TEST_F(TurnTest, WhatTheMindThatGoesOnRepeatsIsSaidOnce) {
  mind.Answer({Piece("No. No. It is red. And"), absl::UnavailableError("cut")});
  second_mind.Continues();
  second_mind.Say("No. No. It is red. And big. No. No.");
  parts.minds.push_back(&second_mind);
  Ask();
  RunToEnd();
  EXPECT_THAT(listener.texts(), ElementsAre("No.", "No.", "It is red.", "And big.", "No.", "No."));
}

TEST_F(TurnTest, AMindThatOnlyRepeatsTheLastSentenceGoesOnAfterIt) {
  mind.Answer({Piece("One. Two. Thr"), absl::UnavailableError("cut")});
  second_mind.Continues();
  second_mind.Say("Two. Three.");
  parts.minds.push_back(&second_mind);
  Ask();
  RunToEnd();
  EXPECT_THAT(listener.texts(), ElementsAre("One.", "Two.", "Three."));
}

TEST_F(TurnTest, AStallInTheMiddleIsGoneOnFromByTheNextMind) {
  mind.Answer({Piece("First. Sec"), ScriptedMind::Stall{}});
  second_mind.Continues();
  second_mind.Say("Second.");
  parts.minds.push_back(&second_mind);
  parts.next_token_timeout = 6s;
  Ask();
  RunToEnd();
  EXPECT_THAT(listener.texts(), ElementsAre("First.", kOneMoment, "Second."));
  EXPECT_EQ(mind.cancelled(), 1u);
}

TEST_F(TurnTest, AMindThatCannotGoOnIsNotAskedTo) {
  mind.Answer({Piece("First. Sec"), absl::UnavailableError("cut")});
  second_mind.Say("Something else.");
  parts.minds.push_back(&second_mind);
  Ask();
  RunToEnd();
  EXPECT_TRUE(second_mind.requests().empty());
  EXPECT_EQ(Verdict(), "failed llm_unavailable");
}

TEST_F(TurnTest, ANumberThatMayHaveBeenCutIsNotSaid) {
  mind.Answer({Piece("It is there. It costs 3."), absl::UnavailableError("cut")});
  Ask();
  RunToEnd();
  EXPECT_EQ(listener.texts().front(), "It is there.");
  EXPECT_THAT(listener.texts(), testing::Not(testing::Contains(HasSubstr("costs"))));
}

TEST_F(TurnTest, AStandInThatCannotHelpLeavesTheFirstCause) {
  mind.Answer({Failure(FailureReason::kQuota, "used up")});
  second_mind.Answer({absl::UnimplementedError("not my thing")});
  parts.minds.push_back(&second_mind);
  Ask();
  RunToEnd();
  EXPECT_EQ(Verdict(), "failed llm_quota");
}

TEST_F(TurnTest, TellsAnEmptyAccountFromALimit) {
  mind.Answer({Failure(FailureReason::kBilling, "no money")});
  Ask();
  EXPECT_EQ(Verdict(), "failed llm_quota");
  EXPECT_THAT(listener.texts(), ElementsAre("The AI provider’s account has no money left.",
                                            "Please tell the operator."));
}

TEST_F(TurnTest, CountsWhoStoodIn) {
  mind.Answer({Failure(FailureReason::kQuota, "used up")});
  second_mind.Say("One is. Two is.");
  parts.minds.push_back(&second_mind);
  voice.Behave({.fail_after_pieces = 0});
  Ask();
  RunToEnd();
  EXPECT_EQ(CounterValue("nexy_provider_fallbacks_total", "second"), 1);
  EXPECT_EQ(CounterValue("nexy_provider_fallbacks_total", "espeak"), 1);
  EXPECT_EQ(CounterValue("nexy_llm_failures_total", "quota"), 1);
}

TEST_F(TurnTest, ExplainsSilenceTwiceAndGivesUpAtSpeakBy) {
  mind.Answer({ScriptedMind::Stall{}});
  Ask();
  Pass(2990ms);
  EXPECT_THAT(listener.texts(), IsEmpty());
  Pass(10ms);
  EXPECT_THAT(listener.texts(), ElementsAre(kOneMoment));
  Pass(6990ms);
  EXPECT_THAT(listener.texts(), ElementsAre(kOneMoment, kOneMoment));
  Pass(20ms);
  EXPECT_THAT(listener.texts(), ElementsAre(kOneMoment, kOneMoment, kTookTooLong, kTryAgain));
  EXPECT_EQ(Verdict(), "failed llm_timeout");
  EXPECT_EQ(mind.cancelled(), 1u);
}

TEST_F(TurnTest, ASilentModelIsReplacedAtItsTimeout) {
  parts.minds = {&mind, &second_mind};
  parts.first_token_timeout = 1s;
  mind.Answer({ScriptedMind::Stall{}});
  second_mind.Say("Here I am.");
  Ask();
  Pass(1010ms);
  EXPECT_THAT(listener.texts(), ElementsAre("Here I am."));
  EXPECT_EQ(mind.cancelled(), 1u);
}

struct CauseCase {
  absl::Status status;
  std::string verdict;
};

TEST_F(TurnTest, NamesWhyTheModelGaveNoAnswer) {
  const std::vector<CauseCase> cases = {
      {absl::ResourceExhaustedError(""), "failed llm_quota"},
      {absl::UnauthenticatedError(""), "failed llm_key"},
      {absl::PermissionDeniedError(""), "failed llm_key"},
      {absl::DeadlineExceededError(""), "failed llm_timeout"},
      {absl::DataLossError(""), "failed llm_malformed"},
      {absl::FailedPreconditionError(""), "blocked prompt_blocked"},
      {absl::AbortedError(""), "blocked answer_blocked"},
      {absl::UnknownError(""), "failed internal"}};
  for (const CauseCase& c : cases) {
    ScriptedMind failing(clock);
    failing.Answer({c.status});
    parts.minds = {&failing};
    status.reset();
    Ask();
    ASSERT_TRUE(status && status->ok());
    EXPECT_EQ(Verdict(), c.verdict);
  }
}

TEST_F(TurnTest, AnEmptyAnswerIsSaidToBeEmpty) {
  mind.Answer(ScriptedMind::Script{});
  Ask();
  EXPECT_THAT(listener.texts(),
              ElementsAre("The AI provider gave no answer.", "Please ask in other words."));
  EXPECT_EQ(Verdict(), "failed llm_empty");
}

TEST_F(TurnTest, ApologisesInTheLanguageOfTheQuestion) {
  mind.Answer({absl::FailedPreconditionError("")});
  Ask({.session_id = "s", .prompt = "Что на экране?"});
  EXPECT_THAT(listener.texts(), ElementsAre("Сервис ИИ отклонил запрос.", "Спросите иначе."));
}

TEST_F(TurnTest, UsesTheEmbeddedVoiceAndSaysSoWhenTheOnlyOtherIsDown) {
  voice.Behave({.fail_after_pieces = 0});
  mind.Say("One is here. Two is here.");
  Ask();
  RunToEnd();
  EXPECT_THAT(listener.texts(), ElementsAre(kSimplerVoice, "One is here.", "Two is here."));
  EXPECT_TRUE(listener.said[1].pcm == embedded.SoundOf("One is here."));
  EXPECT_EQ(Verdict(), "degraded voice_fallback");
}

TEST_F(TurnTest, SaysABrokenSentenceAgainFromItsStart) {
  parts.options.audio_ahead = 100ms;
  parts.options.speech_buffer_bytes = 4096;
  voice.BehaveFor("One is here now.", {.fail_after_pieces = 2});
  mind.Say("One is here now. Two is here.");
  Ask();
  RunToEnd();
  EXPECT_THAT(listener.texts(),
              ElementsAre("One is here now.", kSimplerVoice, "One is here now.", "Two is here."));
  EXPECT_TRUE(listener.said[2].pcm == embedded.SoundOf("One is here now."));
  EXPECT_TRUE(listener.said[3].pcm == embedded.SoundOf("Two is here."));
  EXPECT_EQ(Verdict(), "degraded voice_fallback");
}

TEST_F(TurnTest, AVoiceThatStallsIsReplacedWithoutFailingTheTurn) {
  voice.Behave({.fail_after_pieces = 0, .stall_instead = true});
  mind.Say("One is here.");
  Ask();
  Pass(4100ms);
  RunToEnd();
  EXPECT_THAT(listener.texts(), ElementsAre(kOneMoment, kSimplerVoice, "One is here."));
  EXPECT_EQ(Verdict(), "degraded voice_fallback");
}

TEST_F(TurnTest, TheNextConfiguredVoiceSpeaksWithoutNotice) {
  ScriptedVoice other(clock, "openai");
  parts.voices = {&voice, &other};
  voice.Behave({.fail_after_pieces = 0});
  mind.Say("One is here.");
  Ask();
  RunToEnd();
  EXPECT_THAT(listener.texts(), ElementsAre("One is here."));
  EXPECT_TRUE(listener.said[0].pcm == other.SoundOf("One is here."));
}

TEST_F(TurnTest, EndsWithAnErrorWhenNoVoiceIsLeft) {
  voice.Behave({.fail_after_pieces = 0});
  embedded.Behave({.fail_after_pieces = 0});
  mind.Say("One is here.");
  Ask();
  RunToEnd();
  ASSERT_TRUE(status);
  EXPECT_EQ(status->code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(status->message()), HasSubstr("Speech is unavailable: "));
  EXPECT_EQ(Verdict(), "failed voice_unavailable");
}

TEST_F(TurnTest, EndsAnEndlessAnswerOfAnOlderClientBeforeThirtySeconds) {
  parts.options.speak_by = 60s;
  parts.next_token_timeout = 60s;
  mind.Answer({Piece("One is here. Two"), ScriptedMind::Stall{}});
  Ask({.session_id = "s", .prompt = "Read", .legacy = true});
  Pass(28'100ms);
  ASSERT_TRUE(status && status->ok());
  EXPECT_EQ(Verdict(), "failed turn_deadline");
  EXPECT_EQ(listener.said.back().text, "Please ask for less.");
}

TEST_F(TurnTest, EndsATurnThatNeverRunsOutOfSoundAtItsDeadlineToo) {
  ScriptedMind::Script endless(100'000, Piece("This is one of very many sentences. "));
  mind.Answer(std::move(endless));
  parts.options.turn_max = 10s;
  listener.takes = 100ms;
  Ask();
  Pass(20s);
  ASSERT_TRUE(status && status->ok());
  EXPECT_EQ(Verdict(), "failed turn_deadline");
}

TEST_F(TurnTest, DrainingEndsTheAnswerWithAnApology) {
  mind.Answer({Piece("One is here. Two"), ScriptedMind::Stall{}});
  Ask();
  turn->Fail(Cause::kDraining);
  RunToEnd();
  EXPECT_THAT(listener.texts(), ElementsAre("One is here.", "The server is restarting.",
                                            "Please ask again in a minute."));
  EXPECT_EQ(Verdict(), "failed draining");
}

}  // namespace
}  // namespace nexy
