#include "web/open_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/strings.h"

namespace nexy {
namespace {

absl::Status CannotOpen(const std::string& path, int error) {
  const std::string message = Concat("cannot open ", path, ": ", std::strerror(error));
  if (error == ENOENT || error == ENOTDIR || error == ELOOP) return absl::NotFoundError(message);
  if (error == EMFILE || error == ENFILE) return absl::ResourceExhaustedError(message);
  return absl::UnavailableError(message);
}

}  // namespace

absl::StatusOr<std::shared_ptr<const OpenFile>> OpenFile::Open(const std::string& path) {
  // O_NONBLOCK: opening a pipe must not wait for its other end.
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  if (descriptor < 0) return CannotOpen(path, errno);
  struct stat facts {};
  const bool known = ::fstat(descriptor, &facts) == 0;
  const int error = errno;
  std::shared_ptr<const OpenFile> file(
      new OpenFile(descriptor, known ? static_cast<std::uint64_t>(facts.st_size) : 0));
  if (!known) return CannotOpen(path, error);
  if (!S_ISREG(facts.st_mode)) return absl::NotFoundError(Concat("no regular file: ", path));
  return file;
}

OpenFile::~OpenFile() { ::close(descriptor_); }

}  // namespace nexy
