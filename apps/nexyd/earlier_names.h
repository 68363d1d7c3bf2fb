#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "nexyd/option_layers.h"

namespace nexy {

// What the environment names of the earlier Nexy (operators have them in config.env) mean here.
struct EarlierNames {
  std::vector<GivenSetting> settings;
  std::vector<std::string> mistakes;
  std::vector<std::string> notices;  // Names that have no meaning here; never their values.
};
EarlierNames ReadEarlierNames(const std::map<std::string, std::string>& environment);

bool IsEarlierName(std::string_view name);

}  // namespace nexy
