// Older installed clients: wire contract 2, 3.6 and 4.3, golden scenario V11.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rpc/wire_client.h"
#include "turn/phrases.h"

namespace nexy {
namespace {

using grpc::StatusCode;
using testing::ElementsAre;

struct LegacyTest : WireTest {
  // The reason aloud, in the embedded voice, then what the table says.
  void ExpectRefusedAloud(const Call& call, StatusCode code, const std::string& error,
                          const std::string& sentence) {
    EXPECT_EQ(call.shape, "T A R");
    EXPECT_THAT(call.texts, ElementsAre(sentence));
    ASSERT_EQ(call.sounds.size(), 1u);
    EXPECT_TRUE(call.sounds[0] == server.embedded.SoundOf(sentence));
    for (const auto& chunk : call.chunks) EXPECT_TRUE(chunk.shape().empty());
    EXPECT_EQ(call.error, error);
    EXPECT_EQ(call.status.error_code(), code);
    EXPECT_EQ(call.status.error_message(), error);
    EXPECT_EQ(call.verdict(), "");
  }
};

TEST_F(LegacyTest, TheSessionIsMintedAndTheShapeOfAudioIsEmpty) {
  mind.Answer({ScriptedMind::Gate{}, Piece("One is here.")});
  Start();
  auto call = Open(LegacyQuestion());
  ASSERT_TRUE(Eventually([this] { return mind.at_gate() == 1; }));
  const auto ids = server.sessions->live_ids(kUuidDevice);
  ASSERT_EQ(ids.size(), 1u);
  EXPECT_THAT(ids[0], testing::MatchesRegex("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab]"
                                            "[0-9a-f]{3}-[0-9a-f]{12}"));
  mind.OpenGate();
  ExpectAnswered(call->Finish());
  ASSERT_FALSE(call->chunks.empty());
  for (const auto& chunk : call->chunks) {
    EXPECT_TRUE(chunk.shape().empty());
    EXPECT_EQ(chunk.dtype(), "int16");
    EXPECT_EQ(chunk.sample_rate(), 48000);
    EXPECT_EQ(chunk.channels(), 1);
  }
}

TEST_F(LegacyTest, V11_ABlankPromptIsRefusedAloud) {
  mind.Say("One is here.");
  Start();
  ExpectRefusedAloud(*Ask(LegacyQuestion(" ")), StatusCode::INVALID_ARGUMENT,
                     "Empty prompt: text field is required",
                     "I did not hear a question, please ask again.");
  EXPECT_TRUE(mind.requests().empty());
  EXPECT_TRUE(voice.spoken().empty());
}

TEST_F(LegacyTest, EveryRefusalIsSaidAloud) {
  server.options.rpc.prompt_max_bytes = 20;
  server.options.rpc.max_live_turns = 1;
  mind.Answer({ScriptedMind::Gate{}, Piece("One is here.")});
  Start();
  auto phase = LegacyQuestion();
  phase.set_phase(static_cast<v1::RequestPhase>(5));
  ExpectRefusedAloud(*Ask(phase), StatusCode::INVALID_ARGUMENT, "unsupported request phase: 5",
                     "This version of Nexy asked for something unknown, please update it.");
  ExpectRefusedAloud(*Ask(LegacyQuestion(std::string(21, 'a'))), StatusCode::INVALID_ARGUMENT,
                     "prompt is too long: 21 bytes, the limit is 20",
                     "Your question is too long, please ask a shorter one.");
  auto picture = LegacyQuestion();
  picture.set_screenshot("!");
  ExpectRefusedAloud(*Ask(picture), StatusCode::INVALID_ARGUMENT, "screenshot is not valid base64",
                     "The picture of your screen could not be read, please ask again.");
  auto live = Open(LegacyQuestion());
  ASSERT_TRUE(Eventually([this] { return mind.at_gate() == 1; }));
  ExpectRefusedAloud(
      *Ask(LegacyQuestion()), StatusCode::RESOURCE_EXHAUSTED,
      "STREAM_LIMIT_EXCEEDED: Maximum concurrent streams (1) reached. Current active: 1",
      "Too many people are asking right now, please try again in a minute.");
  server.sessions->BeginDrain();
  ExpectRefusedAloud(*Ask(LegacyQuestion()), StatusCode::UNAVAILABLE,
                     "Server is shutting down, please try again",
                     "The server is restarting, please ask again in a minute.");
  mind.OpenGate();
  ExpectAnswered(live->Finish());
}

TEST_F(LegacyTest, ASecondTurnAndATooFrequentDeviceAreRefusedAloud) {
  server.options.rpc.one_turn_per_device = true;
  server.options.rpc.device_turns_per_minute = 1;
  mind.Answer({ScriptedMind::Gate{}, Piece("One is here.")});
  Start();
  auto live = Open(LegacyQuestion());
  ASSERT_TRUE(Eventually([this] { return mind.at_gate() == 1; }));
  EXPECT_THAT(Ask(LegacyQuestion())->texts,
              ElementsAre("I am still answering your last question."));
  mind.OpenGate();
  ExpectAnswered(live->Finish());
  EXPECT_THAT(Ask(LegacyQuestion())->texts,
              ElementsAre("Too many questions at once, please wait a moment."));
}

TEST_F(LegacyTest, ARefusalIsSaidInTheDefaultLanguage) {
  server.options.turn.default_language = Language::kRussian;
  mind.Say("One is here.");
  Start();
  EXPECT_THAT(Ask(LegacyQuestion(" "))->texts,
              ElementsAre("Я не услышала вопроса, спросите ещё раз."));
}

TEST_F(LegacyTest, BeyondTheLimitOfSpokenRefusalsThePlainOneIsSent) {
  server.options.rpc.legacy_spoken_refusals = 0;
  mind.Say("One is here.");
  Start();
  ExpectRefused(*Ask(LegacyQuestion(" ")), StatusCode::INVALID_ARGUMENT,
                "Empty prompt: text field is required");
}

TEST_F(LegacyTest, AVoiceThatIsDownLeavesThePlainRefusal) {
  server.embedded.Behave({.fail_after_pieces = 0});
  Start();
  ExpectRefused(*Ask(LegacyQuestion(" ")), StatusCode::INVALID_ARGUMENT,
                "Empty prompt: text field is required");
}

TEST_F(LegacyTest, OtherClientsNeverGetSpokenRefusals) {
  Start();
  auto request = LegacyQuestion(" ");
  request.set_session_id(NewSession());
  ExpectRefused(*Ask(request), StatusCode::INVALID_ARGUMENT,
                "Empty prompt: text field is required");
}

TEST_F(LegacyTest, EveryRefusalsPhraseIsAmongThoseRenderedAtStart) {
  const auto sentences = AssistantService::SentencesToRender(Language::kEnglish);
  const auto rendered = [&sentences](std::string_view text, Language language) {
    return std::any_of(sentences.begin(), sentences.end(), [text, language](const auto& request) {
      return request.text == text && request.language == language;
    });
  };
  for (std::size_t i = 0; i < kRefusals; ++i) {
    const auto sentence = SpokenRefusal(static_cast<Refusal>(i), Language::kEnglish);
    EXPECT_TRUE(sentence.empty() || rendered(sentence, Language::kEnglish)) << sentence;
  }
  for (const Language language : {Language::kEnglish, Language::kRussian}) {
    for (const auto sentence : AllPhraseSentences(language)) {
      EXPECT_TRUE(rendered(sentence, language)) << sentence;
    }
  }
  EXPECT_TRUE(rendered("Hi! Nexy is here. How can I help you?", Language::kEnglish));
}

}  // namespace
}  // namespace nexy
