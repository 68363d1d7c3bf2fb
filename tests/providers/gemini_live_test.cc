#include "llm/gemini_live.h"

#include <nlohmann/json.hpp>

#include "mind_fixture.h"

namespace nexy {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

// Keeps what was told.
struct KeptBill final : LlmBill {
  explicit KeptBill(std::optional<LlmUsage>& to, bool& settled) : to_(to), settled_(settled) {}
  ~KeptBill() override { settled_ = true; }
  void Told(LlmUsage usage) override { to_ = usage; }
  std::optional<LlmUsage>& to_;
  bool& settled_;
};

struct GeminiLiveTest : MindFixture {
  GeminiLiveProvider& live() {
    if (!live_) {
      gemini.base_url = sim.http_url();
      gemini.api_key = Secret("live-key");
      live_.emplace(gemini, settings, Parts());
    }
    return *live_;
  }
  // A later question of the same device, which heard `earlier`.
  static LlmRequest NextQuestion(std::string prompt, std::string earlier) {
    LlmRequest request = Question(std::move(prompt));
    request.history.push_back({std::move(earlier), "Something.", ""});
    return request;
  }
  // The messages that the client sent on the connection of request `index`.
  std::vector<json> Sent(std::size_t index) {
    const SimRequest request = sim.Requests("gemini_live").at(index);
    std::vector<json> sent;
    for (const SimMessage& message : request.messages) {
      if (message.from_client) sent.push_back(json::parse(message.payload));
    }
    return sent;
  }
  static json TextsOf(const json& question) {
    json texts = json::array();
    for (const json& turn : question["clientContent"]["turns"]) {
      for (const json& part : turn["parts"]) {
        if (part.contains("text")) texts.push_back(part["text"]);
      }
    }
    return texts;
  }
  bool WaitUntilKept(std::size_t sessions = 1) {
    return RunUntil([this, sessions] { return live().sessions() == sessions; });
  }
  FailureReason ReasonWhenClosed(int code, const std::string& reason) {
    sim.Script("gemini_live", R"({"close": {"at": "before_headers", "code": )" +
                                  std::to_string(code) + R"(, "reason": ")" + reason + R"("}})");
    return FailureReasonOf(Ask(live(), Question("Who?")).status);
  }

