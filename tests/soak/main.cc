// A soak: many turns with every kind of trouble against a real nexyd, whose providers are nexy-sim,
// and then a search for anything that is left or does not add up.
#include <CLI/CLI.hpp>
#include <atomic>
#include <cstdio>
#include <list>
#include <thread>

#include "e2e/nexyd_process.h"
#include "sim_server.h"
#include "soak/client.h"
#include "soak/quiet.h"
#include "soak/verdict.h"

namespace nexy::soak {
namespace {

using namespace std::chrono_literals;

struct Options {
  std::uint64_t turns = 200'000;
  int clients = 64;
  std::uint64_t seed = 1;
  std::size_t samples = 50;
  bool judge_memory = true;  // Of too few turns the slope says nothing.
  std::chrono::seconds patience{120};
};

std::vector<std::string> Settings(const SimServer& sim, const Options& options) {
  std::vector<std::string> settings = {
      "llm.provider=openai",
      "llm.fallbacks=gemini",
      "tts.provider=azure",
      "tts.fallbacks=openai",
      "llm.openai.base_url=" + sim.http_url() + "/v1",
      "llm.gemini.base_url=" + sim.http_url(),
      "tts.azure.endpoint=" + sim.http_url(),
      "tts.openai.base_url=" + sim.http_url() + "/v1",
      // One place a client: now and then one that has left holds its place a little longer.
      "rpc.max_live_turns=" + std::to_string(options.clients),
      "rpc.shutdown_grace=5s",
      "turn.notice_after=400ms",
      "turn.notice_again=600ms",
      "turn.speak_by=2s",
      "turn.audio_ahead=400ms",
      "llm.first_token_timeout=250ms",
      "llm.next_token_timeout=250ms",
      "tts.first_audio_timeout=600ms",
      "tts.next_audio_timeout=600ms",
      "http.connect_timeout=1s",
      "http.idle_max=1s",
      "log.queue=65536",
  };
  for (const std::string kind : {"llm", "tts"}) {
    for (const char* setting : {"backoff.first=5ms", "backoff.longest=20ms", "breaker.failures=5",
                                "breaker.open_for=300ms"}) {
      settings.push_back(kind + ".resilience." + setting);
    }
  }
  return settings;
}

// The clients of a soak, each on a thread of its own; together they do the turns in their order.
class Crowd {
 public:
  Crowd(const std::string& server, const Options& options, Tally& tally) : seed_(options.seed) {
    for (int i = 0; i < options.clients; ++i) {
      const bool bad_network = i % 8 == 0;
      clients_.emplace_back(server, i, seed_, bad_network, tally);
    }
  }

  // Does the turns up to `end`; `sample` is called now and then meanwhile.
  template <typename OnSample>
  void DoUntil(std::uint64_t end, std::uint64_t sample_every, OnSample sample) {
    std::list<std::jthread> threads;
    for (Client& client : clients_) {
      threads.emplace_back([this, &client, end, sample_every, &sample] {
        for (std::uint64_t turn = next_++; turn < end; turn = next_++) {
          client.Do(PlanOf(seed_, turn), turn);
          if (turn % sample_every == 0) sample(turn);
        }
      });
    }
    threads.clear();
    next_ = end;
  }

 private:
  const std::uint64_t seed_;
  std::list<Client> clients_;
  std::atomic<std::uint64_t> next_{0};
};

void Print(const char* when, const Holdings& holdings) {
  std::printf("%s: %zu KiB resident, %zu sockets, %zu other files, %zu threads\n", when,
              holdings.resident_kib, holdings.sockets, holdings.other_files, holdings.threads);
}

void PrintCounts(const char* what, const std::map<std::string, std::uint64_t>& counts) {
  std::printf("%s:", what);
  for (const auto& [word, count] : counts) {
    std::printf(" %s %llu", word.c_str(), static_cast<unsigned long long>(count));
  }
  std::printf("\n");
}

void PrintSums(const Tally::Sums& seen, const Figures& figures) {
  std::printf(
      "clients: %llu calls, %llu left (%llu of them after a message), %llu pieces, %llu "
      "turns interrupted, %llu usage reports\n",
      static_cast<unsigned long long>(seen.calls), static_cast<unsigned long long>(seen.left),
      static_cast<unsigned long long>(seen.left_after_a_message),
      static_cast<unsigned long long>(seen.collected),
      static_cast<unsigned long long>(seen.interrupted_turns),
      static_cast<unsigned long long>(seen.usage_reports));
  PrintCounts("clients heard", seen.turns);
  PrintCounts("clients were refused", seen.refusals);
  PrintCounts("the server counted", figures.ByLabel("nexy_turns_total", "outcome"));
  PrintCounts("of causes", figures.ByLabel("nexy_turn_causes_total", "cause"));
  PrintCounts("failures of voices", figures.ByLabel("nexy_tts_failures_total", "provider"));
  PrintCounts("embedded voice", figures.ByLabel("nexy_espeak_utterances_total", "outcome"));
  PrintCounts("its workers", figures.ByLabel("nexy_espeak_worker_failures_total", "event"));
  PrintCounts("refusals", figures.ByLabel("nexy_refusals_total", "reason"));
}

// What came of a soak so far.
struct Course {
  const std::chrono::steady_clock::time_point start = std::chrono::steady_clock::now();
  Tally tally;
  std::vector<std::string> findings;
  Mutex mutex;
  std::vector<Sample> samples ABSL_GUARDED_BY(mutex);

