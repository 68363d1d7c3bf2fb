#include "nexyctl/config_command.h"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "base/strings.h"
#include "nexyd/option_flags.h"
#include "nexyd/options.h"

namespace nexy {
namespace {

constexpr int kMistakes = 1;

// Numbers and switches as such, so that a program need not parse them; the rest as in the file.
nlohmann::ordered_json JsonValue(const EffectiveSetting& setting) {
  if (setting.is_text) return setting.value;
  return nlohmann::ordered_json::parse(setting.value);
}

void PrintJson(const LoadedOptions& loaded) {
  nlohmann::ordered_json all;
  all["environment"] = EnvironmentWord(loaded.options.environment);
  all["config_file"] = loaded.config_file;
  for (const EffectiveSetting& setting : loaded.settings) {
    all["settings"][setting.path] = {{"value", JsonValue(setting)}, {"from", setting.origin}};
  }
  using Json = nlohmann::ordered_json;
  std::cout << all.dump(2, ' ', false, Json::error_handler_t::replace) << "\n";
}

std::string Written(const EffectiveSetting& setting) {
  return setting.value.empty() ? "\"\"" : setting.value;
}

void PrintTable(const LoadedOptions& loaded) {
  std::size_t path_width = 0;
  std::size_t value_width = 0;
  for (const EffectiveSetting& setting : loaded.settings) {
    path_width = std::max(path_width, setting.path.size());
    // A long path of a file must not push all other lines apart.
    value_width = std::max(value_width, std::min<std::size_t>(Written(setting).size(), 24));
  }
  std::cout << "# environment " << EnvironmentWord(loaded.options.environment) << ", config file "
            << (loaded.config_file.empty() ? "none" : loaded.config_file) << "\n";
  for (const EffectiveSetting& setting : loaded.settings) {
    std::string path = setting.path + ":";
    std::string value = Written(setting);
    path.resize(path_width + 1, ' ');
    value.resize(std::max(value.size(), value_width), ' ');
    std::cout << path << " " << value << "  # " << setting.origin << "\n";
  }
}

void Print(const OptionInputs& inputs, bool json) {
  const absl::StatusOr<LoadedOptions> loaded = LoadOptions(inputs);
  if (!loaded.ok()) {
    std::cerr << MessageOf(loaded.status()) << "\n";
    throw CLI::RuntimeError(kMistakes);
  }
  for (const std::string& notice : loaded->notices) std::cerr << "nexyctl: " << notice << "\n";
  if (json) {
    PrintJson(*loaded);
  } else {
    PrintTable(*loaded);
  }
}

// Loads the file as it would be in each environment, without this machine's variables: a mistake in
// any of them counts.
void Check(const std::string& file) {
  std::vector<std::string> mistakes;
  for (const char* environment : {"prod", "stage", "dev"}) {
    const absl::StatusOr<LoadedOptions> loaded =
        LoadOptions({.config_file = file, .environment = {{"NEXY_ENV", environment}}});
    for (const absl::string_view line : absl::StrSplit(loaded.status().message(), '\n')) {
      const std::string mistake(line);
      if (!mistake.empty() && std::ranges::find(mistakes, mistake) == mistakes.end()) {
        mistakes.push_back(mistake);
      }
    }
  }
  for (const std::string& mistake : mistakes) std::cerr << mistake << "\n";
  if (!mistakes.empty()) throw CLI::RuntimeError(kMistakes);
  std::cout << file << ": no mistakes\n";
}

// What the flags of a command fill before it runs.
struct PrintFlags {
  OptionInputs inputs;
  bool json = false;
};

}  // namespace

void AddConfigCommand(CLI::App& app) {
  CLI::App* config = app.add_subcommand("config", "Show and check the settings of nexyd");
  config->require_subcommand(1);
  config->footer(R"(Examples:
  nexyctl config check /etc/nexy/nexy.yaml
  nexyctl config print --set rpc.max_live_turns=200 --json)");

  CLI::App* print = config->add_subcommand(
      "print", "Show each setting as it counts here, and the place that decided it");
  // Shared by the parser, which keeps the callback, and the flags inside it.
  const auto flags = std::make_shared<PrintFlags>();
  AddOptionFlags(*print, flags->inputs);
  print->add_flag("--json", flags->json, "Print one JSON object");
  print->footer(R"(Examples:
  nexyctl config print                  the settings of this machine and where each comes from
  nexyctl config print --set rpc.max_live_turns=200 --json)");
  print->callback([flags] {
    flags->inputs.environment = ProcessEnvironment();
    Print(flags->inputs, flags->json);
  });

  CLI::App* check = config->add_subcommand(
      "check", "Find all mistakes of a settings file; exit code 1 if there is one");
  const auto file = std::make_shared<std::string>();
  check->add_option("FILE", *file, "Settings file")->required()->check([](const std::string& name) {
    return name.empty() ? "is empty" : "";
  });
  check->footer(R"(Example:
  nexyctl config check /etc/nexy/nexy.yaml

Exit codes: 0 no mistake, 1 mistakes, each with its line; 2 wrong use.)");
  check->callback([file] { Check(*file); });
}

}  // namespace nexy