  GeminiOptions gemini;
  GeminiLiveOptions settings;
  std::optional<GeminiLiveProvider> live_;
};

TEST_F(GeminiLiveTest, SpeaksItselfAndWritesDownWhatItSays) {
  sim.Script("gemini_live", R"({"text": ["I speak ", "myself."], "audio_ms": 1000})");
  const Answer answer = Ask(live(), Question("Who are you?"));
  ASSERT_TRUE(answer.status.ok()) << answer.status;
  EXPECT_EQ(answer.text, "I speak myself.");
  EXPECT_NEAR(static_cast<double>(answer.pcm.size()), 96'000.0, 500.0);
  EXPECT_EQ(sim.Stats().refused, 0u);
}

TEST_F(GeminiLiveTest, TheSetupSaysWhatTheServiceHasToKnow) {
  settings.voice = "Kore";
  LlmRequest request = QuestionWithWebp();
  request.history.push_back({"Who are you?", "Nexy.", ""});
  ASSERT_TRUE(Ask(live(), std::move(request)).status.ok());
  const auto sent = Sent(0);
  ASSERT_EQ(sent.size(), 2u);
  const json& setup = sent[0]["setup"];
  EXPECT_EQ(setup["model"], "models/gemini-3.8-live");
  EXPECT_EQ(setup["generationConfig"]["responseModalities"], json::array({"AUDIO"}));
  EXPECT_EQ(
      setup["generationConfig"]["speechConfig"]["voiceConfig"]["prebuiltVoiceConfig"]["voiceName"],
      "Kore");
  EXPECT_TRUE(setup["outputAudioTranscription"].is_object());
  EXPECT_EQ(setup["sessionResumption"], json::object());
  EXPECT_EQ(setup["contextWindowCompression"]["triggerTokens"], "25000");
  EXPECT_THAT(setup["systemInstruction"]["parts"][0]["text"], HasSubstr("Nexy"));
  const json& turns = sent[1]["clientContent"]["turns"];
  ASSERT_EQ(turns.size(), 3u);
  EXPECT_EQ(turns[1]["role"], "model");
  EXPECT_EQ(turns[2]["parts"].back()["inlineData"]["mimeType"], "image/jpeg");
  EXPECT_EQ(sim.Requests("gemini_live")[0].Header("x-goog-api-key"), "live-key");
  EXPECT_THAT(sim.Requests("gemini_live")[0].target, Not(HasSubstr("live-key")));
}

TEST_F(GeminiLiveTest, SeveralTurnsOfADeviceShareOneSession) {
  ASSERT_TRUE(Ask(live(), Question("One?")).status.ok());
  ASSERT_TRUE(WaitUntilKept());
  const Answer second = Ask(live(), NextQuestion("Two?", "One?"));
  ASSERT_TRUE(second.status.ok()) << second.status;
  ASSERT_TRUE(WaitUntilKept());
  EXPECT_EQ(sim.Requests("gemini_live").size(), 1u);
  const auto sent = Sent(0);
  ASSERT_EQ(sent.size(), 3u);
  EXPECT_EQ(TextsOf(sent[2]).back(), "Two?");
  EXPECT_THAT(TextsOf(sent[2]).dump(), Not(HasSubstr("One?"))) << "the service remembers it";
}

TEST_F(GeminiLiveTest, AnotherDeviceGetsAnotherSession) {
  ASSERT_TRUE(Ask(live(), Question("One?", "mac-1")).status.ok());
  ASSERT_TRUE(WaitUntilKept());
  ASSERT_TRUE(Ask(live(), Question("Two?", "mac-2")).status.ok());
  ASSERT_TRUE(WaitUntilKept(2));
  EXPECT_EQ(sim.Requests("gemini_live").size(), 2u);
}

TEST_F(GeminiLiveTest, AnAnswerOfAnotherMindInBetweenIsTold) {
  ASSERT_TRUE(Ask(live(), Question("One?")).status.ok());
  ASSERT_TRUE(WaitUntilKept());
  ASSERT_TRUE(Ask(live(), NextQuestion("Three?", "Two?")).status.ok());
  ASSERT_EQ(sim.Requests("gemini_live").size(), 2u);
  EXPECT_THAT(TextsOf(Sent(1)[1]).dump(), HasSubstr("Two?"));
}

TEST_F(GeminiLiveTest, ASessionThatGoesAwayIsResumedForTheNextQuestion) {
  sim.Script("gemini_live",
             R"([{"turns": [{"gate": {"end": "end"}}], "go_away_ms": 1}, {"text": ["Two."]}])");
  std::optional<Answer> first;
  asio::co_spawn(
      io, ReadToEnd(live(), Question("One?")),
      [&first](std::exception_ptr, absl::StatusOr<Answer> answer) { first = *std::move(answer); });
  ASSERT_TRUE(RunUntil([this] { return sim.WaitForGate("end", 1ms); }));
  ASSERT_TRUE(RunUntil([this] {
    const SimRequest request = sim.Requests("gemini_live").at(0);
    for (const SimMessage& message : request.messages) {
      if (message.payload.find("goAway") != std::string::npos) return true;
    }
    return false;
  }));
  sim.Open("end");
  ASSERT_TRUE(RunUntil([&first] { return first.has_value(); }));
  ASSERT_TRUE(first->status.ok()) << first->status << " its turn was finished";
  ASSERT_TRUE(WaitUntilKept());
  const Answer second = Ask(live(), NextQuestion("Two?", "One?"));
  EXPECT_TRUE(second.status.ok()) << second.status;
  ASSERT_GE(sim.Requests("gemini_live").size(), 2u);
  EXPECT_TRUE(Sent(1)[0]["setup"]["sessionResumption"].contains("handle"));
}

TEST_F(GeminiLiveTest, AKeptSessionThatTheServiceClosesIsResumedWithItsHandle) {
  sim.Script("gemini_live", R"([{"turns": [{}, {"close": {"at": "after_headers", "code": 1008,
                                                "reason": "The operation was aborted."}}]},
                                {"text": ["Again."]}])");
  ASSERT_TRUE(Ask(live(), Question("One?")).status.ok());
  ASSERT_TRUE(WaitUntilKept());
  const Answer answer = Ask(live(), NextQuestion("Two?", "One?"));
  EXPECT_TRUE(answer.status.ok()) << answer.status;
  EXPECT_EQ(answer.text, "Again.");
  ASSERT_GE(sim.Requests("gemini_live").size(), 2u);
  EXPECT_TRUE(Sent(1)[0]["setup"]["sessionResumption"].contains("handle"));
}

