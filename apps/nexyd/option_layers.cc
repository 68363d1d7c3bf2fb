#include "nexyd/option_layers.h"

#include <algorithm>
#include <numeric>
#include <set>
#include <utility>

#include "base/strings.h"
#include "nexyd/earlier_names.h"
#include "nexyd/settings.h"

namespace nexy {
namespace {

constexpr std::size_t kNameMaxBytes = 128;    // A longer one gets no suggestion.
constexpr std::size_t kSuggestionsMax = 100;  // Nobody reads more, and each one costs time.

// Levenshtein's distance.
std::size_t EditDistance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i + 1);
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t changed = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({changed, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

std::string_view LastPart(std::string_view path) {
  const std::size_t dot = path.rfind('.');
  return dot == std::string_view::npos ? path : path.substr(dot + 1);
}

std::string_view ListenAddress(Environment environment) {
  return environment == Environment::kDev ? "0.0.0.0" : "127.0.0.1";
}

}  // namespace

std::string Suggestion(std::string_view name, const std::vector<std::string>& candidates) {
  if (name.size() > kNameMaxBytes) return "";
  std::size_t best_distance = std::max<std::size_t>(2, name.size() / 4) + 1;
  const std::string* best = nullptr;
  for (const std::string& candidate : candidates) {
    // The right name in the wrong section is as near as one letter.
    const bool moved = LastPart(candidate) == LastPart(name);
    const std::size_t distance = moved ? 1 : EditDistance(name, candidate);
    if (distance >= best_distance) continue;
    best_distance = distance;
    best = &candidate;
  }
  return best == nullptr ? "" : Concat("; did you mean ", *best, "?");
}

OptionLayers::OptionLayers() : settings_(AllSettings()), origins_(settings_.size(), "default") {}

void OptionLayers::Lay(const std::vector<GivenSetting>& given) {
  for (const GivenSetting& setting : given) Apply(setting, options_, &origins_);
}

void OptionLayers::CheckOnly(const std::vector<GivenSetting>& given) {
  Options unused;
  for (const GivenSetting& setting : given) Apply(setting, unused, nullptr);
}

void OptionLayers::Apply(const GivenSetting& given, Options& options,
                         std::vector<std::string>* origins) {
  const auto setting = std::ranges::find(settings_, given.path, &Setting::path);
  const bool section = IsSection(given.path);
  if (section && given.shape == GivenSetting::Shape::kNothing) return;
  std::string wrong;
  if (section) {
    wrong = Concat(given.path, " is a section, expected settings below it");
  } else if (setting == settings_.end()) {
    wrong = Unknown(given.path);
  } else if (given.shape == GivenSetting::Shape::kNothing) {
    wrong = Concat(given.path, " has no value, expected ", setting->Expected());
  } else if (given.shape == GivenSetting::Shape::kList && !setting->is_list()) {
    wrong = Concat(given.path, " is a list, expected ", setting->Expected());
  } else if (given.shape == GivenSetting::Shape::kOther) {
    wrong = Concat(given.path, " is a list of more than words, expected ", setting->Expected());
  } else if (const absl::Status status = setting->Assign(given.text, options); !status.ok()) {
    wrong = MessageOf(status);
  }
  if (!wrong.empty()) {
    AddMistake(Concat(given.origin, ": ", wrong));
  } else if (origins != nullptr) {
    (*origins)[static_cast<std::size_t>(setting - settings_.begin())] = given.origin;
  }
}

std::string OptionLayers::Unknown(std::string_view path) const {
  for (const Setting& setting : settings_) {
    if (path.starts_with(setting.path() + ".")) {
      return Concat(setting.path(), " is a setting, not a section, expected ", setting.Expected());
    }
  }
  std::string unknown = Concat(Shortened(path), " is not a setting");
  if (mistakes_.size() >= kSuggestionsMax) return unknown;
  std::vector<std::string> paths;
  for (const Setting& setting : settings_) paths.push_back(setting.path());
  return unknown + Suggestion(path, paths);
}

bool OptionLayers::IsSection(std::string_view path) const {
  const std::string prefix = Concat(path, ".");
  return std::ranges::any_of(
      settings_, [&prefix](const Setting& setting) { return setting.path().starts_with(prefix); });
}

void OptionLayers::ResolveHosts(Environment environment) {
  for (std::size_t i = 0; i < settings_.size(); ++i) {
    if (LastPart(settings_[i].path()) != "host" || settings_[i].Show(options_) != "auto") continue;
    if (settings_[i].Assign(ListenAddress(environment), options_).ok()) {
      origins_[i] += Concat(", auto in ", EnvironmentWord(environment));
    }
  }
}

std::vector<EffectiveSetting> OptionLayers::Effective() const {
  std::vector<EffectiveSetting> effective;
  for (std::size_t i = 0; i < settings_.size(); ++i) {
    effective.push_back(
        {settings_[i].path(), settings_[i].Show(options_), settings_[i].is_text(), origins_[i]});
  }
  return effective;
}

OwnNames ReadOwnNames(const std::map<std::string, std::string>& environment,
                      const std::vector<Setting>& settings) {
  std::map<std::string, std::string> paths;
  std::vector<std::string> names;
  std::set<std::string> prefixes;  // "NEXY_RPC_".
  for (const Setting& setting : settings) {
    paths[setting.EnvironmentName()] = setting.path();
    names.push_back(setting.EnvironmentName());
    prefixes.insert(names.back().substr(0, names.back().find('_', 5) + 1));
  }
  OwnNames own;
  for (const auto& [name, value] : environment) {
    if (!name.starts_with("NEXY_") || name == "NEXY_ENV" || name == "NEXY_CONFIG" ||
        IsEarlierName(name)) {
      continue;
    }
    const std::string origin = Concat("environment ", Shortened(name));
    if (const auto path = paths.find(name); path != paths.end()) {
      own.settings.push_back({path->second, value, origin});
    } else if (prefixes.contains(name.substr(0, name.find('_', 5) + 1))) {
      own.mistakes.push_back(Concat(origin, ": names no setting", Suggestion(name, names)));
    } else {
      own.notices.push_back(
          Concat(origin, " names no setting and is not used", Suggestion(name, names)));
    }
  }
  return own;
}

}  // namespace nexy
