// COLLECT and COMMIT: wire contract 3.4, golden scenarios K1 to K6.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/escaping.h"
#include "rpc/wire_client.h"
#include "session/test_picture.h"

namespace nexy {
namespace {

using grpc::StatusCode;

struct CollectTest : WireTest {
  void SetUp() override {
    WireTest::SetUp();
    mind.Say("One is here.");
  }
  v1::StreamRequest Chunk(int seq, const std::string& text) {
    auto request = Question("ignored");
    request.set_session_id(session);
    request.set_phase(v1::REQUEST_PHASE_COLLECT);
    request.set_chunk_seq(seq);
    request.set_chunk_text(text);
    return request;
  }
  v1::StreamRequest Commit(const std::string& prompt = "") {
    auto request = Question(prompt);
    request.set_session_id(session);
    request.set_phase(v1::REQUEST_PHASE_COMMIT);
    return request;
  }
  void ExpectAccepted(const Call& call) {
    EXPECT_EQ(call.shape, "E");
    EXPECT_EQ(call.end, "COLLECT_ACCEPTED");
    EXPECT_TRUE(call.status.ok());
    EXPECT_EQ(call.verdict(), "");
  }
  std::string Asked() { return mind.requests().back().prompt; }

  std::string session = NewSession();
};

TEST_F(CollectTest, K1_ChunksArePutInTheirOrderWhateverTheOrderOfArrival) {
  Start();
  ExpectAccepted(*Ask(Chunk(1, "one")));
  ExpectAccepted(*Ask(Chunk(3, "three")));
  ExpectAccepted(*Ask(Chunk(2, "two")));
  EXPECT_TRUE(mind.requests().empty());
  ExpectAnswered(*Ask(Commit()));
  EXPECT_EQ(Asked(), "one two three");
}

TEST_F(CollectTest, K2_ADuplicateChunkIsAcceptedAndIgnored) {
  Start();
  ExpectAccepted(*Ask(Chunk(1, "alpha")));
  ExpectAccepted(*Ask(Chunk(2, "beta")));
  ExpectAccepted(*Ask(Chunk(2, "gamma")));
  ExpectAnswered(*Ask(Commit()));
  EXPECT_EQ(Asked(), "alpha beta");
}

TEST_F(CollectTest, K2_ChunksWithoutNumberAreMerged) {
  Start();
  ExpectAccepted(*Ask(Chunk(0, "hello")));
  ExpectAccepted(*Ask(Chunk(0, "hello world")));
  ExpectAnswered(*Ask(Commit()));
  EXPECT_EQ(Asked(), "hello world");
}

TEST_F(CollectTest, AnUnnumberedChunkAfterNumberedOnesIsIgnored) {
  Start();
  ExpectAccepted(*Ask(Chunk(0, "alpha")));
  ExpectAccepted(*Ask(Chunk(1, "beta")));
  ExpectAccepted(*Ask(Chunk(0, "late")));
  ExpectAnswered(*Ask(Commit()));
  EXPECT_EQ(Asked(), "alpha beta");
}

TEST_F(CollectTest, ThePromptOfTheCommitIsMergedIntoTheCollectedText) {
  Start();
  ExpectAccepted(*Ask(Chunk(1, "what is on")));
  ExpectAnswered(*Ask(Commit("is on my screen")));
  EXPECT_EQ(Asked(), "what is on my screen");
}

TEST_F(CollectTest, ACallWithoutPhaseTakesTheBufferToo) {
  Start();
  ExpectAccepted(*Ask(Chunk(1, "alpha")));
  auto request = Commit("beta");
  request.set_phase(v1::REQUEST_PHASE_UNSPECIFIED);
  ExpectAnswered(*Ask(request));
  EXPECT_EQ(Asked(), "alpha beta");
}

TEST_F(CollectTest, ABufferBelongsToItsDeviceAndSession) {
  Start();
  ExpectAccepted(*Ask(Chunk(1, "mine")));
  auto other_device = Commit("beta");
  other_device.set_hardware_id("other");
  ExpectAnswered(*Ask(other_device));
  EXPECT_EQ(Asked(), "beta");
  ExpectAnswered(*Ask(Question("gamma")));
  EXPECT_EQ(Asked(), "gamma");
  ExpectAnswered(*Ask(Commit()));
  EXPECT_EQ(Asked(), "mine");
}

TEST_F(CollectTest, TheScreenshotOfTheHighestChunkIsUsedUnlessTheCommitBringsOne) {
  Start();
  auto first = Chunk(1, "alpha");
  first.set_screenshot(kPng);
  auto second = Chunk(2, "");
  second.set_screenshot(kWebp);
  ExpectAccepted(*Ask(second));
  ExpectAccepted(*Ask(first));
  ExpectAnswered(*Ask(Commit()));
  ASSERT_TRUE(mind.requests().back().screenshot);
  EXPECT_EQ(mind.requests().back().screenshot->format(), ImageFormat::kWebp);

  ExpectAccepted(*Ask(first));
  auto commit = Commit();
  commit.set_screenshot(kJpeg);
  ExpectAnswered(*Ask(commit));
  EXPECT_EQ(mind.requests().back().screenshot->format(), ImageFormat::kJpeg);
}

TEST_F(CollectTest, CollectDoesNotCollideWithALiveTurnAndTakesNoSlot) {
  server.options.rpc.max_live_turns = 1;
  ScriptedMind gated(server.clock);
  gated.Answer({ScriptedMind::Gate{}, Piece("One is here.")});
  server.Start({&gated}, {&voice});
  stub = server.Connect();
  auto live = Open(Commit("live"));
  ASSERT_TRUE(Eventually([&gated] { return gated.at_gate() == 1; }));
  ExpectAccepted(*Ask(Chunk(1, "alpha")));
  gated.OpenGate();
  ExpectAnswered(live->Finish());
}

TEST_F(CollectTest, K3_ACommitThatIsRefusedLeavesTheBufferWhole) {
  server.options.rpc.max_live_turns = 1;
  ScriptedMind gated(server.clock);
  gated.Answer({ScriptedMind::Gate{}, Piece("One is here.")});
  server.Start({&gated}, {&voice});
  stub = server.Connect();
  auto live_request = Commit("live");
  auto live = Open(live_request);
  ASSERT_TRUE(Eventually([&gated] { return gated.at_gate() == 1; }));
  // Check 8: the same session is live.
  auto chunk = Chunk(1, "alpha beta");
  chunk.set_screenshot(kPng);
  ExpectAccepted(*Ask(chunk));
  EXPECT_EQ(Ask(Commit())->status.error_code(), StatusCode::RESOURCE_EXHAUSTED);
  // Check 10: another session finds no slot.
  session = NewSession();
  chunk.set_session_id(session);
  ExpectAccepted(*Ask(chunk));
  EXPECT_EQ(Ask(Commit())->status.error_code(), StatusCode::RESOURCE_EXHAUSTED);
  gated.OpenGate();
  ExpectAnswered(live->Finish());
  // Check 11.
  auto bad_picture = Commit();
  bad_picture.set_screenshot("!");
  EXPECT_EQ(Ask(bad_picture)->status.error_code(), StatusCode::INVALID_ARGUMENT);

  for (const auto& id : {session, live_request.session_id()}) {
    session = id;
    ExpectAnswered(*Ask(Commit()));
    EXPECT_EQ(gated.requests().back().prompt, "alpha beta");
    EXPECT_TRUE(gated.requests().back().screenshot);
  }
}

TEST_F(CollectTest, K4_ASecondCommitFindsNothing) {
  Start();
  ExpectAccepted(*Ask(Chunk(1, "alpha")));
  ExpectAnswered(*Ask(Commit()));
  ExpectRefused(*Ask(Commit()), StatusCode::INVALID_ARGUMENT,
                "Empty prompt: text field is required");
}

TEST_F(CollectTest, K4_ABufferDiesWhenItsTimeIsOver) {
  server.options.session.collect_ttl = std::chrono::milliseconds(20);
  Start();
  ExpectAccepted(*Ask(Chunk(1, "alpha")));
  ASSERT_TRUE(Eventually([this] {
    server.collect->Sweep();
    return server.collect->usage().buffers == 0;
  }));
  ExpectRefused(*Ask(Commit()), StatusCode::INVALID_ARGUMENT,
                "Empty prompt: text field is required");
}

TEST_F(CollectTest, K5_ADeviceOverItsBytesIsRefusedAndAnotherCollects) {
  server.options.session.collect_device_bytes = 1000;
  Start();
  ExpectAccepted(*Ask(Chunk(1, std::string(900, 'a'))));
  auto picture = Chunk(2, "");
  picture.set_screenshot(absl::Base64Escape(Picture(200)->bytes()));
  ExpectRefused(*Ask(picture), StatusCode::RESOURCE_EXHAUSTED,
                "collect limit reached: collect_device_bytes");
  auto other = Chunk(1, std::string(900, 'b'));
  other.set_hardware_id("other");
  ExpectAccepted(*Ask(other));
  ExpectAnswered(*Ask(Commit()));
  EXPECT_EQ(Asked(), std::string(900, 'a'));
}

TEST_F(CollectTest, C3_EachCapIsNamed) {
  server.options.session.collect_chunks_max = 2;
  server.options.session.collect_total_bytes = 5000;
  server.options.session.collect_total_buffers = 2;
  server.options.rpc.prompt_max_bytes = 100;
  Start();
  const auto expect_cap = [this](const v1::StreamRequest& request, const std::string& cap) {
    ExpectRefused(*Ask(request), StatusCode::RESOURCE_EXHAUSTED, "collect limit reached: " + cap);
  };
  ExpectAccepted(*Ask(Chunk(1, "a")));
  ExpectAccepted(*Ask(Chunk(2, "b")));
  expect_cap(Chunk(3, "c"), "collect_chunks_max");
  session = NewSession();
  expect_cap(Chunk(1, std::string(101, 'a')), "prompt_max_bytes");
  auto big = Chunk(1, "");
  big.set_screenshot(absl::Base64Escape(Picture(5001)->bytes()));
  expect_cap(big, "collect_total_bytes");
  ExpectAccepted(*Ask(Chunk(1, "a")));
  session = NewSession();
  auto third = Chunk(1, "a");
  third.set_hardware_id("other");
  expect_cap(third, "collect_total_buffers");
}

TEST_F(CollectTest, OneBufferTooManyDropsTheDevicesLeastRecentlyUsed) {
  server.options.session.collect_device_buffers = 2;
  Start();
  std::vector<std::string> sessions;
  for (const char* text : {"first", "second", "third"}) {
    session = NewSession();
    sessions.push_back(session);
    ExpectAccepted(*Ask(Chunk(1, text)));
  }
  session = sessions[0];
  EXPECT_EQ(Ask(Commit())->error, "Empty prompt: text field is required");
  session = sessions[1];
  ExpectAnswered(*Ask(Commit()));
  EXPECT_EQ(Asked(), "second");
}

TEST_F(CollectTest, C1_ANegativeChunkNumberIsRefused) {
  Start();
  ExpectRefused(*Ask(Chunk(-1, "alpha")), StatusCode::INVALID_ARGUMENT,
                "chunk_seq must not be negative");
}

TEST_F(CollectTest, C2_ABadScreenshotIsRefusedAndTheBufferStays) {
  Start();
  ExpectAccepted(*Ask(Chunk(1, "alpha")));
  auto bad = Chunk(2, "beta");
  bad.set_screenshot("!");
  ExpectRefused(*Ask(bad), StatusCode::INVALID_ARGUMENT, "screenshot is not valid base64");
  ExpectAnswered(*Ask(Commit()));
  EXPECT_EQ(Asked(), "alpha");
}

TEST_F(CollectTest, K6_CollectNeverMintsASession) {
  Start();
  auto chunk = Chunk(1, "alpha");
  chunk.set_hardware_id(kUuidDevice);
  chunk.clear_session_id();
  ExpectRefused(*Ask(chunk), StatusCode::INVALID_ARGUMENT,
                "session_id is required and must be provided by client");
}

}  // namespace
}  // namespace nexy
