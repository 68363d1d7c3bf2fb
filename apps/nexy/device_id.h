#pragma once

#include <string>

#include "absl/status/statusor.h"

namespace nexy {

// Where this user's device id is kept: $XDG_STATE_HOME/nexy/device-id, else
// $XDG_CONFIG_HOME/nexy/device-id, else ~/.local/state/nexy/device-id.
// FAILED_PRECONDITION when there is no home folder.
absl::StatusOr<std::string> DeviceIdPath();

// The id in the file `path`; the first caller makes it (a UUID version 4, readable by this user
// only), and callers at the same moment agree on one. A file that holds something else is left as
// it is: DATA_LOSS. Messages are for the person and say what to do.
absl::StatusOr<std::string> LoadOrMakeDeviceId(const std::string& path);

}  // namespace nexy
