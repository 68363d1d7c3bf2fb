#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rpc/service_fixture.h"

namespace nexy {

// A StreamAudio call as a client sees it: what came, in its order. Destroying it hangs up.
class Call {
 public:
  explicit Call(v1::StreamingService::Stub& stub, const v1::StreamRequest& request,
                std::chrono::milliseconds deadline = std::chrono::seconds(50)) {
    context_.set_deadline(std::chrono::system_clock::now() + deadline);
    reader_ = stub.StreamAudio(&context_, request);
  }
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;
  ~Call() {
    if (finished_) return;
    Cancel();
    Finish();
  }

  // Reads one message; false when no more will come.
  bool Read() {
    v1::StreamResponse message;
    if (!reader_->Read(&message)) return false;
    Take(message);
    return true;
  }
  // Reads until what came has this shape; false when the stream ends before.
  bool ReadUntil(std::string_view wanted) {
    while (shape != wanted) {
      if (!Read()) return false;
    }
    return true;
  }
  // Reads to the status.
  Call& Finish() {
    if (finished_) return *this;
    while (Read()) {
    }
    status = reader_->Finish();
    finished_ = true;
    outcome = Trailer("nexy-outcome");
    cause = Trailer("nexy-cause");
    return *this;
  }
  void Cancel() { context_.TryCancel(); }

  // "ok", "failed llm_timeout", "" without trailers.
  std::string verdict() const { return cause.empty() ? outcome : outcome + " " + cause; }
  // Clients show the answer by joining text_chunks with one space.
  std::string text() const {
    std::string joined;
    for (const auto& sentence : texts) joined += (joined.empty() ? "" : " ") + sentence;
    return joined;
  }

  // T text_chunk, A one or more audio_chunks, X action_message, E end_message, R error_message.
  std::string shape;
  std::vector<std::string> texts;
  std::vector<std::string> sounds;  // PCM after each text.
  std::vector<v1::AudioChunk> chunks;
  std::vector<v1::ActionMessage> actions;
  std::string end;
  std::string error;
  grpc::Status status;
  std::string outcome;
  std::string cause;

 private:
  void Take(const v1::StreamResponse& message) {
    const char kind = Kind(message.content_case());
    const bool more_audio = kind == 'A' && shape.ends_with('A');
    if (!more_audio) shape += shape.empty() ? std::string(1, kind) : std::string(" ") + kind;
    if (kind == 'T') {
      texts.push_back(message.text_chunk());
      sounds.emplace_back();
    } else if (kind == 'A') {
      chunks.push_back(message.audio_chunk());
      if (!sounds.empty()) sounds.back() += message.audio_chunk().audio_data();
    } else if (kind == 'X') {
      actions.push_back(message.action_message());
    } else if (kind == 'E') {
      end = message.end_message();
    } else if (kind == 'R') {
      error = message.error_message();
    }
  }
  static char Kind(v1::StreamResponse::ContentCase content) {
    switch (content) {
      case v1::StreamResponse::kTextChunk:
        return 'T';
      case v1::StreamResponse::kAudioChunk:
        return 'A';
      case v1::StreamResponse::kEndMessage:
        return 'E';
      case v1::StreamResponse::kErrorMessage:
        return 'R';
      case v1::StreamResponse::kActionMessage:
        return 'X';
      default:
        return '?';
    }
  }
  std::string Trailer(const char* key) const {
    const auto& trailers = context_.GetServerTrailingMetadata();
    EXPECT_LE(trailers.count(key), 1u) << key;
    const auto found = trailers.find(key);
    return found == trailers.end() ? "" : std::string(found->second.data(), found->second.size());
  }

  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReader<v1::StreamResponse>> reader_;
  bool finished_ = false;
};

// True when `condition` comes to hold; for what only a counter shows.
template <typename Condition>
bool Eventually(Condition condition) {
  using namespace std::chrono_literals;
  std::mutex mutex;
  std::condition_variable never;
  std::unique_lock lock(mutex);
  const auto give_up = std::chrono::steady_clock::now() + 20s;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > give_up) return false;
    never.wait_for(lock, 1ms);
  }
  return true;
}

inline std::string NewSession() { return MintSessionId(RandomBytes()); }

inline constexpr const char* kEnd = "Обработка завершена";
inline constexpr const char* kUuidDevice = "5A1F0E6C-0B1D-1C6E-8F4A-1D2C3B4A5F60";

// The smallest pictures, as a client sends them.
inline constexpr const char* kPng =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJg"
    "gg==";
inline constexpr const char* kWebp = "UklGRhwAAABXRUJQVlA4TA8AAAAvAAAAEAfQ/4j+BSKi/wEA";
inline constexpr const char* kJpeg =
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAKBueIx4ZKCMgoy0qqC+8P//8Nzc8P//////////////////////////////"
    "////////////////////////////wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAA//EABQQAQAAAAAAAAAA"
    "AAAAAAAAAAD/2gAIAQEAAD8AF//Z";

inline LlmPiece Piece(std::string text) { return LlmText{std::move(text)}; }

// A server with one model and one remote voice, and a client.
struct WireTest : testing::Test {
  void SetUp() override {
    server.options.turn.check_screen = false;  // The pictures of these tests show nothing.
    server.options.session.conversation_turns = 0;
    server.options.session.conversation_keep_screenshot = false;
  }
  void TearDown() override { server.Stop(); }

  void Start() {
    server.Start({&mind}, {&voice});
    stub = server.Connect();
  }

  v1::StreamRequest Question(std::string prompt = "What is this?") {
    v1::StreamRequest request;
    request.set_prompt(std::move(prompt));
    request.set_hardware_id("device");
    request.set_session_id(NewSession());
    return request;
  }
  v1::StreamRequest LegacyQuestion(std::string prompt = "What is this?") {
    v1::StreamRequest request = Question(std::move(prompt));
    request.set_hardware_id(kUuidDevice);
    request.clear_session_id();
    return request;
  }

  std::unique_ptr<Call> Open(const v1::StreamRequest& request) {
    return std::make_unique<Call>(*stub, request);
  }
  std::unique_ptr<Call> Ask(const v1::StreamRequest& request) {
    auto call = Open(request);
    call->Finish();
    return call;
  }

  void ExpectAnswered(const Call& call) {
    EXPECT_TRUE(call.status.ok()) << call.status.error_message();
    EXPECT_TRUE(call.shape.starts_with("T A") && call.shape.ends_with("A E")) << call.shape;
    EXPECT_EQ(call.end, kEnd);
    EXPECT_EQ(call.verdict(), "ok");
  }
  // A refusal: one error_message, the status with the same text, no trailers.
  void ExpectRefused(const Call& call, grpc::StatusCode code, const std::string& text) {
    EXPECT_EQ(call.shape, "R");
    EXPECT_EQ(call.error, text);
    EXPECT_EQ(call.status.error_code(), code);
    EXPECT_EQ(call.status.error_message(), text);
    EXPECT_EQ(call.verdict(), "");
  }

  ServiceFixture server;
  ScriptedMind mind{server.clock, "gemini"};
  ScriptedVoice voice{server.clock, "azure"};
  std::unique_ptr<v1::StreamingService::Stub> stub;
};

}  // namespace nexy
