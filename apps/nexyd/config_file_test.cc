// config/nexy.yaml is the list of settings that people read; the table is the one that counts.
#include <gmock/gmock.h>

#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "nexyd/options.h"
#include "nexyd/settings.h"

namespace nexy {
namespace {

constexpr char kFile[] = NEXY_SOURCE_DIR "/config/nexy.yaml";

std::string FileText(const char* path = kFile) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

TEST(ConfigFile, GivesEverySettingOfTheTableWithItsDefault) {
  const auto loaded = LoadOptions({}, "nexy.yaml", FileText());
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  Options defaults;
  defaults.rpc.host = defaults.web.host = defaults.update.host = "127.0.0.1";
  const std::vector<Setting> settings = AllSettings();
  for (std::size_t i = 0; i < settings.size(); ++i) {
    const EffectiveSetting& in_file = loaded->settings[i];
    EXPECT_EQ(in_file.value, settings[i].Show(defaults)) << in_file.path;
    EXPECT_TRUE(in_file.origin.starts_with("nexy.yaml:")) << in_file.path << " is not in the file";
  }
}

// That the file names nothing but settings follows from its being loaded without a mistake.
TEST(ConfigFile, IsWithoutMistakeInEveryEnvironment) {
  for (const char* environment : {"dev", "stage", "prod"}) {
    const auto loaded = LoadOptions({.environment = {{"NEXY_ENV", environment}}}, "f", FileText());
    EXPECT_TRUE(loaded.ok()) << loaded.status();
  }
}

TEST(ConfigFile, HasTheOrderOfTheTable) {
  const auto loaded = LoadOptions({}, "nexy.yaml", FileText());
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  int last = 0;
  for (const EffectiveSetting& setting : loaded->settings) {
    const int line = std::stoi(setting.origin.substr(setting.origin.find(':') + 1));
    EXPECT_GT(line, last) << setting.path;
    last = line;
  }
}

TEST(ConfigFile, FitsAScreenOf120Columns) {
  std::istringstream text(FileText());
  for (std::string line; std::getline(text, line);) EXPECT_LE(line.size(), 120U) << line;
}

// A limit that differs along the path refuses what the server would take, with an error of its own.
TEST(Edge, LetsPassWhatNexydTakes) {
  const std::string text = FileText(NEXY_SOURCE_DIR "/deploy/nginx/nexy-locations.conf");
  std::smatch found;
  ASSERT_TRUE(std::regex_search(text, found, std::regex("client_max_body_size (\\d+)m;")));
  const Options defaults;
  EXPECT_GE(std::stoull(found[1]) << 20, defaults.rpc.max_message_bytes + 64 * 1024);
  EXPECT_LE(std::stoull(found[1]) << 20, defaults.rpc.max_message_bytes + (1 << 20));
  ASSERT_TRUE(std::regex_search(text, found, std::regex("grpc_read_timeout (\\d+)s;")));
  EXPECT_GE(std::chrono::seconds(std::stoi(found[1])),
            defaults.turn.turn_max + std::chrono::seconds(60));
}

// docs/operations.md is where operators look an earlier name up.
TEST(Documents, NameOnlySettingsThatExist) {
  const std::string text = FileText(NEXY_SOURCE_DIR "/docs/operations.md");
  std::set<std::string> paths;
  for (const Setting& setting : AllSettings()) paths.insert(setting.path());
  const std::regex name(
      R"(\b(?:server|rpc|web|log|turn|llm|tts|stt|http|screen|session|store|prices)\.(?!conf\b)[a-z_]+(?:\.[a-z_]+)*\b)");
  for (std::sregex_iterator it(text.begin(), text.end(), name), end; it != end; ++it) {
    EXPECT_TRUE(paths.contains(it->str())) << it->str();
  }
}

TEST(SettingsTable, LimitsEveryNumber) {
  for (const Setting& setting : AllSettings()) {
    EXPECT_NE(setting.Expected().find(" from 1 to 0"), 0U) << setting.path();
    const bool number = setting.Expected().find(" from ") != std::string::npos;
    EXPECT_TRUE(!number || setting.limited()) << setting.path();
  }
}

TEST(SettingsTable, AcceptsEveryDefault) {
  for (const Setting& setting : AllSettings()) {
    Options options;
    EXPECT_TRUE(setting.Assign(setting.Show(options), options).ok())
        << setting.path() << " = " << setting.Show(options) << ", " << setting.Expected();
  }
}

TEST(SettingsTable, NamesNothingTwice) {
  std::set<std::string> paths;
  std::set<std::string> names;
  for (const Setting& setting : AllSettings()) {
    EXPECT_TRUE(paths.insert(setting.path()).second) << setting.path();
    EXPECT_TRUE(names.insert(setting.EnvironmentName()).second) << setting.path();
  }
}

// A field that nobody can set is either forgotten here or not a setting.
TEST(SettingsTable, ListsEveryFieldOfTheOptionStructs) {
  std::set<std::string> fields;
  for (const Setting& setting : AllSettings()) {
    fields.insert(setting.path().substr(setting.path().rfind('.') + 1));
  }
  for (const char* header :
       {"src/rpc/rpc_options.h", "src/web/web_options.h", "src/session/session_options.h",
        "src/turn/turn_options.h", "src/llm/llm_options.h", "src/tts/tts_options.h",
        "src/stt/stt_options.h", "src/store/store_options.h", "src/store/price_options.h", "src/http/http_options.h",
        "src/base/backoff.h", "src/base/circuit_breaker.h", "src/base/resilience.h",
        "src/screen/screenshot.h", "apps/nexyd/log_options.h", "apps/nexyd/server_options.h"}) {
    std::ifstream file(std::string(NEXY_SOURCE_DIR "/") + header);
    ASSERT_TRUE(file) << header;
    const std::regex field(
        R"(^  (?:bool|int|double|std::\S+|Language|LogLevel|Money) (\w+)(?: =|\{|;).*)");
    bool in_options = false;
    for (std::string line; std::getline(file, line);) {
      if (line.starts_with("struct ")) {
        in_options = line.find("Options {") != std::string::npos ||
                     line.find("Prices {") != std::string::npos;
      }
      if (line == "};") in_options = false;
      std::smatch match;
      if (in_options && std::regex_match(line, match, field)) {
        EXPECT_TRUE(fields.contains(match[1])) << header << ": " << match[1];
      }
    }
  }
}

}  // namespace
}  // namespace nexy
