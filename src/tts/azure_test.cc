#include "tts/azure.h"

#include "tts/voice_fixture.h"

namespace nexy {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

struct AzureTest : VoiceFixture {
  AzureVoice& voice() {
    if (!voice_) {
      settings.endpoint = "http://" + server.host_and_port();
      settings.key = Secret("azure-key");
      voice_.emplace(settings, Parts());
    }
    return *voice_;
  }

  AzureOptions settings;
  std::optional<AzureVoice> voice_;
};

TEST_F(AzureTest, SendsOneDocumentAndPassesItsSoundOn) {
  server.scenes = {{.replies = {Ok("abcd")}}};
  EXPECT_EQ(*Hear(voice(), Text("Hello & bye.")), "abcd");
  EXPECT_THAT(server.requests.at(0),
              AllOf(HasSubstr("POST /cognitiveservices/v1 HTTP/1.1\r\n"),
                    HasSubstr("Ocp-Apim-Subscription-Key: azure-key\r\n"),
                    HasSubstr("Content-Type: application/ssml+xml\r\n"),
                    HasSubstr("X-Microsoft-OutputFormat: raw-48khz-16bit-mono-pcm\r\n"),
                    HasSubstr("User-Agent: Nexy/"), HasSubstr("Hello &amp; bye.")));
}

TEST_F(AzureTest, CarriesAnOddByteFromPieceToPiece) {
  server.scenes = {{.replies = {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                                "3\r\nabc\r\n1\r\nd\r\n5\r\nefghi\r\n0\r\n\r\n"},
                    .piece = 1}};
  EXPECT_EQ(*Hear(voice(), Text("Hi.")), "abcdefgh") << "the last half of a sample is dropped";
}

TEST_F(AzureTest, SpeaksEachLanguageWithItsVoice) {
  server.scenes = {{.replies = {Ok("ab"), Ok("ab")}}};
  ASSERT_TRUE(Hear(voice(), Text("Привет.", Language::kRussian)).ok());
  ASSERT_TRUE(Hear(voice(), Text("Hi.", Language::kEnglish, "ru-RU-DmitryNeural")).ok());
  EXPECT_THAT(server.requests.at(0), AllOf(HasSubstr("xml:lang=\"ru-RU\""),
                                           HasSubstr("<voice name=\"ru-RU-SvetlanaNeural\">")));
  EXPECT_THAT(server.requests.at(1), HasSubstr("en-US-AriaNeural"));
}

TEST_F(AzureTest, AVoiceThatTheServiceDoesNotKnowIsReplaced) {
  server.scenes = {{.replies = {Refusal(400), Ok("ab")}}};
  EXPECT_EQ(*Hear(voice(), Text("Hi.", Language::kEnglish, "en-US-NobodyNeural")), "ab");
  EXPECT_THAT(server.requests.at(0), HasSubstr("en-US-NobodyNeural"));
  EXPECT_THAT(server.requests.at(1), HasSubstr("en-US-AriaNeural"));
}

TEST_F(AzureTest, ToldApartWhatIsWrong) {
  const std::vector<std::pair<int, FailureReason>> cases = {
      {400, FailureReason::kBadRequest},  {401, FailureReason::kKey},
      {403, FailureReason::kForbidden},   {429, FailureReason::kRateLimited},
      {502, FailureReason::kServerError}, {503, FailureReason::kOverloaded}};
  for (const auto& [status, reason] : cases) {
    server.scenes = {{.replies = {Refusal(status, "Retry-After: 7\r\n", "azure-key")},
                      .end = Scene::End::kClose}};
    const auto heard = Hear(voice(), Text("Hi."));
    EXPECT_EQ(FailureReasonOf(heard.status()), reason) << status;
    EXPECT_EQ(RetryAfterOf(heard.status()), std::chrono::seconds(7));
    EXPECT_THAT(heard.status().ToString(), Not(HasSubstr("azure-key")));
  }
}

TEST_F(AzureTest, AnErrorPageIsNotPlayed) {
  server.scenes = {{.replies = {Ok("<html>proxy</html>", "text/html")}}};
  EXPECT_EQ(FailureReasonOf(Hear(voice(), Text("Hi.")).status()), FailureReason::kMalformed);
}

TEST_F(AzureTest, NoSoundIsAFailure) {
  server.scenes = {{.replies = {Ok("")}}};
  EXPECT_EQ(FailureReasonOf(Hear(voice(), Text("Hi.")).status()), FailureReason::kEmpty);
}

TEST_F(AzureTest, SoundThatIsCutIsAFailure) {
  server.scenes = {{.replies = {"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabcd"},
                    .end = Scene::End::kClose}};
  EXPECT_EQ(FailureReasonOf(Hear(voice(), Text("Hi.")).status()), FailureReason::kCut);
}

TEST_F(AzureTest, MoreThanTheServiceTakesIsNotSent) {
  EXPECT_EQ(FailureReasonOf(Hear(voice(), Text(std::string(66'000, 'x'))).status()),
            FailureReason::kBadRequest);
  EXPECT_TRUE(server.requests.empty());
}

TEST_F(AzureTest, ATokenIsIssuedOnceAndRenewedWhenItIsRefused) {
  LoopbackServer issuer(io);
  settings.use_token = true;
  settings.token_url = issuer.url("/sts/v1.0/issueToken");
  issuer.scenes = {{.replies = {Ok("token-1\n", "text/plain"), Ok("token-2", "text/plain")}}};
  server.scenes = {{.replies = {Ok("ab"), Ok("ab"), Refusal(401), Ok("cd")}}};
  EXPECT_EQ(*Hear(voice(), Text("One.")), "ab");
  EXPECT_EQ(*Hear(voice(), Text("Two.")), "ab");
  EXPECT_EQ(issuer.requests.size(), 1u);
  EXPECT_EQ(*Hear(voice(), Text("Three.")), "cd");
  ASSERT_EQ(issuer.requests.size(), 2u);
  EXPECT_THAT(issuer.requests[0], AllOf(HasSubstr("Ocp-Apim-Subscription-Key: azure-key\r\n"),
                                        HasSubstr("Content-Length: 0\r\n")));
  EXPECT_THAT(server.requests.at(0),
              AllOf(HasSubstr("Authorization: Bearer token-1\r\n"), Not(HasSubstr("azure-key"))));
  EXPECT_THAT(server.requests.at(3), HasSubstr("Authorization: Bearer token-2\r\n"));
}

TEST_F(AzureTest, ATokenThatIsRefusedAgainIsTheKeysFault) {
  LoopbackServer issuer(io);
  settings.use_token = true;
  settings.token_url = issuer.url();
  issuer.scenes = {{.replies = {Ok("token-1", "text/plain"), Ok("token-2", "text/plain")}}};
  server.scenes = {{.replies = {Refusal(401), Refusal(401)}}};
  EXPECT_EQ(FailureReasonOf(Hear(voice(), Text("Hi.")).status()), FailureReason::kKey);
  EXPECT_EQ(issuer.requests.size(), 2u);
}

TEST_F(AzureTest, PreparesConnections) {
  server.scenes = {{.replies = {Ok("ab")}}, {.replies = {Ok("ab")}}};
  voice().Prepare();
  EXPECT_TRUE(RunUntil([this] { return server.accepted == 2; }));
  EXPECT_EQ(*Hear(voice(), Text("Hi.")), "ab");
  EXPECT_EQ(server.accepted, 2);
}

}  // namespace
}  // namespace nexy
