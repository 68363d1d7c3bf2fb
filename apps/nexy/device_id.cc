#include "nexy/device_id.h"

#include <fcntl.h>
#include <pwd.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "absl/cleanup/cleanup.h"
#include "base/status.h"
#include "base/strings.h"
#include "nexy/bounded_read.h"
#include "nexy/uuid.h"

namespace nexy {
namespace {

// XDG says that a relative path is to be ignored.
std::string AbsoluteFromEnvironment(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr && value[0] == '/' ? value : "";
}

absl::Status CannotKeep(const std::string& path, std::string_view reason) {
  return absl::FailedPreconditionError(
      Concat("The device id cannot be kept in ", path, ": ", reason,
             ". Name a folder that can be written with XDG_STATE_HOME."));
}

absl::StatusOr<std::string> ReadDeviceId(const std::string& path) {
  auto text = ReadFile(path, /*limit=*/256);
  if (absl::IsNotFound(text.status())) return text.status();
  if (!text.ok() && !absl::IsResourceExhausted(text.status())) {
    return absl::Status(
        text.status().code(),
        Concat("The device id in ", path, " cannot be read: ", MessageOf(text.status()), "."));
  }
  if (text.ok() && text->ends_with('\n')) text->pop_back();
  if (!text.ok() || text->size() != 36 || !IsUuid4(*text)) {
    return absl::DataLossError(Concat("The file ", path,
                                      " does not hold a device id (a UUID version 4). "
                                      "Remove the file, and the next question makes a new one."));
  }
  return text;
}

bool WriteWhole(int file, const std::string& text) {
  return write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
         fsync(file) == 0;
}

}  // namespace

absl::StatusOr<std::string> DeviceIdPath() {
  for (const char* name : {"XDG_STATE_HOME", "XDG_CONFIG_HOME"}) {
    const std::string folder = AbsoluteFromEnvironment(name);
    if (!folder.empty()) return folder + "/nexy/device-id";
  }
  std::string home = AbsoluteFromEnvironment("HOME");
  if (home.empty()) {
    const passwd* user = getpwuid(getuid());
    if (user != nullptr && user->pw_dir != nullptr && user->pw_dir[0] == '/') home = user->pw_dir;
  }
  if (home.empty()) {
    return absl::FailedPreconditionError(
        "There is no home folder to keep the device id in. Name a folder with XDG_STATE_HOME.");
  }
  return home + "/.local/state/nexy/device-id";
}

absl::StatusOr<std::string> LoadOrMakeDeviceId(const std::string& path) {
  auto known = ReadDeviceId(path);
  if (known.ok() || !absl::IsNotFound(known.status())) return known;

  std::error_code error;
  std::filesystem::create_directories(std::filesystem::path(path).parent_path(), error);
  if (error) return CannotKeep(path, error.message());
  std::string draft = path + ".XXXXXX";
  const int file = mkostemp(draft.data(), O_CLOEXEC);  // Mode 0600.
  if (file < 0) return CannotKeep(path, std::strerror(errno));
  const absl::Cleanup discard_draft = [file, draft] {
    close(file);
    unlink(draft.c_str());
  };
  if (!WriteWhole(file, NewUuid4() + "\n")) return CannotKeep(path, std::strerror(errno));
  // link() refuses to replace: of several clients at once, the first one's id is everybody's.
  if (link(draft.c_str(), path.c_str()) != 0 && errno != EEXIST) {
    return CannotKeep(path, std::strerror(errno));
  }
  return ReadDeviceId(path);
}

}  // namespace nexy
