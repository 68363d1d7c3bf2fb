#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "audio/wav.h"
#include "nexy/device_id.h"
#include "nexy/testing_program.h"
#include "nexy/testing_server.h"
#include "nexy/uuid.h"

namespace nexy::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

std::vector<nlohmann::json> Events(const std::string& lines) {
  std::vector<nlohmann::json> events;
  std::istringstream stream(lines);
  for (std::string line; std::getline(stream, line);) events.push_back(nlohmann::json::parse(line));
  return events;
}

std::vector<std::string> Names(const std::vector<nlohmann::json>& events) {
  std::vector<std::string> names;
  for (const auto& event : events) names.push_back(event["event"]);
  return names;
}

std::string PcmOf(const std::string& wav_path) {
  const std::string file = Contents(wav_path);
  const auto sound = ReadWav(file);
  EXPECT_TRUE(sound.ok()) << sound.status();
  if (!sound.ok()) return "";
  EXPECT_EQ(sound->format.sample_rate, 48000);
  EXPECT_EQ(sound->format.channels, 1);
  return std::string(sound->pcm);
}

grpc::Status TwoSentences(grpc::ServerContext& context, const streaming::StreamRequest&,
                          Answer& answer) {
  answer.Write(TextChunk("First."));
  answer.Write(AudioChunk(Pcm(4096, 1)));
  answer.Write(AudioChunk(Pcm(100, 2)));
  answer.Write(TextChunk("Second."));
  answer.Write(AudioChunk(Pcm(4096, 3)));
  answer.Write(EndMessage());
  context.AddTrailingMetadata("nexy-outcome", "ok");
  return grpc::Status::OK;
}

TEST(Ask, WritesTheAnswerAsOneLineAndTheTimesOnStandardError) {
  ScriptedServer server(TwoSentences);
  const TemporaryFolder home;
  const auto result = RunNexy({"ask", "Hello", "--no-play", "--server", server.address()}, home);
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(result.out, "First. Second.\n");
  EXPECT_THAT(result.err, ::testing::MatchesRegex(
                              "first text .* ms, first audio .* ms, total .* ms, audio 86 ms\n"));
}

TEST(Ask, JsonShowsEveryEventInOrderAndThenASummary) {
  ScriptedServer server(TwoSentences);
  const TemporaryFolder home;
  const auto result =
      RunNexy({"ask", "Hello", "--no-play", "--json", "--server", server.address()}, home);
  const auto events = Events(result.out);
  EXPECT_THAT(Names(events),
              ElementsAre("text", "audio", "audio", "text", "audio", "end", "summary"));
  EXPECT_EQ(events[0]["text"], "First.");
  EXPECT_EQ(events[2]["bytes"], 100);
  for (std::size_t i = 1; i + 1 < events.size(); ++i) {
    EXPECT_LE(events[i - 1]["at_ms"], events[i]["at_ms"]);
  }
  const auto& summary = events.back();
  EXPECT_EQ(summary["status"], "OK");
  EXPECT_EQ(summary["outcome"], "ok");
  EXPECT_EQ(summary["first_text_ms"], events[0]["at_ms"]);
  EXPECT_EQ(summary["first_audio_ms"], events[1]["at_ms"]);
  EXPECT_GE(summary["total_ms"], events[5]["at_ms"]);
  EXPECT_EQ(summary["texts"], 2);
  EXPECT_EQ(summary["exit_code"], 0);
}

TEST(Ask, WavFileHoldsExactlyTheAudioThatWasSent) {
  ScriptedServer server(TwoSentences);
  const TemporaryFolder home;
  const std::string wav = home / "answer.wav";
  RunNexy({"ask", "Hello", "--no-play", "--wav", wav, "--server", server.address()}, home);
  EXPECT_EQ(PcmOf(wav), Pcm(4096, 1) + Pcm(100, 2) + Pcm(4096, 3));
}

TEST(Ask, SendsTheQuestionThePictureTheDeviceAndAFreshSession) {
  std::vector<streaming::StreamRequest> requests;
  ScriptedServer server([&requests](grpc::ServerContext& context,
                                    const streaming::StreamRequest& request, Answer& answer) {
    requests.push_back(request);
    return TwoSentences(context, request, answer);
  });
  const TemporaryFolder home;
  const std::string picture = home / "screen.png";
  WriteContents(picture, "\x89PNG\r\n\x1a\n???");
  for (int i = 0; i < 2; ++i) {
    RunNexy({"ask", "Что", "на экране?", "--screenshot", picture, "--no-play", "--server",
             server.address()},
            home);
  }
  ASSERT_EQ(requests.size(), 2u);
  EXPECT_EQ(requests[0].prompt(), "Что на экране?");
  EXPECT_EQ(requests[0].screenshot(), "iVBORw0KGgo/Pz8=");
  EXPECT_EQ(requests[0].phase(), streaming::REQUEST_PHASE_UNSPECIFIED);
  EXPECT_TRUE(IsUuid4(requests[0].hardware_id()));
  EXPECT_EQ(requests[0].hardware_id(), requests[1].hardware_id());
  EXPECT_EQ(requests[0].hardware_id() + "\n", Contents(home / "nexy/device-id"));
  EXPECT_TRUE(IsUuid4(requests[0].session_id()));
  EXPECT_NE(requests[0].session_id(), requests[1].session_id());
}

