#include "update/reports_path.h"

#include <cstdlib>

#include "absl/status/status.h"

namespace nexy {
namespace {

std::string Environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

}  // namespace

absl::StatusOr<std::string> ReportsPath(const UpdateOptions& options) {
  if (!options.reports.empty()) return options.reports;
  // systemd gives a list when a unit has several.
  if (const std::string state = Environment("STATE_DIRECTORY"); !state.empty()) {
    return state.substr(0, state.find(':')) + "/update-reports";
  }
  if (const std::string state = Environment("XDG_STATE_HOME"); !state.empty()) {
    return state + "/nexy/update-reports";
  }
  if (const std::string home = Environment("HOME"); !home.empty()) {
    return home + "/.local/state/nexy/update-reports";
  }
  return absl::FailedPreconditionError("set update.reports: no state folder is known");
}

}  // namespace nexy