TEST_F(GeminiLiveTest, AKeptSessionThatIsSilentLeavesTimeForANewOne) {
  first_token_timeout = 4s;
  sim.Script("gemini_live", R"([{"turns": [{}, {"stall": "after_headers"}]}, {"text": ["New."]}])");
  ASSERT_TRUE(Ask(live(), Question("One?")).status.ok());
  ASSERT_TRUE(WaitUntilKept());
  const Answer answer = Ask(live(), NextQuestion("Two?", "One?"));
  EXPECT_TRUE(answer.status.ok()) << answer.status;
  EXPECT_EQ(answer.text, "New.");
}

TEST_F(GeminiLiveTest, AHandleThatTheServiceForgotMeansThatTheHistoryIsTold) {
  sim.Script("gemini_live",
             R"([{"turns": [{}, {"close": {"at": "after_headers", "code": 1011,
                                 "reason": "Deadline expired before operation could complete."}}]},
                 {"close": {"at": "before_headers", "code": 1008,
                            "reason": "BidiGenerateContent session not found"}},
                 {"text": ["Anew."]}])");
  ASSERT_TRUE(Ask(live(), Question("One?")).status.ok());
  ASSERT_TRUE(WaitUntilKept());
  const Answer answer = Ask(live(), NextQuestion("Two?", "One?"));
  ASSERT_EQ(sim.Requests("gemini_live").size(), 3u);
  EXPECT_TRUE(answer.status.ok()) << answer.status;
  EXPECT_EQ(answer.text, "Anew.");
  EXPECT_TRUE(Sent(1)[0]["setup"]["sessionResumption"].contains("handle"));
  EXPECT_FALSE(Sent(2)[0]["setup"]["sessionResumption"].contains("handle"));
  EXPECT_THAT(TextsOf(Sent(2)[1]).dump(), HasSubstr("One?"));
}

TEST_F(GeminiLiveTest, AnInterruptClosesTheSessionAndStopsTheGeneration) {
  sim.Script("gemini_live", R"({"text": ["One. ", "Two."], "audio_ms": 1000,
                                "gate": {"piece": "piece"}})");
  std::optional<absl::Status> ended;
  asio::co_spawn(io, ReadToEnd(live(), Question("Tell me.")),
                 asio::bind_cancellation_slot(
                     stop.slot(), [&ended](std::exception_ptr error, absl::StatusOr<Answer>) {
                       ended = error ? StatusFromException(error) : absl::OkStatus();
                     }));
  ASSERT_TRUE(RunUntil([this] { return sim.WaitForGate("piece", 1ms); }));
  sim.Release("piece", 3);
  StopSoon();
  ASSERT_TRUE(RunUntil([&ended] { return ended.has_value(); }));
  EXPECT_EQ(ended->code(), absl::StatusCode::kCancelled);
  EXPECT_EQ(live().sessions(), 0u);
  EXPECT_TRUE(sim.WaitForStats([](const SimStats& stats) {
    return stats.generations_aborted == 1 && stats.generations_live == 0 &&
           stats.connections_open == 0;
  }));
}

TEST_F(GeminiLiveTest, WhatTheAnswerUsedIsOnTheBillThoughItIsToldAfterwards) {
  std::optional<LlmUsage> used;
  bool settled = false;
  sim.Script("gemini_live", R"({"audio_ms": 2000})");
  LlmRequest request = Question("One?");
  request.bill = std::make_shared<KeptBill>(used, settled);
  ASSERT_TRUE(Ask(live(), std::move(request)).status.ok());
  ASSERT_TRUE(RunUntil([&settled] { return settled; }));
  ASSERT_TRUE(used.has_value());
  EXPECT_EQ(used->input_tokens, 100);
  EXPECT_EQ(used->output_tokens, 50);
}

