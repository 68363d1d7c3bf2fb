#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "nexyd/options.h"
#include "nexyd/setting.h"

namespace nexy {

// A setting as one source gives it.
struct GivenSetting {
  enum class Shape {
    kText,
    kNothing,
    kList,
    kOther
  };  // kOther: a list that holds more than texts.

  std::string path;
  std::string text;    // Of kText; of a kList of texts, with commas between them.
  std::string origin;  // "nexy.yaml:12", "environment NEXY_RPC_PORT", "--set".
  Shape shape = Shape::kText;
};

// The candidate that `name` was probably meant to be, as "; did you mean …?", or nothing.
std::string Suggestion(std::string_view name, const std::vector<std::string>& candidates);

// Options on which sources are laid one above the other; each value remembers its origin, each
// mistake is kept until the end, so that a person sees all of them.
class OptionLayers {
 public:
  OptionLayers();

  // Lays `given` above what is there.
  void Lay(const std::vector<GivenSetting>& given);
  // Checks `given` as Lay() does and uses nothing of it.
  void CheckOnly(const std::vector<GivenSetting>& given);
  void AddMistake(std::string mistake) { mistakes_.push_back(std::move(mistake)); }
  // `host` settings that are `auto` become the address of `environment`.
  void ResolveHosts(Environment environment);

  const std::vector<Setting>& settings() const { return settings_; }
  const std::vector<std::string>& mistakes() const { return mistakes_; }
  Options& options() { return options_; }
  std::vector<EffectiveSetting> Effective() const;

 private:
  void Apply(const GivenSetting& given, Options& options, std::vector<std::string>* origins);
  // What is wrong with a path that is no setting's.
  std::string Unknown(std::string_view path) const;
  bool IsSection(std::string_view path) const;

  const std::vector<Setting> settings_;
  std::vector<std::string> origins_;  // Of settings_, by index.
  Options options_;
  std::vector<std::string> mistakes_;
};

// The settings of `environment` that are named NEXY_SECTION_KEY, and what else begins with NEXY_:
// a name that begins with a section's is a mistake, any other a notice.
struct OwnNames {
  std::vector<GivenSetting> settings;
  std::vector<std::string> mistakes;
  std::vector<std::string> notices;
};
OwnNames ReadOwnNames(const std::map<std::string, std::string>& environment,
                      const std::vector<Setting>& settings);

}  // namespace nexy
