#include "text_mind_fixture.h"

namespace nexy {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using testing::HasSubstr;
using testing::StartsWith;

std::string PictureUrl(const nlohmann::json& body) {
  return body["messages"].back()["content"][1]["image_url"]["url"];
}

TEST_F(OpenAiTest, AsksAsTheServiceWantsIt) {
  LlmRequest request = Question("Who?");
  request.history.push_back({"Who are you?", "Nexy.", ""});
  const Answer answer = Ask(std::move(request));
  ASSERT_TRUE(answer.status.ok()) << answer.status;
  EXPECT_EQ(answer.text, "Hello world.");
  EXPECT_EQ(sim.Stats().refused, 0u);
  const json body = Body(0);
  EXPECT_EQ(body["model"], "gpt-5-mini");
  EXPECT_EQ(body["stream"], true);
  EXPECT_EQ(body["max_completion_tokens"], 2048);
  ASSERT_EQ(body["messages"].size(), 4u);
  EXPECT_EQ(body["messages"][0]["role"], "system");
  EXPECT_EQ(body["messages"][3]["content"], "Who?");
  EXPECT_EQ(sim.Requests("openai_chat")[0].Header("Authorization"), "Bearer sk-openai-key");
  ASSERT_TRUE(answer.usage.has_value());
  EXPECT_GT(answer.usage->output_tokens, 0);
}

TEST_F(OpenAiTest, GoesOnWhereAnotherMindBrokeOff) {
  LlmRequest request = Question("Who?");
  request.said = "One is here.";
  ASSERT_TRUE(Ask(std::move(request)).status.ok());
  const json messages = Body(0)["messages"];
  EXPECT_EQ(messages[2]["role"], "assistant");
  EXPECT_EQ(messages[2]["content"], "One is here.");
}

TEST_F(OpenAiTest, AServerThatReadsWebpGetsIt) {
  ASSERT_TRUE(Ask(QuestionWithWebp()).status.ok());
  EXPECT_THAT(PictureUrl(Body(0)), StartsWith("data:image/webp;base64,"));
}

TEST_F(OpenAiTest, AServerThatCannotReadWebpGetsJpegFromThenOn) {
  settings.max_tokens_field = "max_tokens";
  sim.Script("openai_chat", R"({"behaviours": [{}], "flavour": "llama_cpp"})");
  const Answer answer = Ask(QuestionWithWebp());
  ASSERT_TRUE(answer.status.ok()) << answer.status;
  EXPECT_FALSE(answer.blind);
  ASSERT_EQ(sim.Requests("openai_chat").size(), 2u);
  EXPECT_THAT(PictureUrl(Body(0)), StartsWith("data:image/webp;base64,"));
  EXPECT_THAT(PictureUrl(Body(1)), StartsWith("data:image/jpeg;base64,"));
  ASSERT_TRUE(Ask(QuestionWithWebp()).status.ok());
  ASSERT_EQ(sim.Requests("openai_chat").size(), 3u) << "found out once";
  EXPECT_THAT(PictureUrl(Body(2)), StartsWith("data:image/jpeg;base64,"));
}

TEST_F(OpenAiTest, AServerThatSeesNothingIsAskedWithoutThePictureAndThatIsSaid) {
  sim.Script(
      "openai_chat",
      R"([{"status": 500, "message": "image input is not supported - hint: if this is unexpected, you may need to provide the mmproj"}, {"text": ["Blind."]}])");
  const Answer answer = Ask(QuestionWithWebp());
  ASSERT_TRUE(answer.status.ok()) << answer.status;
  EXPECT_TRUE(answer.blind);
  EXPECT_EQ(answer.text, "Blind.");
  EXPECT_TRUE(Body(1)["messages"].back()["content"].is_string());
}

TEST_F(OpenAiTest, AStreamThatEndsAsIfItWereWholeIsCut) {
  const Answer answer =
      AskWith(R"({"text": ["It is", " red."], "cut": {"after_pieces": 2, "how": "end"}})");
  EXPECT_EQ(answer.text, "It is");
  EXPECT_EQ(FailureReasonOf(answer.status), FailureReason::kCut);
}

TEST_F(OpenAiTest, AnErrorInMidAnswerIsWhatItSays) {
  const Answer answer = AskWith(R"({"text": ["It is"], "error_event":
      {"message": "You exceeded your current quota", "type": "insufficient_quota",
       "code": "insufficient_quota"}})");
  EXPECT_EQ(answer.text, "It is");
  EXPECT_EQ(FailureReasonOf(answer.status), FailureReason::kQuota);
}

TEST_F(OpenAiTest, AFilteredAnswerIsToldApart) {
  const Answer answer = AskWith(R"({"text": ["It is"], "finish": "content_filter"})");
  EXPECT_EQ(FailureReasonOf(answer.status), FailureReason::kAnswerBlocked);
}

TEST_F(OpenAiTest, TheServiceSaysWhenToComeBack) {
  EXPECT_EQ(RetryAfterOf(AskWith(R"({"status": 429, "retry_after": "7"})").status), 7s);
  EXPECT_EQ(RetryAfterOf(AskWith(R"({"status": 429, "retry_after_ms": "250"})").status), 250ms);
}

TEST_F(OpenAiTest, AUsedUpQuotaIsNotTooFast) {
  EXPECT_EQ(FailureReasonOf(AskWith(R"({"status": 429})").status), FailureReason::kRateLimited);
  EXPECT_EQ(
      FailureReasonOf(AskWith(R"({"status": 429, "error_code": "insufficient_quota"})").status),
      FailureReason::kQuota);
}

}  // namespace
}  // namespace nexy
