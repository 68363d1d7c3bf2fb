// What is written down about a person: nothing that she said, heard or is known by.
#include <gmock/gmock.h>

#include <sstream>

#include "e2e/nexyd_process.h"

namespace nexy::testing {
namespace {

using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;

std::vector<std::string> Lines(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

std::size_t InfoLines(const std::string& log) {
  std::size_t count = 0;
  for (const std::string& line : Lines(log)) count += line.find(" level=INFO ") != line.npos;
  return count;
}

std::size_t LinesOfAnIdleServer(const std::vector<std::string>& settings) {
  return InfoLines(NexydProcess(settings).Stop().err);
}

TEST(LogLines, AreAtMostTwoATurnAndOneARecord) {
  const std::size_t idle = LinesOfAnIdleServer(kPatient);
  NexydProcess server(kPatient);
  const Person person(server);
  constexpr std::size_t kTurns = 10;
  for (std::size_t i = 0; i < kTurns; ++i) {
    ASSERT_EQ(person.Ask("What can you do?\nlevel=ERROR scope=forged\r\n").exit_code, 0);
  }
  const std::string log = server.Stop().err;
  EXPECT_LE(InfoLines(log), idle + 2 * kTurns);
  EXPECT_GE(InfoLines(log), idle + kTurns);
  for (const std::string& line : Lines(log)) {
    EXPECT_THAT(line, ContainsRegex("^ts=[0-9T:.+-]+ level=(INFO|WARNING) scope=[a-z_]+ "));
  }
  EXPECT_THAT(log, Not(HasSubstr("forged")));
}

TEST(LogLines, HoldNeitherQuestionNorAnswerNorScreenNorDeviceEvenAtDebug) {
  std::vector<std::string> settings = kPatient;
  settings.push_back("log.level=debug");
  NexydProcess server(settings);
  const Person person(server);
  const std::string secret = "correct-horse-battery-staple";
  person.Ask("Find " + secret, {"--screenshot", kExampleScreen});
  person.Ask("Read what is on my screen", {"--screenshot", kExampleScreen});
  person.Ask("Кто такой " + secret + "?");
  person.Ask(secret, {"--screenshot", NEXY_SOURCE_DIR "/VERSION"});
  person.Run({"welcome", secret, "--no-play"});
  person.Run({"interrupt"});
  const std::string device = person.device_id();
  ASSERT_FALSE(device.empty());
  const std::string log = server.Stop().err;
  EXPECT_THAT(log, HasSubstr("turn finished"));
  EXPECT_THAT(log, Not(HasSubstr(device)));
  for (const std::string said : {"correct", "staple", "Edinburgh", "Alex", "offline:", "экран"}) {
    EXPECT_THAT(log, Not(HasSubstr(said))) << said;
  }
}

}  // namespace
}  // namespace nexy::testing
