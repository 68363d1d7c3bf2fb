#include "text/answer_parser.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace nexy {
namespace {

struct Parsed {
  std::string text;
  AnswerEnd end = AnswerEnd::kComplete;
  std::string command;
  std::string args;
  friend bool operator==(const Parsed&, const Parsed&) = default;
};

std::ostream& operator<<(std::ostream& out, const Parsed& parsed) {
  return out << "{" << parsed.text << "|" << (parsed.end == AnswerEnd::kComplete ? "ok" : "bad")
             << "|" << parsed.command << "|" << parsed.args << "}";
}

Parsed Parse(std::string_view answer, std::size_t piece, std::size_t max = 65536) {
  AnswerParser parser(max);
  Parsed parsed;
  for (std::size_t at = 0; at < answer.size(); at += piece) {
    parsed.text += parser.Push(answer.substr(at, piece));
  }
  parsed.text += parser.Finish();
  parsed.end = parser.end();
  if (parser.action()) {
    parsed.command = parser.action()->command;
    parsed.args = parser.action()->args_json;
  }
  return parsed;
}

// Every chunking gives `expected`.
void ExpectParsed(std::string_view answer, const Parsed& expected, std::size_t max = 65536) {
  for (const std::size_t piece :
       {std::size_t{1}, std::size_t{2}, std::size_t{3}, std::size_t{7}, answer.size() + 1}) {
    EXPECT_EQ(Parse(answer, piece, max), expected) << answer << " in pieces of " << piece;
  }
}

constexpr AnswerEnd kOk = AnswerEnd::kComplete;
constexpr AnswerEnd kBad = AnswerEnd::kMalformed;

TEST(AnswerParser, PlainTextIsText) {
  ExpectParsed("Hello { there } `x` ```\ncode\n``` {\"a\":1} {}",
               {"Hello { there } `x` ```\ncode\n``` {\"a\":1} {}", kOk, "", ""});
  ExpectParsed("", {"", kOk, "", ""});
  ExpectParsed("{", {"{", kOk, "", ""});
  ExpectParsed("a ```json\n", {"a ```json\n", kOk, "", ""});
  ExpectParsed("{\"tex", {"{\"tex", kOk, "", ""});
}

TEST(AnswerParser, TakesTextAndActionFromAnObjectWithKeysInAnyOrder) {
  ExpectParsed(R"({"text": "Opening.", "command": "open_app", "args": {"app_name": "Safari"}})",
               {"Opening.", kOk, "open_app", R"({"app_name": "Safari"})"});
  ExpectParsed(
      R"({"args":{"a":["}","{"]},"session_id":"s","command":"open_app","text":"Opening."})",
      {"Opening.", kOk, "open_app", R"({"a":["}","{"]})"});
  ExpectParsed(R"({"command":"close_browser"})", {"", kOk, "close_browser", "{}"});
  ExpectParsed(R"({"text":"Hi","command":null,"args":null})", {"Hi", kOk, "", ""});
  ExpectParsed(R"({"text":"Hi","other":[1,{"text":"no"}],"x":1.5e3,})", {"Hi", kOk, "", ""});
}

TEST(AnswerParser, DecodesEscapesAndSurrogatePairs) {
  ExpectParsed(R"({"text":"a\n\"b\" \u20ac \ud83c\udf89 \u0441 \\ \/ é"})",
               {"a\n\"b\" € 🎉 с \\ / é", kOk, "", ""});
  ExpectParsed(R"({"text":"\ud83c x \udf89 \ud83c\ud83c\udf89"})",
               {"\uFFFD x \uFFFD \uFFFD🎉", kOk, "", ""});
  ExpectParsed("{\"text\":\"line\nline\"}", {"line\nline", kOk, "", ""});
}

TEST(AnswerParser, AFenceAroundTheObjectIsNotText) {
  ExpectParsed("```json\n{\"text\": \"Hi\"}\n```", {"Hi", kOk, "", ""});
  ExpectParsed("```\n{\"text\": \"Hi\"}\n```\nBye", {"Hi\n\nBye", kOk, "", ""});
  ExpectParsed("So: ```json {\"text\": \"Hi\"}```", {"So: \n\nHi", kOk, "", ""});
}

TEST(AnswerParser, TextBeforeAndAfterTheObjectIsText) {
  ExpectParsed(R"(Sure.{"text":"Done.","command":"open_app"}And more.)",
               {"Sure.\n\nDone.\n\nAnd more.", kOk, "open_app", "{}"});
}

TEST(AnswerParser, AnObjectWithAnotherFirstKeyIsTextWithAllThatIsInIt) {
  const std::string plain = R"({"event":"x","payload":{"command":"open_app","text":"no"}} then)";
  ExpectParsed(plain, {plain, kOk, "", ""});
  const std::string marker = R"(__MCP__{"event_with_long_name":{"command":"open_app"}})";
  ExpectParsed(marker, {marker, kOk, "", ""});
}

TEST(AnswerParser, AMalformedObjectKeepsTheTextAndReportsTheCommand) {
  ExpectParsed(R"({"command":"open_app","text":"Hello \x there"})",
               {"Hello ", kBad, "open_app", "{}"});
  ExpectParsed(R"({"text":"Hello", "command":"open_app")", {"Hello", kBad, "open_app", "{}"});
  ExpectParsed(R"({"text":"Hel)", {"Hel", kBad, "", ""});
  ExpectParsed(R"({"text":"Hel\ud83c)", {"Hel\uFFFD", kBad, "", ""});
  ExpectParsed(R"({"text":["a"]})", {"", kBad, "", ""});
  ExpectParsed(R"({"text":"a" "b"})", {"a", kBad, "", ""});
}

TEST(AnswerParser, AnObjectAboveTheLimitIsMalformed) {
  ExpectParsed(R"({"text":"0123456789"})", {"01234567", kBad, "", ""}, 17);
  ExpectParsed(R"({"text":"0123456789"})", {"0123456789", kOk, "", ""}, 21);
}

TEST(AnswerParser, TheFirstActionCounts) {
  ExpectParsed(R"({"command":"a"} {"command":"b","text":"x"})", {"x", kOk, "a", "{}"});
}

TEST(AnswerParser, NestingIsBounded) {
  EXPECT_EQ(Parse("{\"args\":" + std::string(100000, '['), 1000, 1 << 20).end, kBad);
}

}  // namespace
}  // namespace nexy
