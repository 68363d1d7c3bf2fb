#include "text/answer_parser.h"

#include <gtest/gtest.h>

#include <random>
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
  ExpectParsed("{\"event", {"{\"event", kOk, "", ""});
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
  ExpectParsed(R"({"text":"Hel\ud83c)", {"Hel", kBad, "", ""});
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

TEST(AnswerParser, OfTwoCommandsInOneObjectTheLastCountsAndBothTextsAreSaid) {
  ExpectParsed(
      R"({"text":"One.","command":"a","command":"b","args":{"x":1},"args":{},"text":"Two."})",
      {"One.\n\nTwo.", kOk, "b", "{}"});
}

TEST(AnswerParser, ProseAroundAFencedObjectIsSaidAndTheFenceIsNot) {
  ExpectParsed(
      "Sure!\n\n```json\n{\"text\": \"Opening Safari.\", \"command\": \"open_app\"}\n```\n\nDone.",
      {"Sure!\n\n\n\nOpening Safari.\n\nDone.", kOk, "open_app", "{}"});
  ExpectParsed("```JSON\r\n{\"text\":\"Hi\"}\r\n```\r\n", {"Hi", kOk, "", ""});
}

TEST(AnswerParser, BracesAndFencesInsideTheTextAreText) {
  ExpectParsed(R"({"text":"Use {\"a\": 1} and ```json``` and } there."})",
               {"Use {\"a\": 1} and ```json``` and } there.", kOk, "", ""});
}

TEST(AnswerParser, ATextThatIsANumberIsSaidAndNullIsNot) {
  ExpectParsed(R"({"text":42})", {"42", kOk, "", ""});
  ExpectParsed(R"({"text":null,"command":"open_app"})", {"", kOk, "open_app", "{}"});
}

// Answers as models break them. Every one in every chunking, and nothing of the JSON is spoken.
TEST(AnswerParser, HostileAnswersAreReadByTheContract) {
  struct Case {
    const char* answer;
    Parsed expected;
  };
  const std::vector<Case> cases = {
      // White space, marks of the byte order and line ends around the object say nothing.
      {"\n\n  {\"text\":\"Hi\"}  \n", {"Hi", kOk, "", ""}},
      {"\xEF\xBB\xBF{\"text\":\"Hi\"}", {"Hi", kOk, "", ""}},
      {"{\r\n\t\"text\" :\r\n\"Hi\" ,\r\n\"command\"\t: \"c\"\r\n}\r\n", {"Hi", kOk, "c", "{}"}},
      // Fences of every kind.
      {"````json\n{\"text\":\"Hi\"}\n````", {"Hi", kOk, "", ""}},
      {"~~~json\n{\"text\":\"Hi\"}\n~~~\nBye", {"Hi\n\nBye", kOk, "", ""}},
      {"`{\"text\":\"Hi\"}`", {"Hi", kOk, "", ""}},
      {"```json {\"text\":\"Hi\"} ``` Bye", {"Hi\n\nBye", kOk, "", ""}},
      {"```json\n{\"text\":\"Hi\"}", {"Hi", kOk, "", ""}},
      {"```json\n{\"text\":\"Hi\"}\n``", {"Hi", kOk, "", ""}},
      {"```json\n{\"text\":\"```sh\\nls\\n```\"}\n```", {"```sh\nls\n```", kOk, "", ""}},
      {"```json\n{\"text\":\"A\"}\n```\n```json\n{\"text\":\"B\"}\n```", {"A\n\nB", kOk, "", ""}},
      // Two objects, and text around them.
      {R"({"text":"A"}{"text":"B","command":"c"})", {"A\n\nB", kOk, "c", "{}"}},
      {"{\"text\":\"A\"}\n\n{\"command\":\"c\"}\n\nB", {"A\n\nB", kOk, "c", "{}"}},
      {R"(One {two} {"text":"A"} {three})", {"One {two} \n\nA\n\n{three}", kOk, "", ""}},
      {R"({"x":{"text":"no"}}{"text":"A"})",
       {R"({"x":{"text":"no"}})"
        "\n\nA",
        kOk, "", ""}},
      // Keys in every order, twice, unknown, and values of every kind.
      {R"({"command":"c","args":{"a":"b"},"text":"Hi"})", {"Hi", kOk, "c", R"({"a":"b"})"}},
      {R"({"args":{},"command":"c","session_id":"s"})", {"", kOk, "c", "{}"}},
      {R"({"text":"Hi","command":"","args":{}})", {"Hi", kOk, "", ""}},
      {R"({"text":"Hi","command":"c","args":[]})", {"Hi", kOk, "c", "[]"}},
      {R"({"text":"Hi","x":"}\"{","y":["]",{"z":"\\"}],"command":"c"})", {"Hi", kOk, "c", "{}"}},
      {R"({"text":-3.5,"command":"c"})", {"-3.5", kOk, "c", "{}"}},
      {R"({"text":true})", {"true", kOk, "", ""}},
      {R"({"text":"","command":"c"})", {"", kOk, "c", "{}"}},
      {R"({"session_id":"s","text":"Hi","TEXT":"no"})", {"Hi", kOk, "", ""}},
      // Escapes: names, halves of surrogate pairs, a key that is written with them.
      {R"({"text":"\b\f\t\/\\\"","command":"\u0063"})", {"\b\f\t/\\\"", kOk, "c", "{}"}},
      {R"({"text":"\uD83D\uDE00\ud83d"})", {"😀\uFFFD", kOk, "", ""}},
      {R"({"text":"\ud83d\n\ude00"})", {"\uFFFD\n\uFFFD", kOk, "", ""}},
      {R"({"session_id":"s","te\u0078t":"Hi"})", {"Hi", kOk, "", ""}},
      // Broken in the middle: what was found is said, nothing else.
      {R"({"text)", {"", kBad, "", ""}},
      {R"({"comm)", {"", kBad, "", ""}},
      {R"({"text" :)", {"", kBad, "", ""}},
      {R"(Sure. {"te)", {"Sure. ", kBad, "", ""}},
      {"```json\n{", {"", kBad, "", ""}},
      {R"({"text":"Hi","command":"c","args":{"a":"b)", {"Hi", kBad, "c", "{}"}},
      {R"({"text":"Hi","command":"c","args":{"a":"b"}})"
       "",
       {"Hi", kOk, "c", R"({"a":"b"})"}},
      {R"({"text":"Hi\)", {"Hi", kBad, "", ""}},
      {R"({"text":"Hi\u00)", {"Hi", kBad, "", ""}},
      {R"({"text":"Hi\u00zz"} more)", {"Hi", kBad, "", ""}},
      {R"({"text":"Hi" "command":"c"})", {"Hi", kBad, "", ""}},
      {R"({"text":Hi})", {"", kBad, "", ""}},
      {R"({"text":"Hi","args":{"a":[}})", {"Hi", kBad, "", ""}},
      // No structured answer at all.
      {R"({'text':'Hi'})", {R"({'text':'Hi'})", kOk, "", ""}},
      {R"({"textual":"Hi"})", {R"({"textual":"Hi"})", kOk, "", ""}},
      {"if (a) { b(); }", {"if (a) { b(); }", kOk, "", ""}},
  };
  for (const Case& one : cases) ExpectParsed(one.answer, one.expected);
}

