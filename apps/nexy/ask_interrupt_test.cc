#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <future>

#include "audio/wav.h"
#include "nexy/testing_program.h"
#include "nexy/testing_server.h"

namespace nexy::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// Says one sentence, then waits for the interrupt and ends as the wire contract says (6.2), with
// some audio that was already under way.
ScriptedServer::Ask ObedientServer(ScriptedServer*& server) {
  return [&server](grpc::ServerContext& context, const streaming::StreamRequest&, Answer& answer) {
    answer.Write(TextChunk("First."));
    answer.Write(AudioChunk(Pcm(4096, 1)));
    answer.Write(TextChunk("Listening."));
    server->AwaitInterrupt();
    answer.Write(TextChunk("Too late."));
    answer.Write(AudioChunk(Pcm(4096, 2)));
    answer.Write(EndMessage("interrupted"));
    context.AddTrailingMetadata("nexy-outcome", "interrupted");
    context.AddTrailingMetadata("nexy-cause", "user_interrupt");
    return grpc::Status::OK;
  };
}

TEST(AskInterrupt, CtrlCInterruptsTheDeviceThrowsTheRestAwayAndExits130) {
  ScriptedServer* self = nullptr;
  ScriptedServer server(ObedientServer(self));
  self = &server;
  const TemporaryFolder home;
  const std::string wav = home / "part.wav";
  Program nexy({"ask", "Hello", "--no-play", "--wav", wav, "--server", server.address()}, home);
  ASSERT_TRUE(nexy.AwaitOutput("Listening."));
  nexy.Signal(SIGINT);
  const auto result = nexy.Wait();
  EXPECT_EQ(result.exit_code, 130);
  EXPECT_EQ(server.AwaitInterrupt() + "\n", Contents(home / "nexy/device-id"));
  EXPECT_EQ(result.out, "First. Listening.\n");
  EXPECT_THAT(result.err, HasSubstr("interrupted: user_interrupt"));
  const std::string file = Contents(wav);
  const auto sound = ReadWav(file);
  ASSERT_TRUE(sound.ok());
  EXPECT_EQ(sound->pcm, Pcm(4096, 1));
}

TEST(AskInterrupt, CallThatGoesOnAfterTheInterruptIsCancelled) {
  std::promise<void> cancelled;
  ScriptedServer server(
      [&cancelled](grpc::ServerContext&, const streaming::StreamRequest&, Answer& answer) {
        answer.Write(TextChunk("First."));
        while (answer.Write(AudioChunk(Pcm(4096, 1)))) {  // Deaf to the interrupt.
        }
        cancelled.set_value();
        return grpc::Status::OK;
      });
  const TemporaryFolder home;
  Program nexy({"ask", "Hello", "--no-play", "--server", server.address()}, home);
  ASSERT_TRUE(nexy.AwaitOutput("First."));
  const auto start = std::chrono::steady_clock::now();
  nexy.Signal(SIGINT);
  cancelled.get_future().wait();
  EXPECT_GE(std::chrono::steady_clock::now() - start, std::chrono::milliseconds(200));
  EXPECT_EQ(server.AwaitInterrupt() + "\n", Contents(home / "nexy/device-id"));
  EXPECT_EQ(nexy.Wait().exit_code, 130);
}

TEST(AskInterrupt, TerminationKeepsTheWavFileAndNamesTheSignal) {
  ScriptedServer* self = nullptr;
  ScriptedServer server(ObedientServer(self));
  self = &server;
  const TemporaryFolder home;
  Program nexy({"ask", "Hello", "--no-play", "--server", server.address()}, home);
  ASSERT_TRUE(nexy.AwaitOutput("Listening."));
  nexy.Signal(SIGTERM);
  EXPECT_EQ(nexy.Wait().exit_code, 128 + SIGTERM);
}

TEST(AskInterrupt, CtrlCWhileTheServerIsMuteExits130) {
  // Somebody who takes the connection and never says a word.
  const int listener = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{
      .sin_family = AF_INET, .sin_port = 0, .sin_addr = {htonl(INADDR_LOOPBACK)}, .sin_zero = {}};
  ASSERT_EQ(bind(listener, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  ASSERT_EQ(listen(listener, 1), 0);
  socklen_t length = sizeof address;
  getsockname(listener, reinterpret_cast<sockaddr*>(&address), &length);
  const TemporaryFolder home;
  Program nexy({"ask", "Hello", "--no-play", "--server",
                "127.0.0.1:" + std::to_string(ntohs(address.sin_port))},
               home);
  // Its connection arriving shows that the signals are held by now.
  const int connection = accept(listener, nullptr, nullptr);
  ASSERT_GE(connection, 0);
  nexy.Signal(SIGINT);
  EXPECT_EQ(nexy.Wait().exit_code, 130);
  close(connection);
  close(listener);
}

TEST(InterruptCommand, NamesTheSessionsThatItSilenced) {
  ScriptedServer server(ScriptedServer::Ask{});
  server.SetLiveSessions({"11111111-1111-4111-8111-111111111111"});
  const TemporaryFolder home;
  const auto result = RunNexy({"interrupt", "--server", server.address()}, home);
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(result.out, "Interrupted 11111111-1111-4111-8111-111111111111\n");
  EXPECT_EQ(server.AwaitInterrupt() + "\n", Contents(home / "nexy/device-id"));
}

TEST(InterruptCommand, SaysWhenNothingWasLive) {
  ScriptedServer server(ScriptedServer::Ask{});
  const TemporaryFolder home;
  const auto result = RunNexy({"interrupt", "--server", server.address()}, home);
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(result.out, "Nothing was being answered for this device.\n");
}

}  // namespace
}  // namespace nexy::testing
