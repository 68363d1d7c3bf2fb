#include <gmock/gmock.h>

#include "audio/wav.h"
#include "http/client_fixture.h"
#include "sim_server.h"
#include "stt/openai.h"

namespace nexy {
namespace {

using namespace std::chrono_literals;

struct SimTranscriberTest : ClientFixture {
  absl::StatusOr<Transcript> Hear(std::string wav = WavHeader({16'000, 1}, 32'000) +
                                                    std::string(32'000, 'x')) {
    settings.openai.base_url = sim.http_url() + "/v1";
    settings.resilience.attempts = 1;
    settings.openai.api_key = Secret("sk-1");
    OpenAiTranscriber transcriber(settings, client(), *clock, 1);
    SttRequest request;
    request.wav = std::move(wav);
    return Await(transcriber.Transcribe(std::move(request)));
  }

  SttOptions settings;
  SimServer sim;
};

TEST_F(SimTranscriberTest, OpenAiWhisperCppAndSpeachesAreUnderstoodAlike) {
  for (const char* flavour : {"openai", "whisper_cpp", "speaches"}) {
    sim.Script("openai_transcriptions",
               std::string(R"({"behaviours": [{"text": ["Hello ", "there."]}], "flavour": ")") +
                   flavour + R"("})");
    const auto heard = Hear();
    ASSERT_TRUE(heard.ok()) << flavour << " " << heard.status();
    EXPECT_EQ(heard->text, "Hello there.") << flavour;
    EXPECT_EQ(sim.Stats().refused, 0u);
  }
}

TEST_F(SimTranscriberTest, WhatEachRefusesIsToldApart) {
  sim.Script("openai_transcriptions", R"({"behaviours": [{}], "flavour": "whisper_cpp"})");
  EXPECT_EQ(FailureReasonOf(Hear("no sound").status()), FailureReason::kBadRequest);
  sim.Script("openai_transcriptions",
             R"({"behaviours": [{}], "flavour": "speaches", "models": ["another"]})");
  EXPECT_EQ(FailureReasonOf(Hear().status()), FailureReason::kModel);
}

}  // namespace
}  // namespace nexy
