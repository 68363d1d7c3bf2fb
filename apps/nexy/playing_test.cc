#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include "nexy/local_voice.h"
#include "nexy/testing_program.h"
#include "nexy/testing_server.h"

namespace nexy::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// A machine whose only sound device is a file: ALSA's own file device, through the real PortAudio.
Program::Environment SoundIntoFile(const TemporaryFolder& home, const std::string& path) {
  WriteContents(home / "asound.conf", "pcm.!default { type file slave.pcm \"null\" file \"" + path +
                                          "\" format \"raw\" }\npcm.null { type null }\n");
  return {{"ALSA_CONFIG_PATH", home / "asound.conf"}};
}

Program::Environment NoSound(const TemporaryFolder& home) {
  WriteContents(home / "asound.conf", "pcm.!default { type hw card 99 }\n");
  return {{"ALSA_CONFIG_PATH", home / "asound.conf"}};
}

TEST(Playing, LoudspeakerGetsTheAnswersSamplesWithoutAGap) {
  ScriptedServer server([](grpc::ServerContext&, const streaming::StreamRequest&, Answer& answer) {
    answer.Write(TextChunk("First."));
    for (char i = 0; i < 40; ++i) answer.Write(AudioChunk(Pcm(4096, i)));
    answer.Write(EndMessage());
    return grpc::Status::OK;
  });
  std::string sent;
  for (char i = 0; i < 40; ++i) sent += Pcm(4096, i);
  const TemporaryFolder home;
  const std::string heard = home / "heard.raw";
  const auto result =
      RunNexy({"ask", "Hello", "--server", server.address()}, home, SoundIntoFile(home, heard));
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.err, Not(HasSubstr("Nothing can be played")));
  const std::string file = Contents(heard);
  // The device may round the end up with silence.
  EXPECT_EQ(file.substr(0, sent.size()), sent);
  EXPECT_EQ(file.find_first_not_of('\0', sent.size()), std::string::npos);
}

TEST(Playing, MissingDeviceIsSaidOnceAndTheAnswerGoesOn) {
  ScriptedServer server([](grpc::ServerContext&, const streaming::StreamRequest&, Answer& answer) {
    answer.Write(TextChunk("First."));
    for (char i = 0; i < 40; ++i) answer.Write(AudioChunk(Pcm(4096, i)));
    answer.Write(EndMessage());
    return grpc::Status::OK;
  });
  const TemporaryFolder home;
  const auto result = RunNexy({"ask", "Hello", "--server", server.address()}, home, NoSound(home));
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(result.out, "First.\n");
  EXPECT_THAT(result.err, HasSubstr("Nothing can be played here: there is no sound device."));
  EXPECT_EQ(result.err.find("ALSA"), std::string::npos);
}

TEST(Playing, FailureIsHeardThoughTheServerIsAway) {
  const TemporaryFolder home;
  const std::string heard = home / "heard.raw";
  const auto result =
      RunNexy({"ask", "Hello", "--server", "127.0.0.1:1"}, home, SoundIntoFile(home, heard));
  EXPECT_EQ(result.exit_code, 3);
  // The voice and what ALSA writes are both exact: the message, as it is on standard error, was
  // said.
  EXPECT_NE(Contents(heard), "");
  EXPECT_TRUE(Contents(heard).starts_with(SayLocally(result.err.substr(0, result.err.find('\n')))));
}

}  // namespace
}  // namespace nexy::testing
