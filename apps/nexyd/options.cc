#include "nexyd/options.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <system_error>

#include "absl/strings/str_join.h"
#include "base/status.h"
#include "base/strings.h"
#include "nexyd/built_in_config.h"
#include "nexyd/config_text.h"
#include "nexyd/earlier_names.h"
#include "nexyd/option_layers.h"
#include "nexyd/settings.h"

namespace nexy {
namespace {

constexpr std::size_t kMistakesMax = 100;

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) {
    return absl::InvalidArgumentError(Concat(path, ": is a directory, expected a file"));
  }
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "re"),
                                                             &std::fclose);
  if (file == nullptr) {
    return absl::InvalidArgumentError(
        Concat(path, ": cannot be read: ", std::generic_category().message(errno)));
  }
  std::string text(kConfigMaxBytes + 1, '\0');
  text.resize(std::fread(text.data(), 1, text.size(), file.get()));
  if (std::ferror(file.get()) != 0) {
    return absl::InvalidArgumentError(Concat(path, ": cannot be read to its end"));
  }
  return text;
}

std::string ValueOr(const std::map<std::string, std::string>& map, const std::string& key,
                    const std::string& otherwise) {
  const auto found = map.find(key);
  return found == map.end() ? otherwise : found->second;
}

// The file that counts, or empty.
std::string ChooseFile(const OptionInputs& inputs) {
  if (!inputs.config_file.empty()) return inputs.config_file;
  if (std::string named = ValueOr(inputs.environment, "NEXY_CONFIG", ""); !named.empty()) {
    return named;
  }
  std::error_code ignored;
  return std::filesystem::exists(inputs.default_file, ignored) ? inputs.default_file : "";
}

Environment ReadEnvironment(const OptionInputs& inputs, OptionLayers& layers) {
  const std::string word = ValueOr(inputs.environment, "NEXY_ENV", "prod");
  if (const auto environment = EnvironmentOf(word)) return *environment;
  layers.AddMistake(
      Concat("environment NEXY_ENV: is ", Quoted(word), ", expected dev, stage or prod"));
  return Environment::kProd;
}

void LayFile(ConfigText file, Environment environment, OptionLayers& layers) {
  for (std::string& mistake : file.mistakes) layers.AddMistake(std::move(mistake));
  layers.Lay(file.settings);
  for (const auto& [preset, settings] : file.presets) {
    if (preset == environment) {
      layers.Lay(settings);
    } else {
      layers.CheckOnly(settings);
    }
  }
}

void LayEnvironment(const OptionInputs& inputs, OptionLayers& layers,
                    std::vector<std::string>& notices) {
  EarlierNames earlier = ReadEarlierNames(inputs.environment);
  OwnNames own = ReadOwnNames(inputs.environment, layers.settings());
  layers.Lay(earlier.settings);
  layers.Lay(own.settings);
  for (std::string& mistake : earlier.mistakes) layers.AddMistake(std::move(mistake));
  for (std::string& mistake : own.mistakes) layers.AddMistake(std::move(mistake));
  notices = std::move(earlier.notices);
  std::ranges::move(own.notices, std::back_inserter(notices));
}

void LaySet(const OptionInputs& inputs, OptionLayers& layers) {
  for (const std::string& argument : inputs.set) {
    const std::size_t equals = argument.find('=');
    if (equals == std::string::npos) {
      layers.AddMistake(Concat("--set ", Quoted(argument), ": expected section.key=value"));
      continue;
    }
    layers.Lay({{argument.substr(0, equals), argument.substr(equals + 1), "--set"}});
  }
}

absl::Status MistakesAsStatus(std::vector<std::string> mistakes) {
  if (mistakes.empty()) return absl::OkStatus();
  if (mistakes.size() > kMistakesMax) {
    const std::size_t more = mistakes.size() - kMistakesMax;
    mistakes.resize(kMistakesMax);
    mistakes.push_back(Concat("and ", more, " more"));
  }
  return absl::InvalidArgumentError(absl::StrJoin(mistakes, "\n"));
}

absl::StatusOr<LoadedOptions> Load(const OptionInputs& inputs, std::string_view file_name,
                                   ConfigText file) {
  LoadedOptions loaded;
  loaded.config_file = file_name;
  OptionLayers layers;
  const Environment environment = ReadEnvironment(inputs, layers);

  std::vector<GivenSetting> presets = ReadConfigText("", kBuiltInConfig).presets[environment];
  for (GivenSetting& preset : presets) {
    preset.origin = Concat("preset ", EnvironmentWord(environment));
  }
  layers.Lay(presets);
  LayFile(std::move(file), environment, layers);
  LayEnvironment(inputs, layers, loaded.notices);
  LaySet(inputs, layers);
  layers.ResolveHosts(environment);
  // Only values that could be read can contradict each other.
  if (layers.mistakes().empty()) {
    for (std::string& sentence : Contradictions(layers.options(), layers.Effective())) {
      layers.AddMistake(std::move(sentence));
    }
  }
  NEXY_RETURN_IF_ERROR(MistakesAsStatus(layers.mistakes()));
  loaded.options = layers.options();
  loaded.options.environment = environment;
  loaded.settings = layers.Effective();
  return loaded;
}

}  // namespace

std::string_view EnvironmentWord(Environment environment) {
  switch (environment) {
    case Environment::kDev:
      return "dev";
    case Environment::kStage:
      return "stage";
    case Environment::kProd:
      return "prod";
  }
  return "";
}

std::optional<Environment> EnvironmentOf(std::string_view word) {
  for (const Environment environment :
       {Environment::kDev, Environment::kStage, Environment::kProd}) {
    if (word == EnvironmentWord(environment)) return environment;
  }
  return std::nullopt;
}

std::map<std::string, std::string> ProcessEnvironment() {
  std::map<std::string, std::string> environment;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view text = *entry;
    const std::size_t equals = text.find('=');
    if (equals != std::string_view::npos) {
      environment.emplace(text.substr(0, equals), text.substr(equals + 1));
    }
  }
  return environment;
}

absl::StatusOr<LoadedOptions> LoadOptions(const OptionInputs& inputs) {
  const std::string path = ChooseFile(inputs);
  if (path.empty()) return Load(inputs, "", {});
  const absl::StatusOr<std::string> text = ReadFile(path);
  return Load(inputs, path,
              text.ok() ? ReadConfigText(path, *text)
                        : ConfigText{{}, {}, {std::string(MessageOf(text.status()))}});
}

absl::StatusOr<LoadedOptions> LoadOptions(const OptionInputs& inputs, std::string_view file_name,
                                          std::string_view file_text) {
  return Load(inputs, file_name, ReadConfigText(file_name, file_text));
}

}  // namespace nexy
