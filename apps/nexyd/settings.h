#pragma once

#include <vector>

#include "nexyd/options.h"
#include "nexyd/setting.h"

namespace nexy {

// Every setting of nexyd, in the order of config/nexy.yaml. This is the place to list a new one; a
// test compares it with the file, both ways.
std::vector<Setting> AllSettings();

// Settings that contradict each other, one sentence each, which names the settings with their
// values and origins; `effective` shows `options`.
std::vector<std::string> Contradictions(const Options& options,
                                        const std::vector<EffectiveSetting>& effective);

}  // namespace nexy
