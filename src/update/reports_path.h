#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "update/update_options.h"

namespace nexy {

// The folder of outcome reports: update.reports, else update-reports in $STATE_DIRECTORY, else in
// $XDG_STATE_HOME/nexy, else in ~/.local/state/nexy. FAILED_PRECONDITION when none of them is
// known.
absl::StatusOr<std::string> ReportsPath(const UpdateOptions& options);

}  // namespace nexy