TEST_F(GeminiLiveTest, ABillIsSettledWhenTheProviderGoes) {
  std::optional<LlmUsage> used;
  bool settled = false;
  sim.Script("gemini_live", R"({"turns": [{"gate": {"end": "end"}}]})");
  LlmRequest request = Question("One?");
  request.bill = std::make_shared<KeptBill>(used, settled);
  std::optional<Answer> answer;
  asio::co_spawn(
      io, ReadToEnd(live(), std::move(request)),
      [&answer](std::exception_ptr, absl::StatusOr<Answer> read) { answer = *std::move(read); });
  ASSERT_TRUE(RunUntil([this] { return sim.WaitForGate("end", 1ms); }));
  sim.Open("end");
  ASSERT_TRUE(RunUntil([&answer] { return answer.has_value(); }));
  live_.reset();
  EXPECT_TRUE(settled);
}

TEST_F(GeminiLiveTest, TellsApartWhyTheServiceHangsUp) {
  using enum FailureReason;
  const std::vector<std::tuple<int, std::string, FailureReason>> cases = {
      {1007, "API key not valid. Please pass a valid API key.", kKey},
      {1007, "API key expired. Please renew the API key.", kKey},
      {1007, "Request contains an invalid argument.", kBadRequest},
      {1008, "models/x is not found for API version v1beta, or is not supported", kModel},
      {1008, "Method doesn't allow unregistered callers", kKey},
      {1008, "The operation was aborted.", kCut},
      {1011, "Internal error encountered.", kServerError},
      {1011, "Your prepayment credits are depleted. Please go to AI Studio", kBilling},
      {1011, "You exceeded your current quota, please check your plan and billing", kQuota},
      {1013, "Try again later.", kOverloaded},
  };
  for (const auto& [code, reason, expected] : cases) {
    EXPECT_EQ(ReasonWhenClosed(code, reason), expected) << code << " " << reason;
  }
}

TEST_F(GeminiLiveTest, ARefusedUpgradeSaysWhy) {
  sim.Script("gemini_live", R"({"status": 429, "retry_delay": "34s"})");
  const absl::Status busy = Ask(live(), Question("Who?")).status;
  EXPECT_EQ(FailureReasonOf(busy), FailureReason::kRateLimited);
  EXPECT_EQ(RetryAfterOf(busy), 34s);
  sim.Script("gemini_live", R"({"status": 400, "error_code": "API_KEY_INVALID"})");
  EXPECT_EQ(FailureReasonOf(Ask(live(), Question("Who?")).status), FailureReason::kKey);
}

TEST_F(GeminiLiveTest, ReadinessHasADeadlineOfItsOwn) {
  options.connect_timeout = 500ms;
  sim.Script("gemini_live", R"({"stall": "before_headers"})");
  const absl::Status status = Ask(live(), Question("Who?")).status;
  EXPECT_EQ(FailureReasonOf(status), FailureReason::kSilent) << status;
  EXPECT_THAT(std::string(status.message()), HasSubstr("setup"));
  EXPECT_TRUE(sim.WaitForStats([](const SimStats& stats) { return stats.connections_open == 0; }));
}

TEST_F(GeminiLiveTest, SoundIsPassedOnBeforeItsWordsCome) {
  sim.Script("gemini_live", R"({"text": ["One long sentence."], "audio_ms": 3000})");
  const Answer answer = Ask(live(), Question("Who?"));
  EXPECT_GT(answer.sound_before_words, 200'000u);
}

TEST_F(GeminiLiveTest, WhatIsIdleTooLongIsClosed) {
  settings.session_idle = 0ms;
  ASSERT_TRUE(Ask(live(), Question("One?")).status.ok());
  ASSERT_TRUE(WaitUntilKept());
  live().Sweep();
  EXPECT_EQ(live().sessions(), 0u);
  EXPECT_TRUE(sim.WaitForStats([](const SimStats& stats) { return stats.connections_open == 0; }));
}

}  // namespace
}  // namespace nexy
