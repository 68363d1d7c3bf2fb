#include "nexyd/log_line.h"

#include <gmock/gmock.h>

#include <chrono>
#include <nlohmann/json.hpp>

namespace nexy {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

const Clock::WallTime kTime{std::chrono::microseconds(1'795'429'115'631'307)};

std::string Line(std::initializer_list<LogField> fields, LogWord message = "Server started") {
  return LogLine({kTime, LogLevel::kInfo, "server", "start", message}, fields, 100);
}

TEST(LogLine, IsTheLineThatOperatorsKnow) {
  EXPECT_EQ(Line({{"port", 18080}, {"version", LogDetail{"2.0.0.26"}}}),
            "ts=2026-11-23T10:18:35.631307+00:00 level=INFO scope=server decision=start "
            "ctx={\"port\": 18080, \"version\": \"2.0.0.26\"} msg=Server started");
}

TEST(LogLine, PutsMethodAndDurationInTheirPlacesAndKeepsTheOrderOfTheRest) {
  EXPECT_THAT(Line({{"zebra", 1},
                    {"dur_ms", std::chrono::milliseconds(412)},
                    {"ape", true},
                    {"method", LogWord("StreamAudio")},
                    {"mole", 0.5}}),
              EndsWith("scope=server method=StreamAudio decision=start "
                       "ctx={\"zebra\": 1, \"ape\": true, \"mole\": 0.5} dur_ms=412 "
                       "msg=Server started"));
}

TEST(LogLine, LeavesOutWhatIsEmpty) {
  EXPECT_EQ(LogLine({kTime, LogLevel::kWarn, "grpc", "", ""}, {}, 100),
            "ts=2026-11-23T10:18:35.631307+00:00 level=WARNING scope=grpc");
}

TEST(LogLine, StaysOneLineOfAsciiWhateverAFieldHolds) {
  std::string all;
  for (int c = 0; c < 256; ++c) all.push_back(static_cast<char>(c));
  for (const std::string& text :
       {all, std::string("x\nts=2026 level=ERROR scope=fake"), std::string("\r\n\x1b[31m\x7f"),
        std::string("\xC2\x85\xE2\x80\xA8 Привет"), std::string(1000, '\n'),
        std::string("\0", 1)}) {
    const std::string line = LogLine({kTime, LogLevel::kError, "grpc", "error", "m"},
                                     {{"a", LogDetail{text}}, {"method", LogId{text}}}, 100);
    for (const char c : line) EXPECT_TRUE(c >= 0x20 && c < 0x7f) << line;
  }
}

TEST(LogLine, KeepsTheContextReadableAsJson) {
  const std::string line = Line({{"path", LogDetail{"C:\\\"quoted\"\n\xff"}}, {"n", -5}});
  const std::size_t begin = line.find("ctx=") + 4;
  const auto context = nlohmann::json::parse(line.substr(begin, line.find(" msg=") - begin));
  EXPECT_EQ(context["path"], "C:\\\"quoted\"\n\uFFFD");
  EXPECT_EQ(context["n"], -5);
}

TEST(LogLine, DoesNotLetAMethodPretendToBeAnotherField) {
  EXPECT_THAT(Line({{"method", LogId{"a decision=allow"}}}),
              HasSubstr(" method=a\\u0020decision=allow decision=start "));
}

TEST(LogLine, CutsALongText) {
  EXPECT_THAT(Line({{"error", LogDetail{std::string(5000, 'x')}}}),
              HasSubstr("\"" + std::string(100, 'x') + "\\u2026\"}"));
}

}  // namespace
}  // namespace nexy
