// What the user hears when something fails: wire contract 5, golden scenarios F1 to F10.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rpc/wire_client.h"

namespace nexy {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

constexpr const char* kUnavailable =
    "I can’t process this request right now because the AI provider is unavailable. Please try "
    "again in a minute.";
constexpr const char* kSimplerVoice = "My usual voice is unavailable, so I use a simpler one.";
constexpr const char* kOneMoment = "One moment, please.";

struct FailureTest : WireTest {
  std::unique_ptr<Call> Hear(ScriptedMind::Script script, const std::string& prompt = "Who?") {
    mind.Answer(std::move(script));
    Start();
    return Ask(Question(prompt));
  }
  // An apology instead of the answer: text and audio, then the usual end.
  void ExpectApology(const Call& call, const std::string& apology, const std::string& verdict) {
    EXPECT_TRUE(call.status.ok()) << call.status.error_message();
    EXPECT_EQ(call.shape, "T A T A E");
    EXPECT_EQ(call.text(), apology);
    EXPECT_EQ(call.end, kEnd);
    EXPECT_EQ(call.verdict(), verdict);
    for (std::size_t i = 0; i < call.texts.size(); ++i) {
      EXPECT_TRUE(call.sounds[i] == server.embedded.SoundOf(call.texts[i])) << call.texts[i];
    }
  }
};

TEST_F(FailureTest, F1_AllModelsAreDown) {
  ScriptedMind second(server.clock, "openai");
  mind.Answer({absl::UnavailableError("secret")});
  second.Answer({absl::UnavailableError("secret")});
  server.Start({&mind, &second}, {&voice});
  stub = server.Connect();
  ExpectApology(*Ask(Question()), kUnavailable, "failed llm_unavailable");
}

TEST_F(FailureTest, F2_TheSecondModelAnswers) {
  ScriptedMind second(server.clock, "openai");
  mind.Answer({absl::UnavailableError("")});
  second.Say("One is here.");
  server.Start({&mind, &second}, {&voice});
  stub = server.Connect();
  auto call = Ask(Question());
  EXPECT_EQ(call->shape, "T A E");
  EXPECT_EQ(call->text(), "One is here.");
  EXPECT_EQ(call->verdict(), "degraded llm_fallback");
}

TEST_F(FailureTest, F3_AnAnswerThatBreaksOffAfterItsFirstSentence) {
  auto call = Hear({Piece("One is here. Two is"), absl::UnavailableError("")});
  EXPECT_EQ(call->shape, "T A T A T A E");
  EXPECT_EQ(call->text(), std::string("One is here. ") + kUnavailable);
  EXPECT_TRUE(call->sounds[0] == voice.SoundOf("One is here."));
  EXPECT_EQ(call->verdict(), "failed llm_unavailable");
}

TEST_F(FailureTest, F4_AModelThatSaysNothingIsNoticedThenApologisedFor) {
  server.options.turn.notice_after = 100ms;
  server.options.turn.notice_again = 200ms;
  server.options.turn.speak_by = 1500ms;
  const auto before = std::chrono::steady_clock::now();
  auto call = Hear({ScriptedMind::Stall{}});
  EXPECT_GE(std::chrono::steady_clock::now() - before, 1500ms);
  EXPECT_TRUE(call->status.ok());
  EXPECT_THAT(call->texts, ElementsAre(kOneMoment, kOneMoment, "The AI provider took too long.",
                                       "Please try again."));
  EXPECT_EQ(call->shape, "T A T A T A T A E");
  EXPECT_EQ(call->verdict(), "failed llm_timeout");
  EXPECT_EQ(mind.open(), 0u);
}

TEST_F(FailureTest, ANoticeBeforeALateAnswerChangesNothingElse) {
  server.options.turn.notice_after = 50ms;
  server.options.turn.notice_again = 60s;
  mind.Answer({ScriptedMind::Gate{}, Piece("One is here.")});
  Start();
  auto call = Open(Question());
  EXPECT_TRUE(call->ReadUntil("T A"));
  mind.OpenGate();
  ExpectAnswered(call->Finish());
  EXPECT_THAT(call->texts, ElementsAre(kOneMoment, "One is here."));
}

TEST_F(FailureTest, F5_AModelThatReturnsNothing) {
  ExpectApology(*Hear({}), "The AI provider gave no answer. Please ask in other words.",
                "failed llm_empty");
  EXPECT_LE(mind.requests().size(), 2u);
}

TEST_F(FailureTest, F5_AModelWhoseQuotaIsUsedUp) {
  ExpectApology(*Hear({absl::ResourceExhaustedError("429")}),
                "The AI provider’s limit is used up. Please try again later.",
                "failed llm_quota");
  EXPECT_LE(mind.requests().size(), 2u);
}

TEST_F(FailureTest, AModelThatRefusesTheKeyOrBreaks) {
  mind.Answer({absl::UnauthenticatedError("key=secret")});
  mind.Answer({absl::PermissionDeniedError("key=secret")});
  mind.Answer({absl::InternalError("secret")});
  mind.Answer({absl::AbortedError("safety")});
  mind.Answer({absl::DeadlineExceededError("")});
  Start();
  for (int i = 0; i < 2; ++i) {
    ExpectApology(*Ask(Question()), "The AI provider refused our key. Please tell the operator.",
                  "failed llm_key");
  }
  ExpectApology(*Ask(Question()), "Something went wrong on the server. Please try again.",
                "failed internal");
  ExpectApology(*Ask(Question()),
                "The AI provider declined this for safety. Please ask differently.",
                "blocked answer_blocked");
  ExpectApology(*Ask(Question()), "The AI provider took too long. Please try again.",
                "failed llm_timeout");
}

TEST_F(FailureTest, F6_ABlockedRussianPromptIsApologisedForInRussian) {
  ExpectApology(*Hear({absl::FailedPreconditionError("")}, "Что на экране?"),
                "Сервис ИИ отклонил запрос. Спросите иначе.", "blocked prompt_blocked");
}

TEST_F(FailureTest, F7_TheOnlyRemoteVoiceIsDown) {
  voice.Behave({.fail_after_pieces = 0});
  auto call = Hear({Piece("One is here. Two is here.")});
  EXPECT_TRUE(call->status.ok());
  EXPECT_EQ(call->shape, "T A T A T A E");
  EXPECT_THAT(call->texts, ElementsAre(kSimplerVoice, "One is here.", "Two is here."));
  for (std::size_t i = 0; i < call->texts.size(); ++i) {
    EXPECT_TRUE(call->sounds[i] == server.embedded.SoundOf(call->texts[i]));
  }
  EXPECT_EQ(call->end, kEnd);
  EXPECT_EQ(call->verdict(), "degraded voice_fallback");
}

TEST_F(FailureTest, F8_ASentenceWhoseVoiceDiesIsSaidAgainFromItsStart) {
  // Its first chunk is sent before the second is asked for, because only one may wait.
  server.options.turn.speech_buffer_bytes = 4096;
  server.options.turn.audio_ahead = 60s;
  voice.BehaveFor("One is here.", {.fail_after_pieces = 2});
  auto call = Hear({Piece("One is here. Two is here.")});
  EXPECT_TRUE(call->status.ok());
  EXPECT_EQ(call->shape, "T A T A T A T A E");
  EXPECT_THAT(call->texts,
              ElementsAre("One is here.", kSimplerVoice, "One is here.", "Two is here."));
  EXPECT_TRUE(call->sounds[2] == server.embedded.SoundOf("One is here."));
  EXPECT_TRUE(call->sounds[3] == server.embedded.SoundOf("Two is here."));
  EXPECT_EQ(call->verdict(), "degraded voice_fallback");
}

TEST_F(FailureTest, TheNextConfiguredVoiceSpeaksWithoutNotice) {
  ScriptedVoice second(server.clock, "openai");
  voice.Behave({.fail_after_pieces = 0});
  mind.Say("One is here.");
  server.Start({&mind}, {&voice, &second});
  stub = server.Connect();
  auto call = Ask(Question());
  EXPECT_EQ(call->shape, "T A E");
  EXPECT_TRUE(call->sounds[0] == second.SoundOf("One is here."));
}

TEST_F(FailureTest, AnEmbeddedVoiceThatIsTheFirstChoiceIsNoFallback) {
  mind.Say("One is here.");
  server.Start({&mind}, {});
  stub = server.Connect();
  auto call = Ask(Question());
  ExpectAnswered(*call);
  EXPECT_TRUE(call->sounds[0] == server.embedded.SoundOf("One is here."));
}

TEST_F(FailureTest, F9_WithoutAnyVoiceAnErrorIsAllThatIsLeft) {
  voice.Behave({.fail_after_pieces = 0});
  server.embedded.Behave({.fail_after_pieces = 0});
  auto call = Hear({Piece("One is here.")});
  EXPECT_EQ(call->shape, "R");
  EXPECT_TRUE(call->error.starts_with("Speech is unavailable: ")) << call->error;
  EXPECT_EQ(call->status.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(call->status.error_message(), call->error);
  EXPECT_EQ(call->verdict(), "failed voice_unavailable");
}

TEST_F(FailureTest, AnApologyWithoutAnyVoiceIsAnErrorToo) {
  server.embedded.Behave({.fail_after_pieces = 0});
  auto call = Hear({absl::UnavailableError("")});
  EXPECT_EQ(call->shape, "R");
  EXPECT_EQ(call->status.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(call->verdict(), "failed voice_unavailable");
}

TEST_F(FailureTest, F10_AnEndlessLegacyAnswerEndsBeforeItsClientHangsUp) {
  server.options.turn.legacy_turn_max = 2000ms;  // Less a quarter: 1.5 s.
  mind.Answer({Piece("One is here. Two"), ScriptedMind::Stall{}});
  Start();
  Call call(*stub, LegacyQuestion(), 30s);
  call.Finish();
  EXPECT_TRUE(call.status.ok());
  EXPECT_EQ(call.text(), "One is here. This takes too long, so I stopped. Please ask for less.");
  EXPECT_EQ(call.end, kEnd);
  EXPECT_EQ(call.verdict(), "failed turn_deadline");
}

TEST_F(FailureTest, TheClientsDeadlineIsTheTurnsBudget) {
  mind.Answer({Piece("One is here. Two"), ScriptedMind::Stall{}});
  Start();
  Call call(*stub, Question(), 6000ms);  // Less a quarter: the apology has 1.5 s to arrive.
  call.Finish();
  EXPECT_TRUE(call.status.ok()) << call.status.error_message();
  EXPECT_EQ(call.text().substr(0, 5), "One i");
  EXPECT_EQ(call.texts.back(), "Please ask for less.");
  EXPECT_EQ(call.verdict(), "failed turn_deadline");
}

TEST_F(FailureTest, AModelThatCannotSeeSaysSoBeforeTheAnswer) {
  mind.Answer({LlmPiece(LlmBlind{}), Piece("It is Monday.")});
  Start();
  auto request = Question();
  request.set_screenshot(kPng);
  auto call = Ask(request);
  EXPECT_THAT(call->texts, ElementsAre("I could not look at the screen, so I answer without it.",
                                       "It is Monday."));
  EXPECT_EQ(call->verdict(), "degraded screenshot_ignored");
}

}  // namespace
}  // namespace nexy
