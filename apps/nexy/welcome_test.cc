#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "audio/wav.h"
#include "nexy/testing_program.h"
#include "nexy/testing_server.h"

namespace nexy::testing {
namespace {

using ::testing::HasSubstr;

TEST(Welcome, SendsWhatWasAskedAndKeepsTheSound) {
  streaming::WelcomeRequest received;
  ScriptedServer server(
      [&received](const streaming::WelcomeRequest& request, WelcomeAnswer& answer) {
        received = request;
        streaming::WelcomeResponse metadata;
        metadata.mutable_metadata()->set_method("espeak");
        metadata.mutable_metadata()->set_duration_sec(0.5);
        answer.Write(metadata);
        answer.Write(AudioChunk<streaming::WelcomeResponse>(Pcm(4096, 5)));
        answer.Write(EndMessage<streaming::WelcomeResponse>("Welcome audio generation completed"));
        return grpc::Status::OK;
      });
  const TemporaryFolder home;
  const std::string wav = home / "welcome.wav";
  const auto result = RunNexy({"welcome", "Привет!", "--voice", "ru", "--language", "ru-RU",
                               "--no-play", "--json", "--wav", wav, "--server", server.address()},
                              home);
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(received.text(), "Привет!");
  EXPECT_EQ(received.voice(), "ru");
  EXPECT_EQ(received.language(), "ru-RU");
  EXPECT_THAT(result.out, HasSubstr(R"("event":"metadata","method":"espeak","duration_sec":0.5)"));
  const std::string file = Contents(wav);
  const auto sound = ReadWav(file);
  ASSERT_TRUE(sound.ok());
  EXPECT_EQ(sound->pcm, Pcm(4096, 5));
}

TEST(Welcome, SaysWhyThereIsNone) {
  ScriptedServer server([](const streaming::WelcomeRequest&, WelcomeAnswer& answer) {
    answer.Write(ErrorMessage<streaming::WelcomeResponse>("Speech is away"));
    return grpc::Status(grpc::StatusCode::UNAVAILABLE, "Speech is away");
  });
  const TemporaryFolder home;
  const auto result = RunNexy({"welcome", "--no-play", "--server", server.address()}, home);
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_EQ(result.err, "Speech is away\n");
}

}  // namespace
}  // namespace nexy::testing
