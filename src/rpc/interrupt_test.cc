// Interruption, cancel and drain: wire contract 6, golden scenarios I1 to I7.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>

#include "rpc/wire_client.h"

namespace nexy {
namespace {

using namespace std::chrono_literals;
using grpc::StatusCode;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr const char* kInterrupted = "Сессии успешно прерваны";

struct InterruptTest : WireTest {
  void SetUp() override {
    WireTest::SetUp();
    server.options.next_audio_timeout = 60s;
    server.options.first_audio_timeout = 60s;
    server.options.turn.notice_after = 0ms;
    server.options.turn.speak_by = 60s;
  }
  struct Answer {
    grpc::Status status;
    v1::InterruptResponse response;
    std::vector<std::string> sessions() const {
      return {response.interrupted_sessions().begin(), response.interrupted_sessions().end()};
    }
  };
  Answer Interrupt(const std::string& device) {
    Answer answer;
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + 30s);
    v1::InterruptRequest request;
    request.set_hardware_id(device);
    answer.status = stub->InterruptSession(&context, request, &answer.response);
    return answer;
  }
  void ExpectInterrupted(const Call& call) {
    EXPECT_TRUE(call.status.ok()) << call.status.error_message();
    EXPECT_EQ(call.end, "interrupted");
    EXPECT_EQ(call.verdict(), "interrupted user_interrupt");
  }
  // An answer that stays in the middle of its second sentence.
  void AnswerHangsInSentenceTwo() {
    voice.BehaveFor("Two is here.", {.fail_after_pieces = 1, .stall_instead = true});
    mind.Say("One is here. Two is here. Three is here.");
  }
  // Opens a question that waits at the gate.
  std::unique_ptr<Call> OpenAtGate(const v1::StreamRequest& request) {
    const std::size_t waiting = mind.at_gate();
    auto call = Open(request);
    EXPECT_TRUE(Eventually([this, waiting] { return mind.at_gate() > waiting; }));
    return call;
  }
};

TEST_F(InterruptTest, I1_AnInterruptWithinTheSecondSentence) {
  AnswerHangsInSentenceTwo();
  Start();
  const auto request = Question();
  auto call = Open(request);
  ASSERT_TRUE(call->ReadUntil("T A T A"));
  const auto answer = Interrupt("device");
  EXPECT_TRUE(answer.status.ok());
  EXPECT_TRUE(answer.response.success());
  EXPECT_THAT(answer.sessions(), ElementsAre(request.session_id()));
  EXPECT_EQ(answer.response.message(), kInterrupted);
  ExpectInterrupted(call->Finish());
  EXPECT_EQ(call->shape, "T A T A E");
  EXPECT_EQ(mind.open(), 0u);
  EXPECT_EQ(voice.open(), 0u);
}

TEST_F(InterruptTest, I2_BeforeTheFirstSentenceTheEndIsTheOnlyMessage) {
  mind.Answer({ScriptedMind::Gate{}, Piece("One is here.")});
  Start();
  auto call = OpenAtGate(Question());
  Interrupt("device");
  ExpectInterrupted(call->Finish());
  EXPECT_EQ(call->shape, "E");
  EXPECT_EQ(mind.cancelled(), 1u);
}

TEST_F(InterruptTest, I3_OtherDevicesAreNotTouched) {
  mind.Answer({ScriptedMind::Gate{}, Piece("One is here.")});
  Start();
  auto mine = OpenAtGate(Question());
  auto request = Question();
  request.set_hardware_id("other");
  auto other = OpenAtGate(request);
  EXPECT_EQ(Interrupt("device").sessions().size(), 1u);
  ExpectInterrupted(mine->Finish());
  mind.OpenGate();
  ExpectAnswered(other->Finish());
}

TEST_F(InterruptTest, EveryTurnOfTheDeviceIsListedAsItWasSpelledOldestFirst) {
  mind.Answer({ScriptedMind::Gate{}, Piece("One is here.")});
  Start();
  std::vector<std::unique_ptr<Call>> calls;
  std::vector<std::string> ids;
  for (const char* spelling :
       {"0F8FAD5BD9CB469FA16570867728950E", "{0f8fad5b-d9cb-469f-a165-70867728950f}",
        "urn:uuid:0f8fad5b-d9cb-469f-a165-708677289510"}) {
    auto request = Question();
    request.set_session_id(spelling);
    calls.push_back(OpenAtGate(request));
    ids.push_back(spelling);
  }
  EXPECT_EQ(Interrupt("device").sessions(), ids);
  for (auto& call : calls) ExpectInterrupted(call->Finish());
}

TEST_F(InterruptTest, I4_TheNextQuestionIsAnsweredAtOnceWithTheSameSessionToo) {
  server.options.rpc.max_live_turns = 1;
  server.options.rpc.one_turn_per_device = true;
  mind.Answer({ScriptedMind::Stall{}});
  mind.Say("One is here.");
  Start();
  const auto request = Question();
  auto call = Open(request);
  ASSERT_TRUE(Eventually([this] { return mind.open() == 1; }));
  EXPECT_EQ(Interrupt("device").sessions().size(), 1u);
  ExpectAnswered(*Ask(request));
  ExpectAnswered(*Ask(Question()));
  ExpectInterrupted(call->Finish());
}

TEST_F(InterruptTest, I5_AnInterruptOfNothing) {
  mind.Say("One is here.");
  Start();
  auto answer = Interrupt("device");
  EXPECT_TRUE(answer.status.ok());
  EXPECT_FALSE(answer.response.success());
  EXPECT_THAT(answer.sessions(), IsEmpty());
  EXPECT_EQ(answer.response.message(), "No active sessions found");
  Ask(Question());
  for (int i = 0; i < 2; ++i) {
    answer = Interrupt("device");
    EXPECT_TRUE(answer.status.ok());
    EXPECT_TRUE(answer.response.success());
    EXPECT_THAT(answer.sessions(), IsEmpty());
    EXPECT_EQ(answer.response.message(), kInterrupted);
  }
  for (const char* device : {"", " ", "Unknown", "a\x01"}) {
    answer = Interrupt(device);
    EXPECT_EQ(answer.status.error_code(), StatusCode::INVALID_ARGUMENT);
    EXPECT_EQ(answer.status.error_message(),
              "hardware_id is required and must be valid (not empty or 'unknown')");
  }
}

TEST_F(InterruptTest, I5_OfConcurrentInterruptsExactlyOneListsATurn) {
  mind.Answer({ScriptedMind::Gate{}, Piece("One is here.")});
  Start();
  std::vector<std::unique_ptr<Call>> calls;
  for (int i = 0; i < 8; ++i) calls.push_back(OpenAtGate(Question()));
  std::vector<std::future<Answer>> answers;
  for (int i = 0; i < 4; ++i) {
    answers.push_back(std::async(std::launch::async, [this] { return Interrupt("device"); }));
  }
  std::size_t listed = 0;
  for (auto& pending : answers) {
    const auto answer = pending.get();
    EXPECT_TRUE(answer.response.success());
    listed += answer.sessions().size();
  }
  EXPECT_EQ(listed, calls.size());
  for (auto& call : calls) ExpectInterrupted(call->Finish());
}

TEST_F(InterruptTest, CollectedTextOutlivesAnInterrupt) {
  mind.Answer({ScriptedMind::Stall{}});
  mind.Say("One is here.");
  Start();
  auto live = Open(Question());
  ASSERT_TRUE(Eventually([this] { return mind.open() == 1; }));
  auto request = Question("");
  request.set_phase(v1::REQUEST_PHASE_COLLECT);
  request.set_chunk_seq(1);
  request.set_chunk_text("alpha");
  EXPECT_EQ(Ask(request)->end, "COLLECT_ACCEPTED");
  Interrupt("device");
  ExpectInterrupted(live->Finish());
  request.set_phase(v1::REQUEST_PHASE_COMMIT);
  ExpectAnswered(*Ask(request));
  EXPECT_EQ(mind.requests().back().prompt, "alpha");
}

TEST_F(InterruptTest, I6_AClientThatCancelsFreesItsSessionAtOnce) {
  mind.Answer({ScriptedMind::Stall{}});
  mind.Say("One is here.");
  Start();
  const auto request = Question();
  auto call = Open(request);
  ASSERT_TRUE(Eventually([this] { return mind.open() == 1; }));
  call->Cancel();
  ASSERT_TRUE(Eventually([this] { return server.sessions->live() == 0; }));
  ExpectAnswered(*Ask(request));
  EXPECT_EQ(call->Finish().status.error_code(), StatusCode::CANCELLED);
  EXPECT_EQ(call->shape, "");
  EXPECT_EQ(call->verdict(), "");
  EXPECT_TRUE(Eventually([this] { return mind.cancelled() == 1 && mind.open() == 0; }));
}

TEST_F(InterruptTest, AClientWhoseDeadlinePassesFreesEverythingToo) {
  voice.Behave({.fail_after_pieces = 0, .stall_instead = true});
  mind.Answer({Piece("One is here. Two"), ScriptedMind::Stall{}});
  server.options.turn.turn_max = 1ms;  // The apology hangs in the embedded voice.
  server.embedded.Behave({.fail_after_pieces = 0, .stall_instead = true});
  Start();
  Call call(*stub, Question(), 500ms);
  EXPECT_EQ(call.Finish().status.error_code(), StatusCode::DEADLINE_EXCEEDED);
  EXPECT_TRUE(Eventually([this] {
    return server.sessions->live() == 0 && mind.open() == 0 && voice.open() == 0;
  }));
}

TEST_F(InterruptTest, I7_DrainingLetsAShortTurnFinishAndApologisesInALongOne) {
  mind.Answer({ScriptedMind::Gate{}, Piece("One is here.")});
  mind.Answer({Piece("One is here. Two"), ScriptedMind::Stall{}});
  Start();
  auto short_turn = OpenAtGate(Question());
  auto long_turn = Open(Question());
  ASSERT_TRUE(long_turn->ReadUntil("T A"));
  server.sessions->BeginDrain();
  EXPECT_EQ(Ask(Question())->status.error_code(), StatusCode::UNAVAILABLE);
  mind.OpenGate();
  ExpectAnswered(short_turn->Finish());
  server.sessions->StopAll(StopCause::kDraining);
  long_turn->Finish();
  EXPECT_TRUE(long_turn->status.ok());
  EXPECT_EQ(long_turn->shape, "T A T A T A E");
  EXPECT_EQ(long_turn->text(),
            "One is here. The server is restarting. Please ask again in a minute.");
  EXPECT_EQ(long_turn->end, kEnd);
  EXPECT_EQ(long_turn->verdict(), "failed draining");
  EXPECT_EQ(server.sessions->WaitIdle(std::chrono::steady_clock::now() + 20s), 0u);
}

TEST_F(InterruptTest, WhatIsOpenAtTheVeryEndOfTheGraceGetsAnError) {
  mind.Answer({ScriptedMind::Gate{}, Piece("One is here.")});
  Start();
  auto call = OpenAtGate(Question());
  server.sessions->BeginDrain();
  server.sessions->StopAll(StopCause::kClosing);
  call->Finish();
  EXPECT_EQ(call->shape, "R");
  EXPECT_EQ(call->error, "Server is shutting down, please try again");
  EXPECT_EQ(call->status.error_code(), StatusCode::UNAVAILABLE);
  EXPECT_EQ(call->status.error_message(), call->error);
  EXPECT_EQ(call->verdict(), "failed draining");
}

TEST_F(InterruptTest, AnInterruptWorksWhileDraining) {
  mind.Answer({ScriptedMind::Gate{}, Piece("One is here.")});
  Start();
  auto call = OpenAtGate(Question());
  server.sessions->BeginDrain();
  EXPECT_EQ(Interrupt("device").sessions().size(), 1u);
  ExpectInterrupted(call->Finish());
}

}  // namespace
}  // namespace nexy
