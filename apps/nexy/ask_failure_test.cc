#include <gmock/gmock.h>
#include <grpcpp/generic/async_generic_service.h>
#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <thread>

#include "audio/wav.h"
#include "nexy/testing_program.h"
#include "nexy/testing_server.h"

namespace nexy::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

ProgramResult AskServer(const ScriptedServer& server, const TemporaryFolder& home,
                        std::vector<std::string> more = {}) {
  std::vector<std::string> words{"ask", "Hello", "--no-play", "--server", server.address()};
  words.insert(words.end(), more.begin(), more.end());
  return RunNexy(words, home);
}

int TimesIn(const std::string& text, const std::string& part) {
  int count = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

TEST(AskFailure, RefusalIsSaidOnceThoughTheStatusRepeatsIt) {
  ScriptedServer server([](grpc::ServerContext&, const streaming::StreamRequest&, Answer& answer) {
    answer.Write(ErrorMessage("Too many requests from this device, please wait a moment"));
    return grpc::Status(grpc::StatusCode::RESOURCE_EXHAUSTED,
                        "Too many requests from this device, please wait a moment");
  });
  const TemporaryFolder home;
  const auto result = AskServer(server, home);
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.out, IsEmpty());
  EXPECT_EQ(TimesIn(result.err, "Too many requests"), 1);
}

TEST(AskFailure, StatusWithoutAnErrorMessageIsSaid) {
  ScriptedServer server([](grpc::ServerContext&, const streaming::StreamRequest&, Answer& answer) {
    answer.Write(TextChunk("Half"));
    answer.Write(AudioChunk(Pcm(1000, 1)));
    return grpc::Status(grpc::StatusCode::INTERNAL, "the engine stalled");
  });
  const TemporaryFolder home;
  const std::string wav = home / "half.wav";
  const auto result = AskServer(server, home, {"--wav", wav});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_EQ(result.out, "Half\n");
  EXPECT_THAT(result.err, HasSubstr("the engine stalled"));
  const std::string file = Contents(wav);
  const auto sound = ReadWav(file);
  ASSERT_TRUE(sound.ok());
  EXPECT_EQ(sound->pcm, Pcm(1000, 1));
}

TEST(AskFailure, SpokenApologyStillExitsWithOne) {
  ScriptedServer server(
      [](grpc::ServerContext& context, const streaming::StreamRequest&, Answer& answer) {
        answer.Write(TextChunk("The AI provider took too long. Please try again."));
        answer.Write(AudioChunk(Pcm(10, 1)));
        answer.Write(EndMessage());
        context.AddTrailingMetadata("nexy-outcome", "failed");
        context.AddTrailingMetadata("nexy-cause", "llm_timeout");
        return grpc::Status::OK;
      });
  const TemporaryFolder home;
  const auto result = AskServer(server, home);
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.err, HasSubstr("failed: llm_timeout"));
}

TEST(AskFailure, AnswerWithoutAnEndIsNotASuccess) {
  ScriptedServer server([](grpc::ServerContext&, const streaming::StreamRequest&, Answer& answer) {
    answer.Write(TextChunk("Half"));
    answer.Write(AudioChunk(Pcm(10, 1)));
    return grpc::Status::OK;
  });
  const TemporaryFolder home;
  const auto result = AskServer(server, home);
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.err, HasSubstr("broke off"));
}

TEST(AskFailure, AnswerWithoutSoundIsNotASuccess) {
  ScriptedServer server([](grpc::ServerContext&, const streaming::StreamRequest&, Answer& answer) {
    answer.Write(TextChunk("Mute."));
    answer.Write(EndMessage());
    return grpc::Status::OK;
  });
  const TemporaryFolder home;
  const auto result = AskServer(server, home);
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.err, HasSubstr("sent no sound"));
}

TEST(AskFailure, SoundInAnotherFormatIsNamedAndNotPlayed) {
  ScriptedServer server([](grpc::ServerContext&, const streaming::StreamRequest&, Answer& answer) {
    auto chunk = AudioChunk(Pcm(10, 1));
    chunk.mutable_audio_chunk()->set_sample_rate(22050);
    answer.Write(chunk);
    answer.Write(EndMessage());
    return grpc::Status::OK;
  });
  const TemporaryFolder home;
  const auto result = AskServer(server, home);
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.err, HasSubstr("int16, 22050 Hz, 1 channels"));
}

