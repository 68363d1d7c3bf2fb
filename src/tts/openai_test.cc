#include "tts/openai.h"

#include <nlohmann/json.hpp>

#include "audio/wav.h"
#include "tts/voice_fixture.h"

namespace nexy {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

struct OpenAiVoiceTest : VoiceFixture {
  OpenAiVoice& voice() {
    if (!voice_) {
      settings.base_url = "http://" + server.host_and_port() + "/v1";
      voice_.emplace(settings, Parts());
    }
    return *voice_;
  }
  nlohmann::json BodyOf(std::size_t request) {
    const std::string& text = server.requests.at(request);
    return nlohmann::json::parse(text.substr(text.find("\r\n\r\n") + 4));
  }

  OpenAiTtsOptions settings;
  std::optional<OpenAiVoice> voice_;
};

TEST_F(OpenAiVoiceTest, AsksForRawSoundAndPassesItOn) {
  settings.sample_rate = 48'000;
  settings.api_key = Secret("sk-1");
  settings.instructions = "calm";
  settings.speed_percent = 125;
  server.scenes = {{.replies = {Ok("abcd")}}};
  EXPECT_EQ(*Hear(voice(), Text("Say \"hi\".")), "abcd");
  EXPECT_THAT(server.requests.at(0), AllOf(HasSubstr("POST /v1/audio/speech HTTP/1.1\r\n"),
                                           HasSubstr("Authorization: Bearer sk-1\r\n"),
                                           HasSubstr("Accept: application/octet-stream\r\n")));
  const nlohmann::json expected = {
      {"model", "gpt-4o-mini-tts"}, {"voice", "alloy"}, {"input", "Say \"hi\"."},
      {"response_format", "pcm"},   {"speed", 1.25},    {"instructions", "calm"}};
  EXPECT_EQ(BodyOf(0), expected);
}

TEST_F(OpenAiVoiceTest, SendsNoKeyWhereThereIsNone) {
  server.scenes = {{.replies = {Ok("abcd")}}};
  ASSERT_TRUE(Hear(voice(), Text("Hi.")).ok());
  EXPECT_THAT(server.requests.at(0), Not(HasSubstr("Authorization")));
}

TEST_F(OpenAiVoiceTest, ResamplesFromTheRateThatTheSettingDeclares) {
  for (const int rate : {22'050, 24'000}) {
    settings.sample_rate = rate;
    voice_.reset();
    server.scenes = {{.replies = {Ok(std::string(static_cast<std::size_t>(rate) * 2, '\x10'))},
                      .end = Scene::End::kClose}};
    const auto pcm = Hear(voice(), Text("A second."));
    ASSERT_TRUE(pcm.ok()) << pcm.status();
    EXPECT_NEAR(static_cast<double>(pcm->size()), 96'000, 4) << rate;
  }
}

TEST_F(OpenAiVoiceTest, TakesTheHeaderOffThatNobodyAskedFor) {
  settings.sample_rate = 48'000;
  const std::string wav = WavHeader(kWireFormat, 0xFFFF'FFFF) + "abcd";
  server.scenes = {{.replies = {Ok(wav)}, .piece = 7}};
  EXPECT_EQ(*Hear(voice(), Text("Hi.")), "abcd");
}

TEST_F(OpenAiVoiceTest, SoundThatBeginsLikeAHeaderIsSound) {
  settings.sample_rate = 48'000;
  server.scenes = {{.replies = {Ok("RIFF")}, .end = Scene::End::kClose}, {.replies = {Ok("RI")}}};
  EXPECT_EQ(*Hear(voice(), Text("Hi.")), "RIFF");
  EXPECT_EQ(*Hear(voice(), Text("Hi.")), "RI");
}

TEST_F(OpenAiVoiceTest, ToldApartWhatIsWrong) {
  const std::vector<std::tuple<int, std::string, FailureReason>> cases = {
      {401, R"({"error":{"code":"invalid_api_key","message":"sk-1"}})", FailureReason::kKey},
      {429, R"({"error":{"code":"insufficient_quota"}})", FailureReason::kQuota},
      {429, R"({"error":{"code":"rate_limit_exceeded"}})", FailureReason::kRateLimited},
      {429, R"({"error":{"code":"billing_hard_limit_reached"}})", FailureReason::kBilling},
      {404, R"({"detail":"no such model"})", FailureReason::kModel},
      {500, "garbage", FailureReason::kServerError},
      {400, R"({"error":"text"})", FailureReason::kBadRequest}};
  for (const auto& [status, body, reason] : cases) {
    server.scenes = {{.replies = {Refusal(status, "", body)}, .end = Scene::End::kClose}};
    const auto heard = Hear(voice(), Text("Hi."));
    EXPECT_EQ(FailureReasonOf(heard.status()), reason) << body;
    EXPECT_THAT(heard.status().ToString(), Not(HasSubstr("sk-1")));
  }
}

TEST_F(OpenAiVoiceTest, AVoiceThatTheServiceDoesNotKnowIsReplaced) {
  settings.sample_rate = 48'000;
  server.scenes = {{.replies = {Refusal(422), Ok("ab")}}};
  EXPECT_EQ(*Hear(voice(), Text("Hi.", Language::kEnglish, "nobody")), "ab");
  EXPECT_EQ(BodyOf(0)["voice"], "nobody");
  EXPECT_EQ(BodyOf(1)["voice"], "alloy");
}

}  // namespace
}  // namespace nexy
