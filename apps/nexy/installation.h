#pragma once

#include <optional>
#include <string>

#include "update/durable_file.h"

namespace nexy {

// Where this program is installed: the folder above `versions/<build>/bin/nexy`. Empty: this
// program was not started from an installation that can be updated.
std::string HomeOfThisProgram();

// Keeps updates from being installed while the person talks, until the handle goes. None where
// there is no installation to be updated.
std::optional<FileHandle> HoldUpdates();

}  // namespace nexy