TEST(AskFailure, TurnInterruptedFromElsewhereExitsAsInterrupted) {
  ScriptedServer server(
      [](grpc::ServerContext& context, const streaming::StreamRequest&, Answer& answer) {
        answer.Write(EndMessage("interrupted"));
        context.AddTrailingMetadata("nexy-outcome", "interrupted");
        context.AddTrailingMetadata("nexy-cause", "user_interrupt");
        return grpc::Status::OK;
      });
  const TemporaryFolder home;
  EXPECT_EQ(AskServer(server, home).exit_code, 130);
}

TEST(AskFailure, ServerThatIsAwayIsNamedWithWhatToDo) {
  const TemporaryFolder home;
  const auto result = RunNexy({"ask", "Hello", "--no-play", "--server", "127.0.0.1:1"}, home);
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_EQ(result.err,
            "Nexy's server at 127.0.0.1:1 does not answer. Is nexyd running? Start it with "
            "./run --serve or give --server HOST:PORT.\n");
}

TEST(AskFailure, ServerThatDiesInTheAnswerIsNotCalledAway) {
  auto server = std::make_unique<ScriptedServer>(
      [](grpc::ServerContext& context, const streaming::StreamRequest&, Answer& answer) {
        answer.Write(TextChunk("Half"));
        while (!context.IsCancelled() && answer.Write(AudioChunk(Pcm(4096, 1)))) {
        }
        return grpc::Status::OK;
      });
  const TemporaryFolder home;
  Program nexy({"ask", "Hello", "--no-play", "--server", server->address()}, home);
  ASSERT_TRUE(nexy.AwaitOutput("Half"));
  server.reset();
  const auto result = nexy.Wait();
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.err, HasSubstr("first text"));
  EXPECT_THAT(result.err, Not(HasSubstr("Is nexyd running")));
}

TEST(AskFailure, GrpcServerOfSomebodyElseIsNamed) {
  grpc::EnableDefaultHealthCheckService(true);
  grpc::CallbackGenericService service;  // Answers UNIMPLEMENTED.
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterCallbackGenericService(&service);
  const auto other = builder.BuildAndStart();
  const TemporaryFolder home;
  const std::string address = "127.0.0.1:" + std::to_string(port);
  const std::string words = "The server at " + address + " is not Nexy's. Check --server.\n";
  for (const char* command : {"interrupt", "status"}) {
    const auto result = RunNexy({command, "--server", address}, home);
    EXPECT_EQ(result.exit_code, 3);
    EXPECT_EQ(result.err, words);
  }
}

TEST(AskFailure, PortThatSpeaksNoGrpcIsNamed) {
  using boost::asio::ip::tcp;
  boost::asio::io_context io;
  tcp::acceptor web_server(io, tcp::endpoint(boost::asio::ip::address_v4::loopback(), 0));
  const std::jthread serve([&web_server] {
    while (true) {
      boost::system::error_code error;
      tcp::socket client = web_server.accept(error);
      if (error) return;
      boost::asio::write(client, boost::asio::buffer("HTTP/1.1 400 Bad Request\r\n\r\n", 28),
                         error);
    }
  });
  const TemporaryFolder home;
  const std::string address = "127.0.0.1:" + std::to_string(web_server.local_endpoint().port());
  const auto result = RunNexy({"ask", "Hello", "--no-play", "--server", address}, home);
  shutdown(web_server.native_handle(), SHUT_RDWR);
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_THAT(result.err, HasSubstr("speaks neither gRPC nor TLS"));
}

TEST(AskFailure, StandardOutputThatNobodyReadsEndsTheCall) {
  ScriptedServer server(
      [](grpc::ServerContext& context, const streaming::StreamRequest&, Answer& answer) {
        while (!context.IsCancelled() && answer.Write(TextChunk("Again."))) {
        }
        return grpc::Status::OK;
      });
  const TemporaryFolder home;
  Program nexy({"ask", "Hello", "--no-play", "--server", server.address()}, home);
  ASSERT_TRUE(nexy.AwaitOutput("Again."));
  nexy.CloseOutput();
  EXPECT_EQ(nexy.Wait().exit_code, 1);
}

}  // namespace
}  // namespace nexy::testing
