// Runs the real nexyctl.
#include <gmock/gmock.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "nexyctl/testing_nexyctl.h"

namespace nexy {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

TEST_F(NexyctlTest, ExplainsItselfWithExamples) {
  const Outcome help = Run("--help");
  EXPECT_EQ(help.code, 0);
  EXPECT_THAT(help.out, AllOf(HasSubstr("Examples:"), HasSubstr("config")));
}

TEST_F(NexyctlTest, NamesTheVersionOfTheVersionFile) {
  std::ifstream file(NEXY_SOURCE_DIR "/VERSION");
  std::string version;
  std::getline(file, version);
  EXPECT_EQ(Run("--version").out, "nexyctl " + version + "\n");
}

TEST_F(NexyctlTest, ExitsWith2WhenItIsUsedWrongly) {
  for (const char* words : {"", "nonsense", "config", "config check", "config check a b",
                            "config print extra", "config print --colour"}) {
    const Outcome outcome = Run(words);
    EXPECT_EQ(outcome.code, 2) << words;
    EXPECT_THAT(outcome.err, Not(IsEmpty())) << words;
  }
}

TEST_F(NexyctlTest, ChecksAGoodFileInOneSentence) {
  const std::string file = File("good.yaml", "rpc:\n  max_live_turns: 200\n");
  const Outcome outcome = Run("config check " + file);
  EXPECT_EQ(outcome.code, 0);
  EXPECT_EQ(outcome.out, file + ": no mistakes\n");
  EXPECT_THAT(outcome.err, IsEmpty());
}

TEST_F(NexyctlTest, ChecksTheShippedFile) {
  EXPECT_EQ(Run("config check " NEXY_SOURCE_DIR "/config/nexy.yaml").code, 0);
}

TEST_F(NexyctlTest, ListsAllMistakesOfAFileOnceEach) {
  const std::string file = File("bad.yaml",
                                "rpc:\n"
                                "  max_live_turn: 200\n"
                                "  write_stall: 60\n"
                                "presets:\n"
                                "  stage: { web: { port: 99999 } }\n");
  const Outcome outcome = Run("config check " + file);
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.out, IsEmpty());
  EXPECT_EQ(
      outcome.err,
      file + ":2: rpc.max_live_turn is not a setting; did you mean rpc.max_live_turns?\n" + file +
          ":3: rpc.write_stall is \"60\", expected a time from 100ms to 1h, " +
          "written like 250ms, 3s, 2m or 1h\n" + file +
          ":5 (preset stage): web.port is \"99999\", expected a whole number from 0 to 65535\n");
}

TEST_F(NexyctlTest, FindsAContradictionThatOnlyAPresetMakes) {
  const std::string file = File("preset.yaml", "presets: { dev: { web: { port: 50051 } } }\n");
  const Outcome outcome = Run("config check " + file);
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.err, HasSubstr("web.port (50051, " + file + ":1 (preset dev))"));
}

TEST_F(NexyctlTest, ChecksTheFileAndNotTheVariablesOfThisMachine) {
  const std::string file = File("good.yaml", "{}");
  EXPECT_EQ(Run("config check " + file, "NEXY_RPC_PORT=x NEXY_ENV=y").code, 0);
}

TEST_F(NexyctlTest, SaysWhyAFileCannotBeChecked) {
  EXPECT_THAT(Run("config check /nowhere.yaml").err,
              StartsWith("/nowhere.yaml: cannot be read: No such file or directory"));
  EXPECT_THAT(Run("config check /tmp").err, StartsWith("/tmp: is a directory, expected a file"));
  EXPECT_THAT(Run("config check /dev/zero").err, StartsWith("/dev/zero: is larger than"));
  EXPECT_EQ(Run("config check ''").code, 2);
}

