// nexyctl load against the shipped nexyd, with its offline mind and embedded voice.
#include <gmock/gmock.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "e2e/nexyd_process.h"
#include "e2e/tcp_exchange.h"
#include "nexy/testing_identity.h"

namespace nexy::testing {
namespace {

using nlohmann::json;
using ::testing::AllOf;
using ::testing::HasSubstr;

std::string Content(const std::string& path) {
  std::ifstream file(path);
  std::stringstream content;
  content << file.rdbuf();
  return content.str();
}

std::vector<std::string> Patient(std::vector<std::string> more = {}) {
  std::vector<std::string> settings = kPatient;
  settings.push_back("rpc.device_turns_per_minute=0");
  settings.insert(settings.end(), more.begin(), more.end());
  return settings;
}

// True when an answer is over.
bool AnswersSomebody(const NexydProcess& server) {
  for (int i = 0; i < 20'000; ++i) {
    const std::string metrics = HttpGet(server.http(), "/metrics").body;
    const std::string name = "\nnexy_turns_total{outcome=\"ok\"} ";
    const std::size_t at = metrics.find(name);
    if (at != std::string::npos && metrics.at(at + name.size()) != '0') return true;
  }
  return false;
}

struct LoadCommand : ::testing::Test {
  std::vector<std::string> Words(const NexydProcess& server,
                                 const std::vector<std::string>& more) const {
    std::vector<std::string> words = {
        "load",  "--server",         server.grpc(), "--metrics",        server.http(),
        "--out", home_ / "run.json", "--html",      home_ / "run.html", "--progress",
        "500ms"};
    words.insert(words.end(), more.begin(), more.end());
    return words;
  }
  ProgramResult Run(const std::vector<std::string>& words) {
    return Program(words, home_, {}, "", "nexyctl").Wait();
  }
  json Report() const { return json::parse(Content(home_ / "run.json"), nullptr, false); }

  static void ExpectWholeReport(const json& report) {
    ASSERT_TRUE(report.is_object());
    EXPECT_EQ(report["format"], "nexy-load-run/1");
    for (const char* key :
         {"target", "machine", "plan", "started", "endings", "reasons", "figures", "seconds",
          "questions_per_s", "underruns", "errors", "generator_cpu_cores", "scenarios"}) {
      EXPECT_TRUE(report.contains(key)) << key;
    }
    EXPECT_EQ(report["accounted"], true) << report["endings"];
    for (const auto& [name, times] : report["figures"].items()) {
      for (const char* key :
           {"count", "p50_ms", "p90_ms", "p99_ms", "p99_9_ms", "max_ms", "buckets"}) {
        EXPECT_TRUE(times.contains(key)) << name << " " << key;
      }
    }
  }

  TemporaryFolder home_;
};

TEST_F(LoadCommand, PeopleOfEveryScenarioAreAnsweredAndReported) {
  NexydProcess server(Patient({"turn.audio_ahead=1s"}));
  const ProgramResult result =
      Run(Words(server, {"--people", "16", "--duration", "4s", "--pause", "50ms", "--no-listening",
                         "--seed", "5", "--long-prompt", "What time is it?", "--mix",
                         "short=4,long=2,screenshot=1,welcome=2,follow-up="
                         "2,interrupt=2,slow-reader=1,disconnect=2"}));
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.err, HasSubstr(" live, "));
  EXPECT_THAT(result.out, AllOf(HasSubstr("questions in"), HasSubstr("first_audio: p50")));
  const json report = Report();
  ExpectWholeReport(report);
  EXPECT_GT(report["figures"]["first_audio"]["count"].get<int>(), 5);
  EXPECT_GT(report["figures"]["welcome_first_audio"]["count"].get<int>(), 0);
  EXPECT_GT(report["endings"]["ok"].get<int>(), 5);
  EXPECT_EQ(report["endings"]["error"], 0) << report["reasons"];
  EXPECT_GT(report["server"]["resident_bytes_max"].get<double>(), 1e6);
  EXPECT_GT(report["server"]["open_fds_max"].get<double>(), 5);
  EXPECT_THAT(Content(home_ / "run.html"),
              AllOf(HasSubstr("<html lang"), HasSubstr("The server used at most")));

