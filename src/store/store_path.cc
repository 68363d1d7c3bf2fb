#include "store/store_path.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>

#include "base/file.h"
#include "base/status.h"
#include "base/strings.h"

namespace nexy {
namespace {

std::string Environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

absl::Status CreateDirectory(const std::filesystem::path& path) {
  if (path.empty() || mkdir(path.c_str(), 0700) == 0 || errno == EEXIST) return absl::OkStatus();
  if (errno != ENOENT || path == path.parent_path()) return SystemError("create", path);
  NEXY_RETURN_IF_ERROR(CreateDirectory(path.parent_path()));
  if (mkdir(path.c_str(), 0700) == 0 || errno == EEXIST) return absl::OkStatus();
  return SystemError("create", path);
}

}  // namespace

absl::StatusOr<std::string> StorePath(const StoreOptions& options) {
  if (!options.path.empty()) return options.path;
  // systemd gives a list when a unit has several.
  if (const auto state = Environment("STATE_DIRECTORY"); !state.empty()) {
    return state.substr(0, state.find(':')) + "/nexy.db";
  }
  if (const auto state = Environment("XDG_STATE_HOME"); !state.empty()) {
    return state + "/nexy/nexy.db";
  }
  if (const auto home = Environment("HOME"); !home.empty()) {
    return home + "/.local/state/nexy/nexy.db";
  }
  return absl::FailedPreconditionError(
      "store.path is empty, and so are STATE_DIRECTORY, XDG_STATE_HOME and HOME");
}

absl::Status CreateStoreFile(const std::string& path) {
  NEXY_RETURN_IF_ERROR(CreateDirectory(std::filesystem::path(path).parent_path()));
  const int file = open(path.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
  if (file >= 0) {
    close(file);
  } else if (errno != EEXIST) {
    return SystemError("create", path);
  }
  return absl::OkStatus();
}

}  // namespace nexy
