#include "nexy/bounded_read.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "absl/cleanup/cleanup.h"

namespace nexy {

absl::StatusOr<std::string> ReadAll(int descriptor, std::size_t limit) {
  std::string bytes;
  char piece[16 * 1024];
  while (true) {
    const ssize_t count = read(descriptor, piece, sizeof piece);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return absl::InternalError(std::strerror(errno));
    if (count == 0) return bytes;
    if (bytes.size() + static_cast<std::size_t>(count) > limit) {
      return absl::ResourceExhaustedError("it is too large");
    }
    bytes.append(piece, static_cast<std::size_t>(count));
  }
}

absl::StatusOr<std::string> ReadFile(const std::string& path, std::size_t limit) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) {
    const char* reason = std::strerror(errno);
    if (errno == ENOENT || errno == ENOTDIR) return absl::NotFoundError(reason);
    if (errno == EACCES) return absl::PermissionDeniedError(reason);
    return absl::InvalidArgumentError(reason);
  }
  const absl::Cleanup close_file = [file] { close(file); };
  struct stat facts {};
  if (fstat(file, &facts) == 0 && S_ISDIR(facts.st_mode)) {
    return absl::InvalidArgumentError("it is a folder");
  }
  return ReadAll(file, limit);
}

}  // namespace nexy