  const ProgramResult same = Run({"load", "compare", home_ / "run.json", home_ / "run.json"});
  EXPECT_EQ(same.exit_code, 0) << same.err;
  EXPECT_THAT(same.out, HasSubstr("the same"));
}

TEST_F(LoadCommand, AnInterruptIsMeasured) {
  NexydProcess server(Patient({"turn.audio_ahead=1s"}));
  const ProgramResult result =
      Run(Words(server, {"--people", "6", "--duration", "5s", "--pause", "10ms", "--mix",
                         "interrupt", "--long-prompt", "What can you do?"}));
  EXPECT_EQ(result.exit_code, 0) << result.err;
  const json report = Report();
  ExpectWholeReport(report);
  EXPECT_GT(report["endings"]["interrupted"].get<int>(), 0) << report["endings"];
  EXPECT_GT(report["figures"]["interrupt_to_end"]["count"].get<int>(), 0);
  EXPECT_GT(report["figures"]["interrupt_response"]["count"].get<int>(), 0);
}

TEST_F(LoadCommand, SpeaksTlsWithAServerWhoseCertificateIsGiven) {
  const Identity identity = MakeIdentity();
  std::ofstream(home_ / "certificate.pem") << identity.certificate_pem;
  std::ofstream(home_ / "key.pem") << identity.key_pem;
  std::filesystem::permissions(home_ / "key.pem", std::filesystem::perms::owner_read);
  NexydProcess server(Patient({"rpc.tls_certificate_file=" + home_ / "certificate.pem",
                               "rpc.tls_key_file=" + home_ / "key.pem"}));
  const ProgramResult result =
      Run(Words(server, {"--tls", "--ca", home_ / "certificate.pem", "--people", "2", "--duration",
                         "2s", "--pause", "10ms", "--no-listening"}));
  EXPECT_EQ(result.exit_code, 0) << result.err;
  const json report = Report();
  ExpectWholeReport(report);
  EXPECT_GT(report["endings"]["ok"].get<int>(), 0) << report["reasons"];
  EXPECT_EQ(report["endings"]["error"], 0) << report["reasons"];
}

TEST_F(LoadCommand, RefusalsAreCountedByTheirReason) {
  NexydProcess server(Patient({"rpc.max_live_turns=1", "turn.audio_ahead=500ms"}));
  const ProgramResult result = Run(Words(server, {"--rate", "60", "--arrivals", "bursts", "--burst",
                                                  "20", "--duration", "2s", "--mix", "short"}));
  EXPECT_EQ(result.exit_code, 0) << result.err;
  const json report = Report();
  ExpectWholeReport(report);
  EXPECT_GT(report["reasons"]["refused: capacity"].get<int>(), 0) << report["reasons"];
  EXPECT_EQ(report["reasons"]["refused: capacity"], report["endings"]["refused"]);
  EXPECT_GT(report["figures"]["refusal"]["count"].get<int>(), 0);
}

TEST_F(LoadCommand, CtrlCReportsWhatThereIs) {
  NexydProcess server(Patient());
  Program program(Words(server, {"--people", "4", "--duration", "1h", "--pause", "10ms"}), home_,
                  {}, "", "nexyctl");
  ASSERT_TRUE(AnswersSomebody(server));
  program.Signal(SIGINT);
  const ProgramResult result = program.Wait();
  EXPECT_EQ(result.exit_code, 0) << result.err;
  const json report = Report();
  ExpectWholeReport(report);
  EXPECT_EQ(report["stopped_early"], true);
}

TEST_F(LoadCommand, CtrlCInASearchReportsWhatThereIs) {
  NexydProcess server(Patient());
  Program program(Words(server, {"--find-capacity", "--people", "2", "--duration", "1h"}), home_,
                  {}, "", "nexyctl");
  ASSERT_TRUE(AnswersSomebody(server));
  program.Signal(SIGINT);
  const ProgramResult result = program.Wait();
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.out, AllOf(HasSubstr("The search was stopped"), HasSubstr("questions in")));
  ExpectWholeReport(Report()["unfinished"]);
  EXPECT_THAT(Content(home_ / "run.html"), HasSubstr("The load at which the search was stopped"));
  const ProgramResult same = Run({"load", "compare", home_ / "run.json", home_ / "run.json"});
  EXPECT_EQ(same.exit_code, 0) << same.err;
}

TEST_F(LoadCommand, TheCapacityIsFoundAndSaid) {
  NexydProcess server(Patient({"rpc.max_live_turns=3", "turn.audio_ahead=500ms"}));
  const ProgramResult result = Run(
      Words(server, {"--find-capacity", "--people", "1", "--duration", "2s", "--pause", "1ms",
                     "--largest", "16", "--limit-first-audio-added", "1m", "--limit-underruns",
                     "1000000", "--no-listening", "--mix", "short", "--svg", home_ / "curve.svg"}));
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("largest load within the limits"));
  const json report = Report();
  EXPECT_EQ(report["format"], "nexy-load-capacity/1");
  EXPECT_GE(report["capacity"].get<double>(), 1);
  EXPECT_LE(report["capacity"].get<double>(), 3) << "a fourth person is refused";
  EXPECT_GT(report["curve"][0]["server"]["resident_bytes_max"].get<double>(), 1e6);
  EXPECT_THAT(Content(home_ / "run.html"),
              AllOf(HasSubstr("First sound against load"), HasSubstr("What it took, by load")));
  EXPECT_THAT(Content(home_ / "curve.svg"), AllOf(HasSubstr("<svg xmlns="), HasSubstr("<desc")));

  const ProgramResult again =
      Run({"load", "page", home_ / "run.json", "--html", home_ / "again.html"});
  EXPECT_EQ(again.exit_code, 0) << again.err;
  EXPECT_EQ(Content(home_ / "again.html"), Content(home_ / "run.html"));
}

TEST_F(LoadCommand, WithoutAServerItSaysSo) {
  const ProgramResult result = Run({"load", "--server", "127.0.0.1:1", "--duration", "1s"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.err, HasSubstr("no connection to 127.0.0.1:1"));
}

TEST_F(LoadCommand, WrongUseIsNamed) {
  for (const std::vector<std::string>& words : {std::vector<std::string>{"load", "--mix", "quick"},
                                                {"load", "--people", "0"},
                                                {"load", "--duration", "soon"},
                                                {"load", "--people", "1", "--rate", "2"},
                                                {"load", "compare", "one"},
                                                {"load", "page"},
                                                {"load", "--arrivals", "never"}}) {
    EXPECT_EQ(Run(words).exit_code, 2) << words[1];
  }
}

}  // namespace
}  // namespace nexy::testing