TEST_F(NexyctlTest, PrintsEachValueAndWhereItCameFrom) {
  const std::string file = File("nexy.yaml", "rpc:\n  write_stall: 90s\n");
  const Outcome outcome = Run("config print --config " + file + " --set web.port=0",
                              "NEXY_ENV=dev GRPC_PORT=50061 NEXY_TURN_TURN_MAX=1m");
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(
      outcome.out,
      AllOf(StartsWith("# environment dev, config file " + file + "\n"),
            testing::ContainsRegex("\nrpc.write_stall: +90s +# " + file + ":2\n"),
            testing::ContainsRegex("\nweb.port: +0 +# --set\n"),
            testing::ContainsRegex("\nlog.level: +debug +# preset dev\n"),
            testing::ContainsRegex("\nrpc.port: +50061 +# environment GRPC_PORT\n"),
            testing::ContainsRegex("\nturn.turn_max: +1m +# environment NEXY_TURN_TURN_MAX\n"),
            testing::ContainsRegex("\nrpc.host: +0.0.0.0 +# default, auto in dev\n"),
            testing::ContainsRegex("\nstore.path: +\"\" +# default\n")));
}

TEST_F(NexyctlTest, PrintsTheSameForPrograms) {
  const Outcome outcome =
      Run("config print --json --set rpc.reflection=false", "NEXY_CONFIG=" + File("f", ""));
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  const auto settings = nlohmann::json::parse(outcome.out).at("settings");
  EXPECT_EQ(settings["rpc.port"]["value"], 50051);
  EXPECT_EQ(settings["rpc.reflection"]["value"], false);
  EXPECT_EQ(settings["rpc.reflection"]["from"], "--set");
  EXPECT_EQ(settings["rpc.write_stall"]["value"], "1m");
}

TEST_F(NexyctlTest, TellsOfNamesWithoutAMeaningAndShowsNoneOfTheirValues) {
  const Outcome outcome =
      Run("config print", "DEEP_LINK_BASE_URL=hush STRIPE_LIVE_SECRET_KEY=hush");
  EXPECT_EQ(outcome.code, 0);
  EXPECT_THAT(outcome.err, HasSubstr("not used: DEEP_LINK_BASE_URL, STRIPE_LIVE_SECRET_KEY\n"));
  EXPECT_THAT(outcome.out + outcome.err, Not(HasSubstr("hush")));
}

TEST_F(NexyctlTest, PrintsNothingButTheMistakesWhenThereAreAny) {
  const Outcome outcome = Run("config print --set rpc.prot=1", "HTTP_PORT=http");
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.out, IsEmpty());
  EXPECT_EQ(outcome.err,
            "environment HTTP_PORT: web.port is \"http\", expected a whole number from 0 to 65535\n"
            "--set: rpc.prot is not a setting; did you mean rpc.port?\n");
}

TEST_F(NexyctlTest, ShowsHowAnAnswerIsCutAndWhenEachSentenceWasDecided) {
  const std::string answer = File("answer", "Hello there. How are you? Sure thing");
  const Outcome by_character = Run("text segment --lang en < " + answer);
  EXPECT_EQ(by_character.code, 0) << by_character.err;
  EXPECT_EQ(by_character.out,
            "{\"text\":\"Hello there.\",\"seen\":14}\n"
            "{\"text\":\"How are you?\",\"seen\":27}\n"
            "{\"text\":\"Sure thing\",\"seen\":36}\n");
  EXPECT_THAT(Run("text segment --lang ru-RU --pieces 1 < " + answer).out,
              HasSubstr("{\"text\":\"Hello there.\",\"seen\":36}"));
}

TEST_F(NexyctlTest, ShowsTheTextOfAStructuredAnswer) {
  const std::string answer = File("answer", R"({"text":"Hi.","command":"open_app"})");
  EXPECT_EQ(Run("text segment --lang en < " + answer).out, "{\"text\":\"Hi.\",\"seen\":35}\n");
}

TEST_F(NexyctlTest, ShowsWhatIsSentToTheVoice) {
  const std::string answer = File("answer", "Цена 21 ₽ в 2024 году.");
  const auto spoken = nlohmann::json::parse(Run("text spoken --lang ru < " + answer).out);
  EXPECT_EQ(spoken["text"], "Цена двадцать один рубль в две тысячи двадцать четвёртом году.");
  EXPECT_EQ(spoken["sentence"], "Цена 21 ₽ в 2024 году.");
  const auto kept =
      nlohmann::json::parse(Run("text spoken --lang ru --numbers keep < " + answer).out);
  EXPECT_EQ(kept["text"], "Цена 21 рубль в 2024 году.");
}

