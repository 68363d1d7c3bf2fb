#include "update/tree_writer.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "base/file.h"
#include "base/status.h"
#include "base/strings.h"
#include "update/update_refusal.h"

namespace nexy {
namespace {

absl::Status TooLarge() {
  return RefusalStatus(UpdateRefusal::kTooLarge,
                       "The downloaded update is larger unpacked than a program can be.");
}

// The path's parts; a refusal for a path that must not be. "." stands for the folder itself.
absl::StatusOr<std::vector<std::string>> PartsOf(std::string_view path) {
  if (path.empty() || path.front() == '/' || path.find('\0') != std::string_view::npos) {
    return UnpackFailure("it names a file outside its folder");
  }
  std::vector<std::string> parts;
  while (!path.empty()) {
    const auto slash = std::min(path.find('/'), path.size());
    const std::string_view part = path.substr(0, slash);
    path.remove_prefix(std::min(slash + 1, path.size()));
    if (part.empty() || part == ".") continue;
    if (part == "..") return UnpackFailure("it names a file outside its folder");
    parts.emplace_back(part);
  }
  return parts;
}

// Whether a link in the folder `parts` are in, to `target`, stays inside the tree.
bool StaysInside(const std::vector<std::string>& parts, std::string_view target) {
  if (target.empty() || target.front() == '/') return false;
  auto depth = static_cast<std::ptrdiff_t>(parts.size()) - 1;
  bool down = false;
  while (!target.empty()) {
    const auto slash = std::min(target.find('/'), target.size());
    const std::string_view part = target.substr(0, slash);
    target.remove_prefix(std::min(slash + 1, target.size()));
    if (part.empty() || part == ".") continue;
    // After a way down, which another link may bend, nobody knows what is above.
    if (part == ".." && (down || --depth < 0)) return false;
    down = down || part != "..";
  }
  return true;
}

}  // namespace

absl::Status UnpackFailure(std::string_view why) {
  return RefusalStatus(UpdateRefusal::kMalformed,
                       Concat("The downloaded update cannot be unpacked: ", why, "."));
}

std::string TreeWriter::PathOf(const Parts& parts, std::size_t count) const {
  std::string path = folder_;
  for (std::size_t i = 0; i < count; ++i) path.append("/").append(parts[i]);
  return path;
}

// A link among the parents would lead the files below it somewhere else.
absl::Status TreeWriter::MakeFolder(const std::string& path) {
  if (folders_.contains(path)) return absl::OkStatus();
  if (mkdir(path.c_str(), 0755) != 0) {
    if (errno == EEXIST) return UnpackFailure("a file stands where a folder should be");
    return SystemError("write", path);
  }
  folders_.insert(path);
  return absl::OkStatus();
}

absl::StatusOr<TreeWriter::Parts> TreeWriter::Enter(std::string_view path) {
  if (++files_ > limits_.files) return TooLarge();
  NEXY_ASSIGN_OR_RETURN(Parts parts, PartsOf(path));
  for (std::size_t count = 1; count < parts.size(); ++count) {
    NEXY_RETURN_IF_ERROR(MakeFolder(PathOf(parts, count)));
  }
  return parts;
}

absl::Status TreeWriter::AddFolder(std::string_view path) {
  NEXY_ASSIGN_OR_RETURN(const Parts parts, Enter(path));
  return parts.empty() ? absl::OkStatus() : MakeFolder(PathOf(parts, parts.size()));
}

absl::Status TreeWriter::AddLink(std::string_view path, std::string_view target) {
  NEXY_ASSIGN_OR_RETURN(const Parts parts, Enter(path));
  if (parts.empty() || target.find('\0') != std::string_view::npos || !StaysInside(parts, target)) {
    return UnpackFailure("it holds a link that leads out of it");
  }
  const std::string at = PathOf(parts, parts.size());
  if (symlink(std::string(target).c_str(), at.c_str()) != 0) {
    if (errno == EEXIST) return UnpackFailure("it names a file twice");
    return SystemError("write", at);
  }
  return absl::OkStatus();
}

absl::StatusOr<FileHandle> TreeWriter::AddFile(std::string_view path, bool executable) {
  NEXY_ASSIGN_OR_RETURN(const Parts parts, Enter(path));
  if (parts.empty()) return UnpackFailure("it holds a file without a name");
  const std::string at = PathOf(parts, parts.size());
  FileHandle file(open(at.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                       executable ? 0755 : 0644));
  if (file.get() < 0) {
    if (errno == EEXIST) return UnpackFailure("it names a file twice");
    return SystemError("write", at);
  }
  return file;
}

absl::Status TreeWriter::Write(const FileHandle& file, std::uint64_t offset,
                               std::string_view bytes) {
  if (bytes.size() > bytes_left_ || offset > limits_.bytes) return TooLarge();
  bytes_left_ -= bytes.size();
  while (!bytes.empty()) {
    const ssize_t count =
        pwrite(file.get(), bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (count <= 0) return SystemError("write", folder_);
    bytes.remove_prefix(static_cast<std::size_t>(count));
    offset += static_cast<std::uint64_t>(count);
  }
  return absl::OkStatus();
}

absl::Status TreeWriter::Close(FileHandle file) {
  return fsync(file.get()) == 0 ? absl::OkStatus() : SystemError("write", "a file of the update");
}

absl::Status TreeWriter::Finish() const {
  if (files_ == 0) return UnpackFailure("there is nothing in it");
  // Innermost first, so that a folder is durable before the one that names it.
  for (auto path = folders_.rbegin(); path != folders_.rend(); ++path) {
    NEXY_RETURN_IF_ERROR(SyncFolder(*path));
  }
  return SyncFolder(folder_);
}

}  // namespace nexy
