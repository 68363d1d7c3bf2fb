#include <nlohmann/json.hpp>

#include "sim_server.h"
#include "tone.h"
#include "tts/azure.h"
#include "tts/openai.h"
#include "tts/voice_fixture.h"

namespace nexy {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

std::string ToneOf(int rate, std::size_t bytes) {
  const sim::Tone& tone = sim::Tone::At(rate, 440);
  std::string pcm;
  while (pcm.size() < bytes) pcm += tone.View(pcm.size(), bytes - pcm.size());
  return pcm;
}

struct SimVoiceTest : VoiceFixture {
  AzureVoice& azure() {
    if (!azure_) {
      azure_settings.endpoint = sim.http_url();
      azure_settings.key = Secret("azure-key");
      azure_.emplace(azure_settings, Parts());
    }
    return *azure_;
  }
  OpenAiVoice& openai() {
    if (!openai_) {
      openai_settings.base_url = sim.http_url() + "/v1";
      openai_settings.api_key = Secret("sk-openai-key");
      openai_.emplace(openai_settings, Parts());
    }
    return *openai_;
  }

  SimServer sim;
  AzureOptions azure_settings;
  OpenAiTtsOptions openai_settings;
  std::optional<AzureVoice> azure_;
  std::optional<OpenAiVoice> openai_;
};

TEST_F(SimVoiceTest, AzuresSoundIsTheSoundThatWasSent) {
  sim.Script("azure_tts", R"({"audio_ms": 500})");
  EXPECT_TRUE(*Hear(azure(), Text("Hello & bye.")) == ToneOf(48'000, 48'000));
  EXPECT_EQ(sim.Stats().refused, 0u);
  EXPECT_THAT(sim.Requests("azure_tts")[0].body, HasSubstr("Hello &amp; bye."));
}

TEST_F(SimVoiceTest, AzuresPiecesMayBreakSamplesAndTheLastHalfOfOneIsDropped) {
  sim.Script("azure_tts", R"({"audio_ms": 500, "audio_piece_bytes": 997, "audio_trim_bytes": 1,
                              "chunk_bytes": 13})");
  EXPECT_TRUE(*Hear(azure(), Text("Hello.")) == ToneOf(48'000, 48'000 - 2));
}

TEST_F(SimVoiceTest, OpenAisPiecesMayBreakSamplesAndTheLastHalfOfOneIsDropped) {
  openai_settings.sample_rate = 24'000;
  sim.Script("openai_speech",
             R"({"audio_ms": 500, "audio_piece_bytes": 997, "audio_trim_bytes": 1})");
  const auto odd = Hear(openai(), Text("Hello."));
  ASSERT_TRUE(odd.ok()) << odd.status();
  EXPECT_NEAR(static_cast<double>(odd->size()), 48'000, 8);
  sim.Script("openai_speech", R"({"audio_ms": 500})");
  const auto whole = Hear(openai(), Text("Hello."));
  ASSERT_TRUE(whole.ok()) << whole.status();
  EXPECT_EQ(odd->substr(0, 40'000), whole->substr(0, 40'000)) << "no sample was shifted";
}

TEST_F(SimVoiceTest, OpenAisSoundKeepsItsPitchAndItsLength) {
  sim.Script("openai_speech", R"({"audio_ms": 1000})");
  const auto pcm = Hear(openai(), Text("A second."));
  ASSERT_TRUE(pcm.ok()) << pcm.status();
  EXPECT_NEAR(static_cast<double>(pcm->size()), 96'000, 8);
  // 440 Hz crosses zero upwards 440 times a second.
  int crossings = 0;
  std::int16_t before = 0;
  for (std::size_t at = 0; at + 1 < pcm->size(); at += 2) {
    std::int16_t sample = 0;
    std::memcpy(&sample, pcm->data() + at, 2);
    if (before < 0 && sample >= 0) ++crossings;
    before = sample;
  }
  EXPECT_NEAR(crossings, 440, 2);
}

TEST_F(SimVoiceTest, AzureIssuesOneTokenForManySentences) {
  azure_settings.use_token = true;
  azure_settings.token_url = sim.http_url() + "/sts/v1.0/issueToken";
  ASSERT_TRUE(Hear(azure(), Text("One.")).ok());
  ASSERT_TRUE(Hear(azure(), Text("Two.")).ok());
  EXPECT_EQ(sim.Requests("azure_token").size(), 1u);
  EXPECT_EQ(sim.Requests("azure_tts").size(), 2u);
  EXPECT_THAT(std::string(sim.Requests("azure_tts")[0].Header("Authorization")),
              HasSubstr("Bearer "));
  EXPECT_EQ(sim.Requests("azure_tts")[0].Header("Ocp-Apim-Subscription-Key"), "");
}

TEST_F(SimVoiceTest, ATokenThatIsRefusedIsRenewedOnce) {
  azure_settings.use_token = true;
  azure_settings.token_url = sim.http_url() + "/sts/v1.0/issueToken";
  sim.Script("azure_tts", R"([{"status": 401}, {"audio_ms": 100}])");
  EXPECT_TRUE(Hear(azure(), Text("One.")).ok());
  EXPECT_EQ(sim.Requests("azure_token").size(), 2u);
}

TEST_F(SimVoiceTest, MoreSoundThanASentenceCanHaveIsRefused) {
  for (const char* service : {"azure_tts", "openai_speech"}) {
    sim.Script(service, R"({"audio_ms": 100, "oversized": {"in_piece": 1, "bytes": 68000000}})");
  }
  EXPECT_EQ(FailureReasonOf(Hear(azure(), Text("One.")).status()), FailureReason::kOversized);
  EXPECT_EQ(FailureReasonOf(Hear(openai(), Text("One.")).status()), FailureReason::kOversized);
}

TEST_F(SimVoiceTest, SoundThatBreaksOffIsAFailure) {
  for (const char* service : {"azure_tts", "openai_speech"}) {
    sim.Script(service, R"({"audio_ms": 1000, "cut": {"after_pieces": 3}})");
  }
  EXPECT_EQ(FailureReasonOf(Hear(azure(), Text("One.")).status()), FailureReason::kCut);
  EXPECT_EQ(FailureReasonOf(Hear(openai(), Text("One.")).status()), FailureReason::kCut);
}

}  // namespace
}  // namespace nexy