TEST(Ask, ReadsTheQuestionFromStandardInput) {
  std::string prompt;
  ScriptedServer server([&prompt](grpc::ServerContext& context,
                                  const streaming::StreamRequest& request, Answer& answer) {
    prompt = request.prompt();
    return TwoSentences(context, request, answer);
  });
  const TemporaryFolder home;
  RunNexy({"ask", "--no-play", "--server", server.address()}, home, {}, "from a pipe\n");
  EXPECT_EQ(prompt, "from a pipe\n");
  RunNexy({"ask", "-", "--no-play", "--server", server.address()}, home, {}, "with a dash");
  EXPECT_EQ(prompt, "with a dash");
}

TEST(Ask, CommandLineWinsOverEnvironmentForTheServer) {
  ScriptedServer server(TwoSentences);
  const TemporaryFolder home;
  EXPECT_EQ(
      RunNexy({"ask", "Hello", "--no-play"}, home, {{"NEXY_SERVER", server.address()}}).exit_code,
      0);
  EXPECT_EQ(RunNexy({"ask", "Hello", "--no-play", "--server", server.address()}, home,
                    {{"NEXY_SERVER", "127.0.0.1:1"}})
                .exit_code,
            0);
}

TEST(Ask, MessagesOfAnUnknownKindAreSkipped) {
  ScriptedServer server(
      [](grpc::ServerContext& context, const streaming::StreamRequest& request, Answer& answer) {
        streaming::StreamResponse from_the_future;  // Field 99, a string.
        from_the_future.GetReflection()
            ->MutableUnknownFields(&from_the_future)
            ->AddLengthDelimited(99, "hello");
        answer.Write(from_the_future);
        streaming::StreamResponse progress;
        progress.mutable_browser_progress()->set_task_id("t");
        answer.Write(progress);
        return TwoSentences(context, request, answer);
      });
  const TemporaryFolder home;
  const auto result = RunNexy({"ask", "Hello", "--no-play", "--server", server.address()}, home);
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(result.out, "First. Second.\n");
}

TEST(Ask, TextThatCarriesAnOldCommandIsNeverShown) {
  ScriptedServer server(
      [](grpc::ServerContext& context, const streaming::StreamRequest& request, Answer& answer) {
        answer.Write(TextChunk("__MCP__{\"event\":\"mcp.command_request\"}"));
        return TwoSentences(context, request, answer);
      });
  const TemporaryFolder home;
  const auto result =
      RunNexy({"ask", "Hello", "--no-play", "--json", "--server", server.address()}, home);
  EXPECT_THAT(result.out + result.err, Not(HasSubstr("MCP")));
}

TEST(Ask, ControlCharactersOfTheAnswerDoNotReachTheTerminal) {
  ScriptedServer server([](grpc::ServerContext&, const streaming::StreamRequest&, Answer& answer) {
    answer.Write(TextChunk("\x1b]0;owned\x07 \xc2\x9b\x33mKeep €\xc2\xa0!"));
    answer.Write(AudioChunk(Pcm(2, 1)));
    answer.Write(EndMessage());
    return grpc::Status::OK;
  });
  const TemporaryFolder home;
  const auto result = RunNexy({"ask", "Hello", "--no-play", "--server", server.address()}, home);
  EXPECT_EQ(result.out, " ]0;owned   3mKeep €\xc2\xa0!\n");
}

TEST(Ask, ActionIsShownAfterTheAnswer) {
  const std::string action = R"({"session_id": "s", "command": "open_app", "args": {}})";
  ScriptedServer server(
      [&action](grpc::ServerContext&, const streaming::StreamRequest&, Answer& answer) {
        answer.Write(TextChunk("Opening."));
        answer.Write(AudioChunk(Pcm(2, 1)));
        streaming::StreamResponse message;
        message.mutable_action_message()->set_action_json(action);
        answer.Write(message);
        answer.Write(EndMessage());
        return grpc::Status::OK;
      });
  const TemporaryFolder home;
  const auto result =
      RunNexy({"ask", "Hello", "--no-play", "--json", "--server", server.address()}, home);
  const auto events = Events(result.out);
  EXPECT_THAT(Names(events), ElementsAre("text", "audio", "action", "end", "summary"));
  EXPECT_EQ(events[2]["action_json"], action);
}

}  // namespace
}  // namespace nexy::testing
