#include "script.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "raw_client.h"
#include "sim_server.h"

namespace nexy::sim {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr std::string_view kJson = "Content-Type: application/json\r\nAuthorization: Bearer K\r\n";
constexpr std::string_view kChat =
    R"({"model":"m","stream":true,"messages":[{"role":"user","content":"hi"}]})";
constexpr std::string_view kSpeech =
    R"({"model":"m","voice":"alloy","input":"hi","response_format":"pcm"})";
constexpr std::string_view kEnd = "0\r\n\r\n";

std::string Chat() { return Post("/v1/chat/completions", kJson, kChat); }

std::string AskChat(SimServer& sim) {
  RawClient client(sim.http());
  client.Send(Chat());
  return client.ReadUntil(kEnd);
}

TEST(Script, NamesTheFieldThatIsWrong) {
  const auto problem = [](std::string_view script) {
    return std::string(ParseScript(script).status().message());
  };
  EXPECT_EQ(problem(R"({"gemini": {"status": 503}})"), "");
  EXPECT_THAT(problem("[]"), HasSubstr("a script is a JSON object"));
  EXPECT_THAT(problem(R"({"gemeni": {}})"), HasSubstr("no such service: gemeni"));
  EXPECT_THAT(problem(R"({"gemini": {"stauts": 503}})"),
              HasSubstr("gemini: a behaviour has no stauts"));
  EXPECT_THAT(problem(R"({"gemini": [{}, {"status": "x"}]})"), HasSubstr("gemini: status: "));
  EXPECT_THAT(problem(R"({"gemini": {"cut": {"how": "gently"}}})"), HasSubstr("cut.how"));
  EXPECT_THAT(problem(R"({"gemini": {"stall": "somewhere"}})"),
              HasSubstr("no such place: somewhere"));
}

TEST(Script, BehavioursComeInTheirOrderAndTheLastOneRepeats) {
  SimServer sim;
  sim.Script("openai_chat", R"([{"status": 503}, {"text": "turn $N"}])");
  EXPECT_THAT(AskChat(sim), StartsWith("HTTP/1.1 503 "));
  EXPECT_THAT(AskChat(sim), HasSubstr("\"turn 2\""));
  EXPECT_THAT(AskChat(sim), HasSubstr("\"turn 3\""));
}

TEST(Script, ARefusedRequestUsesUpNoBehaviour) {
  SimServer sim;
  sim.Script("openai_chat", R"([{"text": "first"}, {"text": "second"}])");
  RawClient client(sim.http());
  client.Send(Post("/v1/chat/completions", kJson, "{}"));
  EXPECT_THAT(client.ReadUntil("}\n}"), StartsWith("HTTP/1.1 400 "));
  EXPECT_THAT(AskChat(sim), HasSubstr("first"));
  EXPECT_EQ(sim.Requests("openai_chat")[0].outcome, "refused");
  EXPECT_EQ(sim.Stats().refused, 1u);
}

TEST(Script, AnInstanceHasAScriptAndACountOfItsOwn) {
  SimServer sim;
  sim.Script("openai_chat", R"({"text": "one $N"})");
  sim.Script("openai_chat@second", R"({"text": "two $N"})");
  const auto ask = [&sim](std::string_view target) {
    RawClient client(sim.http());
    client.Send(Post(target, kJson, kChat));
    return client.ReadUntil(kEnd);
  };
  EXPECT_THAT(ask("/second/v1/chat/completions"), HasSubstr("two 1"));
  EXPECT_THAT(ask("/v1/chat/completions"), HasSubstr("one 1"));
  EXPECT_THAT(ask("/third/v1/chat/completions"), HasSubstr("one 1"));
  EXPECT_EQ(sim.Requests("openai_chat").size(), 3u);
  EXPECT_EQ(sim.Requests("openai_chat@second").size(), 1u);
}

TEST(Script, AGateLetsThroughWhatWasReleasedAndNothingMore) {
  SimServer sim;
  sim.Script("openai_chat", R"({"text": ["one", "two"], "gate": "piece"})");
  RawClient client(sim.http());
  client.Send(Chat());
  ASSERT_TRUE(sim.WaitForGate("piece"));
  EXPECT_EQ(sim.Requests("openai_chat")[0].first_ns, 0);
  sim.Release("piece", 2);  // The role and the first piece of text.
  const std::string first = client.ReadUntil("one");
  EXPECT_THAT(first, HasSubstr("one"));
  ASSERT_TRUE(sim.WaitForGate("piece"));
  sim.Open("piece");
  EXPECT_THAT(client.ReadUntil(kEnd), HasSubstr("two"));
}

TEST(Script, AClientThatLeavesAtAGateOrAStallIsAnAbortedGeneration) {
  SimServer sim;
  for (const char* behaviour :
       {R"({"gate": "never"})", R"({"stall": "mid_stream"})", R"({"stall": "before_headers"})",
        R"({"latency": {"headers": 600000}})"}) {
    sim.Script("openai_chat", behaviour);
    const auto before = sim.Stats().generations_aborted;
    {
      RawClient client(sim.http());
      client.Send(Chat());
      ASSERT_TRUE(
          sim.WaitForStats([](const SimStats& stats) { return stats.generations_live == 1; }));
    }
    EXPECT_TRUE(sim.WaitForStats([before](const SimStats& stats) {
      return stats.generations_aborted == before + 1 && stats.connections_open == 0;
    })) << behaviour;
  }
}

TEST(Script, ACutEndsWhereAndHowItIsSaid) {
  SimServer sim;
  const auto ask = [&sim](const std::string& cut, bool& was_reset) {
    sim.Script("openai_chat", R"({"text": ["one", "two"], "cut": )" + cut + "}");
    RawClient client(sim.http());
    client.Send(Chat());
    std::string answer = client.ReadToTheEnd();
    was_reset = client.was_reset();
    return answer;
  };
  bool was_reset = false;
  EXPECT_EQ(ask(R"("before_headers")", was_reset), "");
  EXPECT_FALSE(was_reset);
  EXPECT_THAT(ask(R"("mid_headers")", was_reset), Not(HasSubstr("\r\n\r\n")));
  const std::string bare = ask(R"("after_headers")", was_reset);
  EXPECT_TRUE(bare.ends_with("\r\n\r\n"));
  EXPECT_EQ(Unchunked(bare), "");
  const std::string two_pieces = ask(R"({"after_pieces": 2})", was_reset);
  EXPECT_THAT(two_pieces, HasSubstr("one"));
  EXPECT_THAT(two_pieces, Not(HasSubstr("two")));
  EXPECT_FALSE(two_pieces.ends_with(kEnd));
  EXPECT_TRUE(ask(R"({"after_pieces": 2, "how": "end"})", was_reset).ends_with(kEnd));
  EXPECT_FALSE(was_reset);
  EXPECT_EQ(ask(R"({"after_bytes": 10})", was_reset).size(), bare.size() + 10);
  ask(R"({"after_pieces": 2, "how": "rst"})", was_reset);
  EXPECT_TRUE(was_reset);
  ASSERT_TRUE(sim.WaitForStats([](const SimStats& stats) { return stats.connections_open == 0; }));
  EXPECT_EQ(sim.Requests("openai_chat").back().outcome, "cut");
  EXPECT_EQ(sim.Stats().generations_aborted, 0u);
}

TEST(Script, GarbageAndOversizedComeWhereTheyAreAskedFor) {
  SimServer sim;
  sim.Script("openai_chat", R"({"garbage": "before_headers"})");
  EXPECT_THAT(AskChat(sim), Not(StartsWith("HTTP")));
  sim.Script("openai_chat", R"({"garbage": {"after_pieces": 2}})");
  EXPECT_THAT(AskChat(sim), HasSubstr("\xff\xfe"));
  sim.Script("openai_chat", R"({"oversized": {"in_piece": 2, "bytes": 100000}})");
  EXPECT_GT(AskChat(sim).size(), 100'000u);
  sim.Script("openai_chat", R"({"oversized": {"at": "mid_headers", "bytes": 5000}})");
  EXPECT_GT(AskChat(sim).find("\r\n\r\n"), 5000u);
}

TEST(Script, HoweverItIsCutTheBodyIsTheSame) {
  SimServer sim;
  sim.Script("openai_chat", R"({"text": ["one", "two"]})");
  const std::string whole = Unchunked(AskChat(sim));
  for (const char* how : {R"("split": 1)", R"("chunk_bytes": 1)", R"("split": 3, "chunk_bytes": 5)",
                          R"("drip": {"bytes": 100, "ms": 1})"}) {
    sim.Script("openai_chat", std::string(R"({"text": ["one", "two"], )") + how + "}");
    EXPECT_EQ(Unchunked(AskChat(sim)), whole) << how;
  }
}

TEST(Script, SoundHasTheLengthAndThePiecesThatAreAskedFor) {
  SimServer sim;
  const auto speak = [&sim](const char* behaviour) {
    sim.Script("openai_speech", behaviour);
    RawClient client(sim.http());
    client.Send(Post("/v1/audio/speech", kJson, kSpeech));
    return Unchunked(client.ReadUntil(kEnd));
  };
  EXPECT_EQ(speak(R"({"audio_ms": 250})").size(), 12'000u);
  EXPECT_EQ(speak(R"({"audio_ms_per_char": 100})").size(), 9'600u);
  EXPECT_EQ(speak(R"({"audio_ms": 250, "audio_trim_bytes": 1})").size(), 11'999u);
  EXPECT_EQ(speak(R"({"audio_ms": 250, "audio_piece_bytes": 7})"), speak(R"({"audio_ms": 250})"));
}

TEST(Script, AServerThatIsDownRefusesAndComesBackAtItsPort) {
  SimServer sim;
  const std::string address = sim.http();
  RawClient kept(address);
  kept.Send(Chat());
  EXPECT_THAT(kept.ReadUntil(kEnd), StartsWith("HTTP/1.1 200 "));
  sim.Down();
  EXPECT_EQ(kept.ReadToTheEnd(), "");
  EXPECT_FALSE(RawClient(address).connected());
  sim.Up();
  EXPECT_EQ(sim.http(), address);
  EXPECT_THAT(AskChat(sim), StartsWith("HTTP/1.1 200 "));
}

TEST(Script, ConnectionsStallAndBreakAsTheyAreAccepted) {
  SimServer sim;
  sim.Script(
      "connection",
      R"([{"cut": {"at": "before_headers", "how": "rst"}}, {"garbage": "before_headers"}, {}])");
  RawClient reset(sim.http());
  reset.Send(Chat());
  EXPECT_EQ(reset.ReadToTheEnd(), "");
  RawClient noise(sim.http());
  EXPECT_THAT(noise.ReadToTheEnd(), StartsWith("SSH-2.0"));
  EXPECT_THAT(AskChat(sim), StartsWith("HTTP/1.1 200 "));
}

TEST(Script, ItsEndpointsTakeScriptsAndTellWhatWasAsked) {
  SimServer sim;
  const auto control = [&sim](const std::string& request) {
    RawClient client(sim.http());
    client.Send(request);
    return client.ReadToTheEnd();
  };
  constexpr std::string_view kClose = "Connection: close\r\n";
  EXPECT_THAT(control(Post("/__sim/script", kClose, R"({"openai_chat": {"text": "told"}})")),
              StartsWith("HTTP/1.1 200 "));
  EXPECT_THAT(AskChat(sim), HasSubstr("told"));
  EXPECT_THAT(control("GET /__sim/requests HTTP/1.1\r\nHost: sim\r\nConnection: close\r\n\r\n"),
              HasSubstr("\"target\":\"/v1/chat/completions\""));
  EXPECT_THAT(control(Post("/__sim/script", kClose, R"({"openai_chat": {"tetx": "told"}})")),
              HasSubstr("a behaviour has no tetx"));
  EXPECT_THAT(control(Post("/__sim/reset", kClose, "")), StartsWith("HTTP/1.1 200 "));
  EXPECT_THAT(AskChat(sim), HasSubstr("Hello"));
}

TEST(Script, SeveralThreadsServeManyConnections) {
  SimOptions options;
  options.threads = 3;
  SimServer sim(options);
  sim.Script("openai_chat", R"({"latency": {"first": 1, "between": 1}})");
  std::vector<std::unique_ptr<RawClient>> clients;
  for (int i = 0; i < 50; ++i) {
    clients.push_back(std::make_unique<RawClient>(sim.http()));
    clients.back()->Send(Chat());
  }
  for (auto& client : clients) EXPECT_THAT(client->ReadUntil(kEnd), HasSubstr("world."));
  EXPECT_TRUE(
      sim.WaitForStats([](const SimStats& stats) { return stats.generations_finished == 50; }));
}

}  // namespace
}  // namespace nexy::sim
