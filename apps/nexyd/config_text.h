#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "nexyd/option_layers.h"
#include "nexyd/options.h"

namespace nexy {

inline constexpr std::size_t kConfigMaxBytes = 1 << 20;

// What a configuration file says.
struct ConfigText {
  std::vector<GivenSetting> settings;
  std::map<Environment, std::vector<GivenSetting>> presets;
  std::vector<std::string> mistakes;
};

// Reads the YAML text of the file `name`, whatever its bytes are. Values are not looked at.
ConfigText ReadConfigText(std::string_view name, std::string_view text);

}  // namespace nexy
