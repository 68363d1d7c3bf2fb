// ReportUsage: wire contract 8, golden scenario U1.
#include <gtest/gtest.h>

#include "base/collecting_meter.h"
#include "llm/metered.h"
#include "rpc/wire_client.h"
#include "tts/metered.h"

namespace nexy {
namespace {

struct UsageTest : WireTest {
  static v1::UsageRequest Report(int input, int output) {
    v1::UsageRequest request;
    request.set_hardware_id("device");
    request.set_session_id(NewSession());
    request.set_source("llm");
    request.set_model("model");
    request.set_input_tokens(input);
    request.set_output_tokens(output);
    return request;
  }
  void Expect(const v1::UsageRequest& request, bool success, const std::string& message) {
    grpc::ClientContext context;
    v1::UsageResponse response;
    const auto status = stub->ReportUsage(&context, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    EXPECT_EQ(response.success(), success);
    EXPECT_EQ(response.message(), message);
  }
};

TEST_F(UsageTest, U1_AReportIsRecorded) {
  Start();
  Expect(Report(10, 20), true, "Usage recorded");
  Expect(Report(10'000'000, 0), true, "Usage recorded");
}

TEST_F(UsageTest, U1_TokensOutsideTheirRangeAreNot) {
  Start();
  Expect(Report(-1, 0), false, "input_tokens must be between 0 and 10000000");
  Expect(Report(2'000'000'000, 0), false, "input_tokens must be between 0 and 10000000");
  Expect(Report(10'000'001, -1), false, "input_tokens must be between 0 and 10000000");
  Expect(Report(0, -1), false, "output_tokens must be between 0 and 10000000");
  Expect(Report(0, 10'000'001), false, "output_tokens must be between 0 and 10000000");
}

TEST_F(UsageTest, U1_ADeviceWithoutAValidNameIsNamedFirst) {
  Start();
  for (const char* name : {"", "  ", "unknown", "UNKNOWN", "a\x02"}) {
    auto request = Report(-1, 0);
    request.set_hardware_id(name);
    Expect(request, false, "hardware_id required");
  }
}

TEST_F(UsageTest, ALongFieldIsNamed) {
  Start();
  auto request = Report(0, 0);
  request.set_model(std::string(257, 'a'));
  Expect(request, false, "model is too long");
  request.set_source(std::string(257, 'a'));
  Expect(request, false, "source is too long");
  request.set_session_id(std::string(257, 'a'));
  Expect(request, false, "session_id is too long");
  request.set_input_tokens(-1);
  Expect(request, false, "input_tokens must be between 0 and 10000000");
}

TEST_F(UsageTest, AStoreThatCannotTakeItIsSaid) {
  server.options.store.path = "/dev/null/nexy.db";
  Start();
  Expect(Report(10, 20), false, "Usage not recorded: storage unavailable");
}

TEST_F(UsageTest, NoTokensAreRecordedWithoutStoring) {
  server.options.store.path = "/dev/null/nexy.db";
  Start();
  Expect(Report(0, 0), true, "Usage recorded");
}

TEST_F(UsageTest, AReportIsStoredAsTheClientsWithItsCost) {
  server.options.prices.gemini.input_per_million_tokens = *ParseMoney("0.10");
  Start();
  auto request = Report(1'000'000, 20);
  request.set_source("gemini");
  Expect(request, true, "Usage recorded");
  const auto today = std::chrono::floor<std::chrono::days>(server.clock.WallNow());
  auto database = UsageDatabase::OpenToRead(server.options.store);
  ASSERT_TRUE(database.ok()) << database.status();
  const auto rows = (*database)->Sum({.since = today - std::chrono::days(1),
                                      .until = today,
                                      .by = {UsageColumn::kService, UsageColumn::kProvider}});
  ASSERT_EQ(rows->size(), 1u);
  EXPECT_EQ(rows->front().service, "client");
  EXPECT_EQ(rows->front().provider, "gemini");
  EXPECT_EQ(rows->front().amounts.cost, *ParseMoney("0.10"));
}

// What turns use, as the decorators around the providers see it.
struct TurnUsageTest : WireTest {
  void Start() {
    server.Start({&metered_mind, &metered_other}, {&metered_voice});
    stub = server.Connect();
  }

  CollectingMeter meter;
  ScriptedMind other{server.clock, "openai"};
  MeteredMind metered_mind{mind, "flash", MeteredMind::Tokens::kReported, meter};
  MeteredMind metered_other{other, "mini", MeteredMind::Tokens::kReported, meter};
  MeteredVoice metered_voice{voice, "neural", meter};
};

TEST_F(TurnUsageTest, ATurnCountsItsTokensAndWhatWasSpokenUnderItsDevice) {
  mind.Answer({Piece("It is a cat. "), Piece("It sleeps."), LlmPiece(LlmUsage{100, 8})});
  Start();
  ExpectAnswered(*Ask(Question()));
  const auto tokens = meter.counted("llm");
  ASSERT_EQ(tokens.size(), 1u);
  EXPECT_EQ(tokens[0].device, "device");
  EXPECT_EQ(tokens[0].input_tokens, 100);
  EXPECT_EQ(tokens[0].output_tokens, 8);
  const auto speech = meter.counted("tts");
  ASSERT_EQ(speech.size(), 2u);
  EXPECT_EQ(speech[0].device, "device");
  EXPECT_EQ(speech[0].characters + speech[1].characters, 22);
}

TEST_F(TurnUsageTest, AnInterruptedTurnCountsWhatItHadUsed) {
  mind.Answer({Piece("It is a cat. It"), LlmPiece(LlmUsage{100, 5}), ScriptedMind::Stall{}});
  Start();
  auto call = Open(Question());
  ASSERT_TRUE(call->ReadUntil("T A"));
  grpc::ClientContext context;
  v1::InterruptRequest request;
  request.set_hardware_id("device");
  v1::InterruptResponse response;
  ASSERT_TRUE(stub->InterruptSession(&context, request, &response).ok());
  EXPECT_EQ(call->Finish().verdict(), "interrupted user_interrupt");
  ASSERT_EQ(meter.counted("llm").size(), 1u);
  EXPECT_EQ(meter.counted("llm")[0].output_tokens, 5);
  EXPECT_EQ(meter.counted("tts").size(), 1u);
}

TEST_F(TurnUsageTest, EachProviderOfATurnThatFellBackIsCountedForItself) {
  mind.Answer({Piece("It is a cat. "), LlmPiece(LlmUsage{100, 5}), absl::UnavailableError("cut")});
  other.Answer({Piece("It sleeps."), LlmPiece(LlmUsage{110, 3})});
  other.Continues();
  Start();
  EXPECT_EQ(Ask(Question())->verdict(), "degraded llm_fallback");
  const auto tokens = meter.counted("llm");
  ASSERT_EQ(tokens.size(), 2u);
  EXPECT_EQ(tokens[0].provider, "gemini");
  EXPECT_EQ(tokens[0].input_tokens, 100);
  EXPECT_EQ(tokens[1].provider, "openai");
  EXPECT_EQ(tokens[1].input_tokens, 110);
}

TEST_F(TurnUsageTest, AWelcomeIsCountedOnceAndThenComesFromTheCache) {
  Start();
  for (int i = 0; i < 3; ++i) {
    grpc::ClientContext context;
    v1::WelcomeRequest request;
    request.set_text("Welcome");
    auto reader = stub->GenerateWelcomeAudio(&context, request);
    v1::WelcomeResponse message;
    std::string sound;
    while (reader->Read(&message)) sound += message.audio_chunk().audio_data();
    EXPECT_TRUE(reader->Finish().ok());
    EXPECT_TRUE(sound == voice.SoundOf("Welcome"));
  }
  const auto speech = meter.counted("tts");
  ASSERT_EQ(speech.size(), 1u);
  EXPECT_EQ(speech[0].characters, 7);
  EXPECT_EQ(speech[0].device, "");
}

}  // namespace
}  // namespace nexy