TEST_F(NexyctlTest, ExplainsEachCutAndEachPlaceThatIsKept) {
  const std::string out = Run("text segment --explain 'Ask Dr. Smith at 5 p.m. He knows.'").out;
  EXPECT_THAT(out, HasSubstr("keep  an abbreviation before a word: ...Ask Dr."));
  EXPECT_THAT(out, HasSubstr("cut   a time or year ends the sentence: ...Ask Dr. Smith at 5 p.m."));
  EXPECT_THAT(out, HasSubstr("1. [Ask Dr. Smith at 5 p.m.] after 27 characters"));
  EXPECT_THAT(out, HasSubstr("2. [He knows.]"));
  const std::string json = Run("text segment --explain --json 'See fig. 5. Then go.'").out;
  EXPECT_THAT(json, HasSubstr("{\"cut\":false,\"rule\":\"an abbreviation before a number\""));
  EXPECT_THAT(json, HasSubstr("{\"text\":\"See fig. 5.\",\"seen\":13}"));
}

TEST_F(NexyctlTest, SurvivesInputThatIsNoTextAndRefusesTooMuchOfIt) {
  const std::string odd = File("odd", std::string("a\0b \xFF\xC0 c", 9));
  const Outcome outcome = Run("text segment --lang en < " + odd);
  EXPECT_EQ(outcome.code, 0);
  EXPECT_TRUE(nlohmann::json::accept(outcome.out)) << outcome.out;
  const std::string big = File("big", std::string((16u << 20) + 1, 'a'));
  EXPECT_EQ(Run("text segment --lang en < " + big).code, 2);
  EXPECT_EQ(Run("text segment --lang xx < " + odd).code, 2);
  EXPECT_EQ(Run("text segment --pieces 0 < " + odd).code, 2);
  EXPECT_EQ(Run("text spoken --lang de < " + odd).code, 2);
}

TEST_F(NexyctlTest, ExplainsWhatTheVoiceGets) {
  const auto line =
      nlohmann::json::parse(Run("text spoken --explain --json 'It is $5 on May 3.'").out);
  EXPECT_EQ(line["text"], "It is 5 dollars on May third.");
  EXPECT_EQ(line["changes"][0]["rule"], "money");
  EXPECT_EQ(line["changes"][1]["before"], "May 3");
  EXPECT_EQ(line["unsaid"], 0);
  EXPECT_THAT(Run("text spoken --lang ru --explain '2 книги.'").out, HasSubstr("count: 2 -> две"));
  const std::string words = File("words.yaml", "nginx: engine x\n");
  EXPECT_THAT(Run("text spoken --pronunciations " + words + " 'Start Nginx.'").out,
              HasSubstr("Start engine x."));
  const Outcome wrong = Run("text spoken --pronunciations " + File("bad.yaml", "a: ''\n") + " x");
  EXPECT_EQ(wrong.code, 2);
  EXPECT_THAT(wrong.err, HasSubstr("bad.yaml:1: what is said has no letter or digit"));
}

TEST_F(NexyctlTest, ExplainsTheMarkupAfterTheLastSentenceAndTheAction) {
  const std::string answer =
      File("answer", R"({"text":"Hi.\n\n---","command":"open_app","args":{"app_name":"Mail"}})");
  EXPECT_EQ(Run("text spoken --explain < " + answer).out,
            "Hi.\n= Hi.\n  rule: --- -> \n  action: open_app {\"app_name\":\"Mail\"}\n");
  EXPECT_THAT(Run("text segment --explain --json < " + answer).out,
              HasSubstr("{\"command\":\"open_app\""));
  EXPECT_THAT(Run("text spoken < " + answer).out, Not(HasSubstr("open_app")));
}

TEST_F(NexyctlTest, SpellsATextLetterByLetter) {
  EXPECT_EQ(Run("text spell 'Ab-1'").out, "A, B, dash, 1\n");
  EXPECT_EQ(Run("text spell --explain 'A-'").out,
            "  letter: A -> A\n  sign: - -> dash\n= A, dash\n");
  EXPECT_EQ(Run("text spell --phonetic NX").out, "November, X-ray\n");
  EXPECT_EQ(Run("text spell 'Щу'").out, "ща, у\n");
  EXPECT_EQ(Run("text spell --lang de x").code, 2);
}

}  // namespace
}  // namespace nexy