const std::vector<std::string>& Answers() {
  static const std::vector<std::string> kAnswers = {
      "Plain text, {braces} and `ticks`.",
      R"({"text":"Привет, \u043c\u0438\u0440! \ud83c\udf89 \ud83c","command":"open_app","args":{"n":[1,{"a":"}"}]}})",
      R"({"args":{"deep":{"er":[[]]}},"text":"Later. \"Quoted\" \\ \/ \n end","session_id":"s"})",
      "Before.\n```json\n{\"text\": \"Inside é 你好 🎉\"}\n```\nAfter.",
      R"(So {"text":"a"} and {"text":"b","command":"x"} and {"other":1} end)",
      R"({"text":"broken \q)",
      R"({"text":"half \ud83)"};
  return kAnswers;
}

TEST(AnswerParser, RandomPiecesGiveWhatTheWholeAnswerGives) {
  std::mt19937 random(3);
  for (const std::string& answer : Answers()) {
    const Parsed whole = Parse(answer, answer.size());
    for (int round = 0; round < 200; ++round) {
      AnswerParser parser(65536);
      Parsed parsed;
      for (std::size_t at = 0; at < answer.size();) {
        const std::size_t size = 1 + random() % 9;
        parsed.text += parser.Push(std::string_view(answer).substr(at, size));
        at += size;
      }
      parsed.text += parser.Finish();
      parsed.end = parser.end();
      if (parser.action()) parsed.command = parser.action()->command;
      if (parser.action()) parsed.args = parser.action()->args_json;
      ASSERT_EQ(parsed, whole) << answer;
    }
  }
}

// What a broken connection left of the text is spoken: all of it, and nothing of the JSON.
TEST(AnswerParser, WhereverAnObjectBreaksOffItsTextUpToThereIsSaid) {
  const std::string answer =
      R"({"text":"Привет, \u043c\u0438\u0440! \ud83c\udf89 Done.","command":"open_app"})";
  const std::string whole = Parse(answer, 1).text;
  for (std::size_t size = answer.find(':') + 2; size < answer.size(); ++size) {
    std::string text = Parse(answer.substr(0, size), 1).text;
    // Half a surrogate pair at the very end is said as a replacement character.
    if (text.ends_with("\uFFFD")) text.resize(text.size() - std::string_view("\uFFFD").size());
    ASSERT_TRUE(whole.starts_with(text)) << text;
    ASSERT_EQ(text.find('{'), text.npos) << text;
  }
}

TEST(AnswerParser, AVeryLongTextComesOutAsItArrives) {
  AnswerParser parser(std::size_t{8} << 20);
  std::string text = parser.Push(R"({"text":")");
  const std::string part(1000, 'x');
  for (int i = 0; i < 4000; ++i) {
    text += parser.Push(part);
    ASSERT_EQ(text.size(), (static_cast<std::size_t>(i) + 1) * part.size());
  }
  text += parser.Push(R"("})");
  EXPECT_EQ(parser.Finish(), "");
  EXPECT_EQ(text.size(), 4000u * part.size());
  EXPECT_EQ(parser.end(), kOk);
}

TEST(AnswerParser, NestingIsBounded) {
  EXPECT_EQ(Parse("{\"args\":" + std::string(100000, '['), 1000, 1 << 20).end, kBad);
}

}  // namespace
}  // namespace nexy
