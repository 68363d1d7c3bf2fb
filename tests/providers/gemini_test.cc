#include "text_mind_fixture.h"

namespace nexy {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

TEST_F(GeminiTest, AsksAsTheServiceWantsIt) {
  LlmRequest request = QuestionWithWebp();
  request.history.push_back({"Who are you?", "Nexy.", ""});
  const Answer answer = Ask(std::move(request));
  ASSERT_TRUE(answer.status.ok()) << answer.status;
  EXPECT_EQ(answer.text, "Hello world.");
  EXPECT_EQ(sim.Stats().refused, 0u);
  const json body = Body(0);
  EXPECT_EQ(body["contents"].size(), 3u);
  EXPECT_EQ(body["contents"][2]["parts"][1]["inlineData"]["mimeType"], "image/webp");
  EXPECT_EQ(body["tools"][0], json({{"googleSearch", json::object()}}));
  EXPECT_EQ(body["safetySettings"].size(), 4u);
  EXPECT_THAT(body["systemInstruction"]["parts"][0]["text"], HasSubstr("Nexy"));
  EXPECT_EQ(sim.Requests("gemini")[0].Header("x-goog-api-key"), "gemini-key");
  EXPECT_THAT(sim.Requests("gemini")[0].target, Not(HasSubstr("gemini-key")));
}

TEST_F(GeminiTest, GoesOnWhereAnotherMindBrokeOff) {
  LlmRequest request = Question("Who?");
  request.said = "One is here.";
  ASSERT_TRUE(Ask(std::move(request)).status.ok());
  const json contents = Body(0)["contents"];
  ASSERT_EQ(contents.size(), 3u);
  EXPECT_EQ(contents[1]["role"], "model");
  EXPECT_EQ(contents[1]["parts"][0]["text"], "One is here.");
}

TEST_F(GeminiTest, AContinuationIsOneAnswer) {
  const Answer answer = AskWith(R"([{"text": ["One ", "is"], "continuation": "token-1"},
                                    {"text": [" here."]}])");
  ASSERT_TRUE(answer.status.ok()) << answer.status;
  EXPECT_EQ(answer.text, "One is here.");
  ASSERT_EQ(sim.Requests("gemini").size(), 2u);
  json again = Body(1);
  EXPECT_EQ(again["continuationToken"], "token-1");
  again.erase("continuationToken");
  EXPECT_EQ(again, Body(0));
  ASSERT_TRUE(answer.usage.has_value());
  EXPECT_GT(answer.usage->input_tokens, 0) << "of both parts";
}

TEST_F(GeminiTest, ContinuationsThatNeverEndAreGivenUp) {
  const Answer answer = AskWith(R"({"text": ["On "], "continuation": "token"})");
  EXPECT_EQ(FailureReasonOf(answer.status), FailureReason::kMalformed);
  EXPECT_LE(sim.Requests("gemini").size(), 10u);
}

TEST_F(GeminiTest, ABlockedPromptIsToldApart) {
  EXPECT_EQ(FailureReasonOf(AskWith(R"({"block": "SAFETY"})").status),
            FailureReason::kPromptBlocked);
  const Answer cut = AskWith(R"({"text": ["It is"], "finish": "SAFETY"})");
  EXPECT_EQ(FailureReasonOf(cut.status), FailureReason::kAnswerBlocked);
}

TEST_F(GeminiTest, AnErrorInMidAnswerIsWhatItSays) {
  const Answer answer = AskWith(R"({"text": ["It is"], "error_event":
      {"code": 429, "status": "RESOURCE_EXHAUSTED", "message": "Slow down."}})");
  EXPECT_EQ(answer.text, "It is");
  EXPECT_EQ(FailureReasonOf(answer.status), FailureReason::kRateLimited);
}

TEST_F(GeminiTest, TheServiceSaysWhenToComeBack) {
  const Answer answer = AskWith(R"({"status": 429, "retry_delay": "34s"})");
  EXPECT_EQ(FailureReasonOf(answer.status), FailureReason::kRateLimited);
  EXPECT_EQ(RetryAfterOf(answer.status), 34s);
}

TEST_F(GeminiTest, ADaysQuotaAndAnEmptyPurseAreToldApart) {
  EXPECT_EQ(FailureReasonOf(AskWith(R"({"status": 429, "error_code":
                "GenerateRequestsPerDayPerProjectPerModel"})")
                                .status),
            FailureReason::kQuota);
  EXPECT_EQ(FailureReasonOf(AskWith(R"({"status": 429, "message":
                "Your prepayment credits are depleted."})")
                                .status),
            FailureReason::kBilling);
  EXPECT_EQ(FailureReasonOf(AskWith(R"({"status": 402})").status), FailureReason::kBilling);
}

}  // namespace
}  // namespace nexy
