// How nexyd starts, and how it says that it cannot.
#include <gmock/gmock.h>

#include <chrono>

#include "e2e/nexyd_process.h"
#include "e2e/tcp_exchange.h"
#include "sim_server.h"

namespace nexy::testing {
namespace {

using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::StartsWith;

ProgramResult RunNexyd(const std::vector<std::string>& arguments, const TemporaryFolder& home,
                       const Program::Environment& environment = {}) {
  return Program(arguments, home, environment, "", "nexyd").Wait();
}

std::string Port(const std::string& address) { return address.substr(address.rfind(':') + 1); }

TEST(Start, ReadyLineHasTheRealPorts) {
  NexydProcess server;
  EXPECT_THAT(server.ready_line(),
              MatchesRegex("ready \\{\"grpc\":\"127.0.0.1:[1-9][0-9]*\",\"http\":\"127.0.0.1:[1-9]"
                           "[0-9]*\",\"update\":null\\}\n"));
  EXPECT_NE(server.grpc(), server.http());
  EXPECT_EQ(Person(server).Run({"status"}).exit_code, 0);
  EXPECT_EQ(HttpGet(server.http(), "/health").status, 200);
  EXPECT_EQ(server.Stop().out, server.ready_line()) << "nothing else goes to standard output";
}

TEST(Start, LeavesALittleServerOnceAllPhrasesAreRendered) {
  constexpr std::size_t kKilobytes = 32 * 1024;  // 23 MiB were measured, 41 before the last step.
  NexydProcess server;
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  std::size_t resident = server.ResidentKilobytes();
  while (resident > kKilobytes && std::chrono::steady_clock::now() < until) {
    EXPECT_EQ(HttpGet(server.http(), "/health").status, 200);
    resident = server.ResidentKilobytes();
  }
  EXPECT_LE(resident, kKilobytes);
}

TEST(Start, SecondServerOnTheSamePortSaysWhichAndWhatToChange) {
  NexydProcess first;
  const TemporaryFolder home;
  const auto on_grpc =
      RunNexyd({"--set", "rpc.host=127.0.0.1", "--set", "rpc.port=" + Port(first.grpc()), "--set",
                "web.host=127.0.0.1", "--set", "web.port=0"},
               home);
  EXPECT_EQ(on_grpc.exit_code, 1);
  EXPECT_EQ(on_grpc.out, "");
  EXPECT_THAT(on_grpc.err,
              AllOf(StartsWith("nexyd: cannot listen on " + first.grpc()), HasSubstr("rpc.port")));
  const auto on_http = RunNexyd({"--set", "rpc.host=127.0.0.1", "--set", "rpc.port=0", "--set",
                                 "web.host=127.0.0.1", "--set", "web.port=" + Port(first.http())},
                                home);
  EXPECT_EQ(on_http.exit_code, 1);
  EXPECT_EQ(on_http.out, "");
  EXPECT_THAT(on_http.err,
              AllOf(HasSubstr("nexyd: cannot listen on " + first.http()), HasSubstr("web.port")));
  EXPECT_EQ(Person(first).Run({"status"}).exit_code, 0) << "the first one serves on";
}

TEST(Start, WrongSettingsAreAllListedAndNothingStarts) {
  const TemporaryFolder home;
  const std::string file = home / "wrong.yaml";
  WriteContents(file, "rpc:\n  prot: 50051\n  max_live_turns: many\ntyrn: {}\n");
  const auto result = RunNexyd({"--config", file, "--set", "turn.notice_after=-3s"}, home,
                               {{"NEXY_TTS_ESPEAK_RATE", "1000000"}});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_EQ(result.out, "");
  EXPECT_THAT(result.err, AllOf(HasSubstr("rpc.prot"), HasSubstr("rpc.port"),
                                HasSubstr("rpc.max_live_turns"), HasSubstr("tyrn"),
                                HasSubstr("turn.notice_after"), HasSubstr("tts.espeak.rate")));
}

TEST(Start, WrongUseIsExplained) {
  const TemporaryFolder home;
  EXPECT_EQ(RunNexyd({"--no-such-option"}, home).exit_code, 2);
  EXPECT_EQ(RunNexyd({"--config", home / "missing.yaml"}, home).exit_code, 2);
  EXPECT_EQ(RunNexyd({"--help"}, home).exit_code, 0);
}

TEST(Start, EveryProgramTellsTheVersionOfTheVersionFile) {
  const TemporaryFolder home;
  std::string version = Contents(NEXY_SOURCE_DIR "/VERSION");
  for (const std::string program : {"nexyd", "nexy", "nexyctl"}) {
    const auto result = Program({"--version"}, home, {}, "", program).Wait();
    EXPECT_EQ(result.exit_code, 0);
    EXPECT_THAT(result.out, AllOf(HasSubstr(program), EndsWith(version)));
  }
}

// Good for nothing else.
constexpr const char* kKey = R"(-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEICa5Mmc8zYHY3oDEThdbi0hKkUnpyhSVuAfaSSTuDL9X
-----END PRIVATE KEY-----
)";

TEST(Start, KeyThatIsNotTheCertificatesIsNamed) {
  const TemporaryFolder home;
  WriteContents(home / "key.pem", kKey);
  const SimServer somebody;  // Has a certificate, but not of this key.
  const auto result = RunNexyd({"--set", "rpc.port=0", "--set", "web.port=0", "--set",
                                "rpc.tls_certificate_file=" + somebody.ca_file(), "--set",
                                "rpc.tls_key_file=" + home / "key.pem"},
                               home);
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.err, HasSubstr("rpc.tls_key_file do not belong together"));
}

TEST(Start, MissingVoiceIsNamedBecauseNothingCouldBeHeardWithoutIt) {
  const TemporaryFolder home;
  const auto result = RunNexyd({"--set", "rpc.port=0", "--set", "web.port=0", "--set",
                                "tts.espeak.worker=" + home / "no-such-worker"},
                               home);
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.err, AllOf(HasSubstr("voice"), HasSubstr("no-such-worker")));
}

}  // namespace
}  // namespace nexy::testing
