#include <gmock/gmock.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <list>

#include "fault_rig.h"

namespace nexy {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kAtOnce = 32;

std::size_t OpenFiles() {
  using std::filesystem::directory_iterator;
  return static_cast<std::size_t>(
      std::distance(directory_iterator("/proc/self/fd"), directory_iterator()));
}

std::size_t ResidentKib() {
  std::size_t size = 0;
  std::size_t resident = 0;
  std::ifstream("/proc/self/statm") >> size >> resident;
  return resident * static_cast<std::size_t>(sysconf(_SC_PAGESIZE)) / 1024;
}

std::size_t Turns() {
  const char* turns = std::getenv("NEXY_FAULTED_TURNS");
  return turns == nullptr ? 10'000 : std::stoul(turns);
}

// Turns of every provider with every fault, many at once, until `count` are over.
void RunTurns(FaultRig& rig, std::size_t count) {
  std::list<OneTurn> live;
  std::size_t begun = 0;
  while (begun < count || !live.empty()) {
    while (begun < count && live.size() < kAtOnce) {
      const bool mind_fails = begun % 2 == 0;
      const char* minds[] = {"gemini", "openai", "gemini_live"};
      const char* mind = minds[begun / 2 % 3];
      const char* voice = begun % 4 == 1 ? "azure" : "openai";
      // A key that is refused opens the circuit, so only some go through one.
      const bool bare = begun % 10 != 0;
      LlmProvider* asked = &rig.mind(mind);
      if (bare) asked = &rig.bare_mind(mind);
      TtsProvider* heard = &rig.voice(voice);
      if (bare) heard = &rig.bare_voice(voice);
      live.emplace_back(
          rig, mind_fails ? rig.Parts(*asked, rig.usual) : rig.Parts(rig.scripted, *heard));
      ++begun;
    }
    ASSERT_TRUE(rig.RunUntil([&live] {
      return std::ranges::any_of(live, [](const OneTurn& one) { return one.status.has_value(); });
    }));
    live.remove_if([](const OneTurn& one) {
      if (!one.status) return false;
      EXPECT_TRUE(one.status->ok()) << *one.status;
      EXPECT_NE(one.turn.verdict().outcome, Outcome::kOk);
      EXPECT_FALSE(one.ear.heard.empty());
      for (const Ear::Heard& heard : one.ear.heard) EXPECT_GT(heard.audio_bytes, 0u);
      return true;
    });
  }
}

TEST(FaultLeakTest, NothingIsLeftOfTenThousandFaultedTurns) {
  SimOptions options;
  options.record = false;
  SimServer sim(options);
  // Every fault in turn; those of a port and of a certificate have rigs of their own.
  const auto script_of = [](const std::string& service) {
    std::string script;
    for (const Fault& fault : FaultsOf(service)) {
      if (fault.script == "down" || !fault.connection.empty()) continue;
      if (fault.script.find("4500000") != std::string::npos) continue;  // It takes too long.
      script += (script.empty() ? "[" : ", ") + fault.script;
    }
    return script + "]";
  };
  const std::size_t turns = Turns();
  const auto run = [&](FaultRig& rig, std::size_t count) {
    // The last behaviour of a list repeats, so it is played from its start again and again.
    constexpr std::size_t kRound = 200;
    for (std::size_t done = 0; done < count; done += kRound) {
      for (const char* service :
           {"gemini", "gemini_live", "openai_chat", "azure_tts", "openai_speech"}) {
        sim.Script(service, script_of(service));
      }
      RunTurns(rig, std::min(kRound, count - done));
    }
  };
  SimServer gone(options);
  gone.Down();
  FaultRig refused(gone.http_url(), "", {.llm = 5s, .tts = 5s});
  SimServer untrusted(options);
  untrusted.Script("connection", R"({"tls": "expired"})");
  FaultRig tls(untrusted.https_url(), untrusted.ca_file(), {.llm = 5s, .tts = 5s});
  FaultRig rig(sim.http_url(), "", {.llm = 60ms, .tts = 60ms});
  // Warms up: pools, caches, the allocator.
  run(rig, turns / 5);
  RunTurns(refused, turns / 100);
  RunTurns(tls, turns / 100);
  for (FaultRig* one : {&rig, &refused, &tls}) ASSERT_TRUE(one->IsIdle());
  ASSERT_TRUE(sim.WaitForStats([](const SimStats& stats) { return stats.generations_live == 0; }));
  const std::size_t files = OpenFiles();
  const std::size_t resident = ResidentKib();
  run(rig, turns - turns / 5 - turns / 5);
  RunTurns(refused, turns / 10);
  RunTurns(tls, turns / 10);
  for (FaultRig* one : {&rig, &refused, &tls}) {
    EXPECT_TRUE(one->IsIdle());  // No coroutine, timer or pending socket.
    EXPECT_EQ(one->usual.open(), 0u);
    EXPECT_EQ(one->embedded.open(), 0u);
    EXPECT_EQ(one->scripted.open(), 0u);
  }
  EXPECT_EQ(refused.Figure("nexy_http_connections_open"), 0);
  EXPECT_EQ(tls.Figure("nexy_http_connections_open"), 0);
  EXPECT_TRUE(sim.WaitForStats([](const SimStats& stats) { return stats.generations_live == 0; }));
  // Kept connections are few; each has two ends in this process.
  EXPECT_LE(OpenFiles(), files + 2 * 8 * 2);
  EXPECT_LE(rig.Figure("nexy_http_connections_open"), 8 * 2);
  const std::size_t grown = ResidentKib() - std::min(resident, ResidentKib());
  std::printf("resident memory: %zu KiB, %zu KiB more after %zu turns\n", resident, grown,
              turns - turns / 5);
#ifndef NEXY_SANITIZED
  EXPECT_LE(grown, 24u * 1024);  // 3 KiB a turn would be a leak.
#endif
  std::printf("connections: %.0f opened, %.0f used again\n",
              rig.Figure("nexy_http_connections_opened_total"),
              rig.Figure("nexy_http_connections_reused_total"));
  rig.http.reset();
  EXPECT_EQ(rig.Figure("nexy_http_connections_open"), 0);
  EXPECT_TRUE(sim.WaitForStats([](const SimStats& stats) { return stats.connections_open == 0; }));
  EXPECT_LE(OpenFiles(), files);
}

}  // namespace
}  // namespace nexy