  double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  }
};

void TakeSample(const testing::NexydProcess& server, std::uint64_t turn, Course& course) {
  const Holdings holdings = Holdings::Of(server.pid());
  MutexLock lock(course.mutex);
  course.samples.push_back({static_cast<double>(turn), holdings});
  if (course.samples.size() % 5 != 0) return;
  std::printf("%llu turns, %.0f s: ", static_cast<unsigned long long>(turn), course.seconds());
  Print("now", holdings);
  std::fflush(stdout);
}

// All turns, and what the server holds in the quiet moments between and after them.
void DoTurns(const testing::NexydProcess& server, const SimServer& sim, const Options& options,
             Course& course) {
  const auto await_quiet = [&](const std::string& when) {
    if (!AwaitQuiet(server, sim, options.patience)) course.findings.push_back("not quiet " + when);
    const Holdings holdings = Holdings::Of(server.pid());
    Print(("quiet " + when).c_str(), holdings);
    return holdings;
  };
  const Holdings fresh = await_quiet("before the first client");
  {
    Crowd crowd(server.grpc(), options, course.tally);
    const auto on_sample = [&server, &course](std::uint64_t turn) {
      TakeSample(server, turn, course);
    };
    const std::uint64_t every = std::max<std::uint64_t>(1, options.turns / options.samples);
    crowd.DoUntil(options.turns / 10, every, on_sample);
    const Holdings warm = await_quiet("after the warm-up");
    {
      MutexLock lock(course.mutex);
      course.samples.clear();
    }
    crowd.DoUntil(options.turns, every, on_sample);
    CompareHoldings(warm, await_quiet("at the end"), course.findings);
  }
  if (!AwaitSockets(server, fresh.sockets, options.patience)) {
    course.findings.push_back("sockets are left when all clients have gone");
  }
  Print("without clients", Holdings::Of(server.pid()));
}

// Ends the server and compares what it counted and logged with what clients heard.
void Judge(testing::NexydProcess& server, const Options& options, Course& course) {
  const double took = course.seconds();
  const Figures figures = Figures::Of(server.http());
  const testing::ProgramResult ended = server.Stop();
  std::printf("took %.0f s; exit code of nexyd %d\n", took, ended.exit_code);
  if (ended.exit_code != 0) {
    constexpr std::size_t kTold = 4000;
    course.findings.push_back(
        "nexyd ended with " + std::to_string(ended.exit_code) + ": " +
        ended.err.substr(ended.err.size() - std::min(ended.err.size(), kTold)));
  }
  PrintSums(course.tally.sums(), figures);
  for (std::string& finding : Disagreements(course.tally.sums(), figures, CountLog(ended.err))) {
    course.findings.push_back(std::move(finding));
  }
  MutexLock lock(course.mutex);
  if (options.judge_memory) JudgeMemory(course.samples, course.findings);
}

int Soak(const Options& options) {
  std::printf("soak: %llu turns, %d clients, seed %llu\n",
              static_cast<unsigned long long>(options.turns), options.clients,
              static_cast<unsigned long long>(options.seed));
  SimOptions sim_options;
  sim_options.record = false;
  SimServer sim(sim_options);
  if (const auto status = sim.Load(ProviderScript(options.seed)); !status.ok()) {
    std::printf("script: %s\n", std::string(status.message()).c_str());
    return 2;
  }
  testing::NexydProcess server(
      Settings(sim, options),
      {{"OPENAI_API_KEY", "k"}, {"GEMINI_API_KEY", "k"}, {"AZURE_SPEECH_KEY", "k"}});
  if (server.ready_line().empty()) return 2;
  Course course;
  DoTurns(server, sim, options, course);
  Judge(server, options, course);
  for (const std::string& finding : course.findings) std::printf("FINDING %s\n", finding.c_str());
  std::printf(course.findings.empty() ? "calm\n" : "not calm\n");
  return course.findings.empty() ? 0 : 1;
}

}  // namespace
}  // namespace nexy::soak

int main(int argc, char** argv) {
  nexy::soak::Options options;
  bool short_form = false;
  CLI::App app("Many turns with every kind of trouble; exit code 1 if anything is left behind.");
  app.add_option("--turns", options.turns, "How many")->check(CLI::Range(10, 100'000'000));
  app.add_option("--clients", options.clients, "At once")->check(CLI::Range(1, 1000));
  app.add_option("--seed", options.seed, "Chooses what clients and providers do");
  app.add_option("--samples", options.samples, "Of memory")->check(CLI::Range(1, 10'000));
  app.add_flag("--short", short_form, "Too short to judge the growth of memory");
  CLI11_PARSE(app, argc, argv);
  options.judge_memory = !short_form;
  return nexy::soak::Soak(options);
}
