// StreamAudio up to admission: wire contract 3.1 to 3.3, golden scenarios V1 to V8.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rpc/wire_client.h"

namespace nexy {
namespace {

using grpc::StatusCode;
using testing::ElementsAre;

constexpr const char* kBadDevice =
    "hardware_id is required and must be valid (not empty or 'unknown')";
constexpr const char* kNoSession = "session_id is required and must be provided by client";
constexpr const char* kDraining = "Server is shutting down, please try again";

struct AdmissionTest : WireTest {
  void StartWithAnswer() {
    mind.Say("One is here.");
    Start();
  }
  // A question that is not answered before the gate opens.
  std::unique_ptr<Call> OpenAtGate(const v1::StreamRequest& request) {
    const std::size_t waiting = mind.at_gate();
    auto call = Open(request);
    EXPECT_TRUE(Eventually([this, waiting] { return mind.at_gate() > waiting; }));
    return call;
  }
  void AnswerBehindGate() { mind.Answer({ScriptedMind::Gate{}, Piece("One is here.")}); }
};

TEST_F(AdmissionTest, V1_ADeviceWithoutAValidNameIsRefused) {
  StartWithAnswer();
  const std::vector<std::string> names = {"",        " \t",     "UNKNOWN", "unknown",
                                          "UnKnown", "a\x01" "b", "a\nb",    std::string(257, 'a'),
                                          "\u00a0",  std::string("a\0b", 3)};
  for (const auto& name : names) {
    auto request = Question();
    request.set_hardware_id(name);
    ExpectRefused(*Ask(request), StatusCode::INVALID_ARGUMENT, kBadDevice);
  }
  EXPECT_TRUE(mind.requests().empty());
}

TEST_F(AdmissionTest, ANameIsUsedAsItIsNotTrimmed) {
  StartWithAnswer();
  for (const auto& name : {std::string(" x "), std::string(256, 'a'), std::string("unknown ")}) {
    auto request = Question();
    request.set_hardware_id(name);
    ExpectAnswered(*Ask(request));
    EXPECT_TRUE(server.known->Contains(name));
  }
}

TEST_F(AdmissionTest, V2_ACallWithoutSessionIsRefusedUnlessTheDeviceIsNamedByAUuid) {
  StartWithAnswer();
  for (const char* name : {"device", "5A1F0E6C0B1D1C6E8F4A1D2C3B4A5F60",
                           "5A1F0E6C-0B1D-1C6E-8F4A-1D2C3B4A5F6G"}) {
    auto request = Question();
    request.clear_session_id();
    request.set_hardware_id(name);
    ExpectRefused(*Ask(request), StatusCode::INVALID_ARGUMENT, kNoSession);
  }
}

TEST_F(AdmissionTest, V2_ASessionIsMintedForAUuidShapedDeviceOfEachVersion) {
  StartWithAnswer();
  for (const char version : std::string_view("0123456789abcdefABCDEF")) {
    auto request = LegacyQuestion();
    std::string device = kUuidDevice;
    device[14] = version;
    request.set_hardware_id(device);
    ExpectAnswered(*Ask(request));
  }
}

TEST_F(AdmissionTest, V3_ASessionIdMayBeSpelledInManyWays) {
  StartWithAnswer();
  for (const char* spelling :
       {"0F8FAD5B-D9CB-469F-A165-70867728950E", "0f8fad5b-d9cb-469f-a165-70867728950e",
        "0f8fad5bd9cb469fa16570867728950e", "{0f8fad5b-d9cb-469f-a165-70867728950e}",
        "urn:uuid:0f8fad5b-d9cb-469f-a165-70867728950e", "urn:0f8fad5bd9cb469fb16570867728950e",
        "uuid:0f8fad5bd9cb469f816570867728950e", "0f8f-ad5bd9cb469f916570867728950e",
        "urn:uuid:{0f8fad5b-d9cb-469f-a165-70867728950e}"}) {
    auto request = Question();
    request.set_session_id(spelling);
    SCOPED_TRACE(spelling);
    ExpectAnswered(*Ask(request));
  }
}

TEST_F(AdmissionTest, V3_WhatIsNoVersion4UuidIsNoSession) {
  StartWithAnswer();
  for (const char* spelling :
       {"0f8fad5b-d9cb-169f-a165-70867728950e", "0f8fad5b-d9cb-469f-c165-70867728950e",
        "0f8fad5b-d9cb-469f-a165-70867728950e ", " 0f8fad5b-d9cb-469f-a165-70867728950e",
        "0f8fad5b-d9cb-469f-a165-70867728950", "0f8fad5b-d9cb-469f-a165-70867728950e0",
        "0f8fad5b-d9cb-469f-a165-70867728950g", "session"}) {
    auto request = Question();
    request.set_session_id(spelling);
    SCOPED_TRACE(spelling);
    ExpectRefused(*Ask(request), StatusCode::INVALID_ARGUMENT, kNoSession);
  }
}

TEST_F(AdmissionTest, V4_AnUnknownPhaseIsNamed) {
  StartWithAnswer();
  for (const int phase : {7, 3, -1}) {
    auto request = Question();
    request.set_phase(static_cast<v1::RequestPhase>(phase));
    ExpectRefused(*Ask(request), StatusCode::INVALID_ARGUMENT,
                  "unsupported request phase: " + std::to_string(phase));
  }
}

TEST_F(AdmissionTest, V4_ABlankPromptIsRefusedInBothPhases) {
  StartWithAnswer();
  for (const auto phase : {v1::REQUEST_PHASE_UNSPECIFIED, v1::REQUEST_PHASE_COMMIT}) {
    for (const char* prompt : {"", " \n\t ", "\u2003"}) {
      auto request = Question(prompt);
      request.set_phase(phase);
      ExpectRefused(*Ask(request), StatusCode::INVALID_ARGUMENT,
                    "Empty prompt: text field is required");
    }
  }
}

TEST_F(AdmissionTest, Check7_APromptAboveTheLimitIsRefusedWithBothSizes) {
  server.options.rpc.prompt_max_bytes = 100;
  StartWithAnswer();
  ExpectAnswered(*Ask(Question(std::string(100, 'a'))));
  ExpectRefused(*Ask(Question(std::string(101, 'a'))), StatusCode::INVALID_ARGUMENT,
                "prompt is too long: 101 bytes, the limit is 100");
}

TEST_F(AdmissionTest, V5_AMessageAboveTheLimitIsRefusedByGrpc) {
  server.options.rpc.max_message_bytes = 64 * 1024;
  StartWithAnswer();
  auto call = Ask(Question(std::string(70'000, 'a')));
  EXPECT_EQ(call->shape, "");
  EXPECT_EQ(call->status.error_code(), StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_THAT(call->status.error_message(),
              testing::MatchesRegex("Received message larger than max \\([0-9]+ vs. 65536\\)"));
  EXPECT_EQ(call->verdict(), "");
  ExpectAnswered(*Ask(Question()));
}

TEST_F(AdmissionTest, V6_ASecondTurnOfALiveSessionIsRefusedAndTheFirstIsUntouched) {
  AnswerBehindGate();
  Start();
  auto request = Question();
  request.set_session_id("0f8fad5b-d9cb-469f-a165-70867728950e");
  auto first = OpenAtGate(request);
  for (const char* spelling :
       {"0f8fad5b-d9cb-469f-a165-70867728950e", "0F8FAD5BD9CB469FA16570867728950E",
        "{0f8fad5b-d9cb-469f-a165-70867728950e}"}) {
    request.set_session_id(spelling);
    ExpectRefused(*Ask(request), StatusCode::RESOURCE_EXHAUSTED,
                  std::string("Concurrent request for session_id=") + spelling +
                      " is not allowed");
  }
  mind.OpenGate();
  ExpectAnswered(first->Finish());
  EXPECT_THAT(first->texts, ElementsAre("One is here."));
  EXPECT_EQ(mind.requests().size(), 1u);
  ExpectAnswered(*Ask(request));
}

TEST_F(AdmissionTest, V6_ADuplicateOfAnotherDeviceIsRefusedToo) {
  AnswerBehindGate();
  Start();
  auto request = Question();
  auto first = OpenAtGate(request);
  request.set_hardware_id("other");
  EXPECT_EQ(Ask(request)->status.error_code(), StatusCode::RESOURCE_EXHAUSTED);
  mind.OpenGate();
  ExpectAnswered(first->Finish());
}

TEST_F(AdmissionTest, V7_ABurstAboveTheLimitIsRefusedExactly) {
  constexpr std::size_t kMax = 20, kMore = 5;
  server.options.rpc.max_live_turns = kMax;
  AnswerBehindGate();
  Start();
  std::vector<std::unique_ptr<Call>> calls;
  for (std::size_t i = 0; i < kMax + kMore; ++i) calls.push_back(Open(Question()));
  const auto& refusals = server.rpc_metrics.refusals(Refusal::kCapacity);
  ASSERT_TRUE(Eventually([&refusals] { return refusals.LastHour() == kMore; }));
  ASSERT_TRUE(Eventually([this] { return mind.at_gate() == kMax; }));
  mind.OpenGate();
  std::size_t refused = 0;
  for (auto& call : calls) {
    call->Finish();
    if (call->status.ok()) {
      ExpectAnswered(*call);
    } else {
      ++refused;
      ExpectRefused(*call, StatusCode::RESOURCE_EXHAUSTED,
                    "STREAM_LIMIT_EXCEEDED: Maximum concurrent streams (20) reached. "
                    "Current active: 20");
    }
  }
  EXPECT_EQ(refused, kMore);
  EXPECT_EQ(mind.requests().size(), kMax);
}

TEST_F(AdmissionTest, V8_WhileDrainingEveryNewCallIsRefusedFirstOfAll) {
  StartWithAnswer();
  server.sessions->BeginDrain();
  ExpectRefused(*Ask(Question()), StatusCode::UNAVAILABLE, kDraining);
  ExpectRefused(*Ask(v1::StreamRequest()), StatusCode::UNAVAILABLE, kDraining);
  auto collect = Question();
  collect.set_phase(v1::REQUEST_PHASE_COLLECT);
  ExpectRefused(*Ask(collect), StatusCode::UNAVAILABLE, kDraining);
}

TEST_F(AdmissionTest, Check9_OneTurnADeviceWhenTheSettingSaysSo) {
  server.options.rpc.one_turn_per_device = true;
  AnswerBehindGate();
  Start();
  auto request = Question();
  auto first = OpenAtGate(request);
  ExpectRefused(*Ask(Question()), StatusCode::RESOURCE_EXHAUSTED,
                "Concurrent request for hardware_id=device is not allowed (active sessions: ['" +
                    request.session_id() + "'])");
  mind.OpenGate();
  auto other = Question();
  other.set_hardware_id("other");
  ExpectAnswered(*Ask(other));
  ExpectAnswered(first->Finish());
}

TEST_F(AdmissionTest, SessionsOfOneDeviceRunInParallel) {
  AnswerBehindGate();
  Start();
  auto first = OpenAtGate(Question());
  auto second = OpenAtGate(Question());
  mind.OpenGate();
  ExpectAnswered(first->Finish());
  ExpectAnswered(second->Finish());
}

TEST_F(AdmissionTest, Check9a_ADeviceThatAsksTooOftenIsToldToWait) {
  server.options.rpc.device_turns_per_minute = 2;
  StartWithAnswer();
  ExpectAnswered(*Ask(Question()));
  ExpectAnswered(*Ask(Question()));
  ExpectRefused(*Ask(Question()), StatusCode::RESOURCE_EXHAUSTED,
                "Too many requests from this device, please wait a moment");
  auto other = Question();
  other.set_hardware_id("other");
  ExpectAnswered(*Ask(other));
}

// The first of two failing checks is named.
TEST_F(AdmissionTest, TheChecksRunInTheOrderOfTheTable) {
  server.options.rpc.prompt_max_bytes = 10;
  server.options.rpc.max_live_turns = 1;
  AnswerBehindGate();
  Start();
  auto live = Question("Who?");
  auto first = OpenAtGate(live);

  auto request = live;
  request.set_screenshot("!");
  EXPECT_THAT(Ask(request)->error, testing::HasSubstr("Concurrent request for session_id"));
  request.set_session_id(NewSession());
  EXPECT_THAT(Ask(request)->error, testing::HasSubstr("STREAM_LIMIT_EXCEEDED"));
  request.set_prompt("A long prompt");
  EXPECT_THAT(Ask(request)->error, testing::HasSubstr("prompt is too long"));
  request.set_prompt(std::string(20, ' '));
  EXPECT_THAT(Ask(request)->error, testing::HasSubstr("Empty prompt"));
  request.set_phase(static_cast<v1::RequestPhase>(9));
  EXPECT_EQ(Ask(request)->error, "unsupported request phase: 9");
  request.set_session_id("none");
  EXPECT_EQ(Ask(request)->error, kNoSession);
  request.set_hardware_id("unknown");
  EXPECT_EQ(Ask(request)->error, kBadDevice);
  server.sessions->BeginDrain();
  EXPECT_EQ(Ask(request)->error, kDraining);
  mind.OpenGate();
  ExpectAnswered(first->Finish());
}

TEST_F(AdmissionTest, ARefusalReservesNothing) {
  server.options.rpc.max_live_turns = 1;
  server.options.rpc.device_turns_per_minute = 1;
  StartWithAnswer();
  auto request = Question();
  request.set_screenshot("!");
  for (int i = 0; i < 3; ++i) {
    ExpectRefused(*Ask(request), StatusCode::INVALID_ARGUMENT, "screenshot is not valid base64");
  }
  EXPECT_EQ(server.sessions->live(), 0u);
  EXPECT_TRUE(mind.requests().empty());
  request.clear_screenshot();
  ExpectAnswered(*Ask(request));
}

TEST_F(AdmissionTest, ADeviceIsKnownThoughALaterCheckRefusesIt) {
  StartWithAnswer();
  Ask(Question(""));
  EXPECT_TRUE(server.known->Contains("device"));
}

}  // namespace
}  // namespace nexy
