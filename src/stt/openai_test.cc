#include "stt/openai.h"

#include <gmock/gmock.h>

#include "audio/wav.h"
#include "base/strings.h"
#include "http/client_fixture.h"

namespace nexy {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

struct TranscriberTest : ClientFixture {
  static std::string Reply(int status, std::string_view body,
                           std::string_view type = "application/json",
                           std::string_view headers = "") {
    return Concat("HTTP/1.1 ", status, " X\r\nContent-Type: ", type, "\r\n", headers,
                  "Content-Length: ", body.size(), "\r\n\r\n", body);
  }
  absl::StatusOr<Transcript> Ask(std::string wav = WavHeader({16'000, 1}, 4) + "abcd",
                                 std::optional<Language> language = std::nullopt) {
    settings.openai.base_url = "http://" + server.host_and_port() + "/v1";
    settings.openai.api_key = Secret("sk-1");
    settings.resilience.backoff.first = 1ms;
    OpenAiTranscriber transcriber(settings, client(), *clock, 1);
    SttRequest request;
    request.wav = std::move(wav);
    request.language = language;
    return Await(transcriber.Transcribe(std::move(request)));
  }

  SttOptions settings;
  LoopbackServer server{io};
};

TEST_F(TranscriberTest, SendsTheFileFirstAndReadsItsText) {
  server.scenes = {
      {.replies = {
           Reply(200, R"({"text":" Hello there.\n","usage":{"type":"duration","seconds":3}})")}}};
  const auto heard = Ask(WavHeader({16'000, 1}, 4) + "abcd", Language::kRussian);
  ASSERT_TRUE(heard.ok()) << heard.status();
  EXPECT_EQ(heard->text, "Hello there.");
  EXPECT_EQ(heard->seconds, 3.0);
  const std::string& request = server.requests.at(0);
  EXPECT_THAT(request, AllOf(HasSubstr("POST /v1/audio/transcriptions HTTP/1.1\r\n"),
                             HasSubstr("Authorization: Bearer sk-1\r\n"),
                             HasSubstr("Content-Type: multipart/form-data; boundary="),
                             HasSubstr("name=\"file\"; filename=\"sound.wav\"\r\n"
                                       "Content-Type: audio/wav\r\n\r\nRIFF"),
                             HasSubstr("name=\"model\"\r\n\r\ngpt-4o-mini-transcribe\r\n"),
                             HasSubstr("name=\"language\"\r\n\r\nru\r\n"),
                             HasSubstr("name=\"response_format\"\r\n\r\njson\r\n")));
  EXPECT_LT(request.find("name=\"file\""), request.find("name=\"model\""));
}

TEST_F(TranscriberTest, ABoundaryIsNeverInTheSound) {
  server.scenes = {{.replies = {Reply(200, R"({"text":""})")}}};
  const auto heard = Ask("RIFF nexy-form-data and nexy-form-data-x");
  ASSERT_TRUE(heard.ok()) << heard.status();
  EXPECT_EQ(heard->text, "") << "nobody spoke";
  EXPECT_THAT(server.requests.at(0), HasSubstr("boundary=nexy-form-data-x-x\r\n"));
}

TEST_F(TranscriberTest, UnderstandsServersThatAnswerInPlainText) {
  server.scenes = {{.replies = {Reply(200, " Hello.\n\n", "text/plain; charset=utf-8")}}};
  EXPECT_EQ(Ask()->text, "Hello.");
}

TEST_F(TranscriberTest, AsksAgainOnceWhenTheServiceIsBusy) {
  server.scenes = {{.replies = {Reply(503, "", "text/html"), Reply(200, R"({"text":"Hi."})")}}};
  EXPECT_EQ(Ask()->text, "Hi.");
  EXPECT_EQ(server.requests.at(0), server.requests.at(1));
}

TEST_F(TranscriberTest, ToldApartWhatIsWrong) {
  const std::vector<std::tuple<int, std::string, FailureReason>> cases = {
      {400, R"({"error":"failed to read audio data"})", FailureReason::kBadRequest},
      {401, R"({"error":{"code":"invalid_api_key"}})", FailureReason::kKey},
      {404, R"({"detail":"not installed"})", FailureReason::kModel},
      {429, R"({"error":{"code":"insufficient_quota"}})", FailureReason::kQuota},
      {200, "garbage", FailureReason::kMalformed},
      {200, R"({"error":"x"})", FailureReason::kMalformed}};
  for (const auto& [status, body, reason] : cases) {
    server.scenes = {{.replies = {Reply(status, body)}, .end = Scene::End::kClose}};
    const auto heard = Ask();
    EXPECT_EQ(FailureReasonOf(heard.status()), reason) << body;
    EXPECT_THAT(heard.status().ToString(), Not(HasSubstr("sk-1")));
  }
}

TEST_F(TranscriberTest, MoreThanTheServiceTakesIsNotSent) {
  settings.audio_max_bytes = 10;
  EXPECT_EQ(FailureReasonOf(Ask().status()), FailureReason::kOversized);
  EXPECT_TRUE(server.requests.empty());
}

}  // namespace
}  // namespace nexy
