#include "update/durable_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

#include "base/status.h"
#include "base/strings.h"

namespace nexy {
namespace {

absl::Status WriteAll(int descriptor, std::string_view bytes, const std::string& path) {
  while (!bytes.empty()) {
    const ssize_t written = write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return SystemError("write", path);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return absl::OkStatus();
}

absl::Status WriteAndSync(const std::string& path, int flags, std::string_view bytes) {
  FileHandle file(open(path.c_str(), flags | O_CLOEXEC | O_NOFOLLOW, 0644));
  if (file.get() < 0) return SystemError("open", path);
  NEXY_RETURN_IF_ERROR(WriteAll(file.get(), bytes, path));
  if (fsync(file.get()) != 0) return SystemError("save", path);
  // The last chance to hear of a lost write on some file systems.
  if (close(file.Release()) != 0) return SystemError("close", path);
  return absl::OkStatus();
}

}  // namespace

absl::Status WriteDurably(const std::string& folder, const std::string& name,
                          std::string_view bytes) {
  const std::string unfinished = Concat(folder, "/", kUnfinishedPrefix, name);
  const std::string path = Concat(folder, "/", name);
  absl::Status status = WriteAndSync(unfinished, O_WRONLY | O_CREAT | O_TRUNC, bytes);
  if (status.ok() && rename(unfinished.c_str(), path.c_str()) != 0) {
    status = SystemError("rename to", path);
  }
  if (!status.ok()) {
    unlink(unfinished.c_str());
    return status;
  }
  return SyncFolder(folder);
}

absl::Status AppendDurably(const std::string& path, std::string_view bytes) {
  return WriteAndSync(path, O_WRONLY | O_CREAT | O_APPEND, bytes);
}

absl::Status CreateFolder(const std::string& path) {
  if (mkdir(path.c_str(), 0755) == 0) {
    const std::size_t slash = path.find_last_of('/');
    return SyncFolder(slash == std::string::npos ? "." : slash == 0 ? "/" : path.substr(0, slash));
  }
  return errno == EEXIST ? absl::OkStatus() : SystemError("create", path);
}

absl::Status SyncFolder(const std::string& path) {
  const FileHandle folder(open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder.get() < 0) return SystemError("open", path);
  if (fsync(folder.get()) != 0) return SystemError("save", path);
  return absl::OkStatus();
}

absl::Status RemoveFile(const std::string& path) {
  if (unlink(path.c_str()) == 0 || errno == ENOENT) return absl::OkStatus();
  return SystemError("delete", path);
}

absl::StatusOr<std::string> ReadWholeFile(const std::string& path, std::size_t max_bytes) {
  const FileHandle file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) return SystemError("open", path);
  std::string bytes;
  char buffer[16 * 1024];
  while (true) {
    const ssize_t got = read(file.get(), buffer, sizeof(buffer));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return SystemError("read", path);
    if (got == 0) return bytes;
    bytes.append(buffer, static_cast<std::size_t>(got));
    if (bytes.size() > max_bytes) {
      return absl::ResourceExhaustedError(Concat(path, " is longer than ", max_bytes, " bytes"));
    }
  }
}

}  // namespace nexy
