#include "update/tree_archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <memory>
#include <set>
#include <vector>

#include "base/status.h"
#include "base/strings.h"
#include "update/durable_file.h"
#include "update/refusal.h"

namespace nexy {
namespace {

struct FreeReader {
  void operator()(archive* reader) const { archive_read_free(reader); }
};
using Reader = std::unique_ptr<archive, FreeReader>;

absl::Status Malformed(std::string_view why) {
  return RefusalStatus(Refusal::kMalformed,
                       Concat("The downloaded update cannot be unpacked: ", why, "."));
}

absl::Status TooLarge() {
  return RefusalStatus(Refusal::kTooLarge,
                       "The downloaded update is larger unpacked than a program can be.");
}

absl::Status DiskFailure(const std::string& path) {
  const std::error_code error(errno, std::generic_category());
  return absl::UnavailableError(Concat("cannot write ", path, ": ", error.message()));
}

Reader OpenReader(std::string_view bytes) {
  Reader reader(archive_read_new());
  archive_read_support_filter_gzip(reader.get());
  archive_read_support_filter_xz(reader.get());
  archive_read_support_filter_zstd(reader.get());
  archive_read_support_format_tar(reader.get());
  archive_read_support_format_zip(reader.get());
  if (archive_read_open_memory(reader.get(), bytes.data(), bytes.size()) != ARCHIVE_OK)
    reader.reset();
  return reader;
}

// The path's parts; none for a path that must not be. "." stands for the folder itself.
absl::StatusOr<std::vector<std::string>> PartsOf(std::string_view path) {
  if (path.empty() || path.front() == '/' || path.find('\0') != std::string_view::npos) {
    return Malformed("it names a file outside its folder");
  }
  std::vector<std::string> parts;
  while (!path.empty()) {
    const auto slash = std::min(path.find('/'), path.size());
    const std::string_view part = path.substr(0, slash);
    path.remove_prefix(std::min(slash + 1, path.size()));
    if (part.empty() || part == ".") continue;
    if (part == "..") return Malformed("it names a file outside its folder");
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

class Unpacking {
 public:
  Unpacking(archive* reader, std::string folder, const TreeLimits& limits)
      : reader_(reader), folder_(std::move(folder)), limits_(limits), bytes_left_(limits.bytes) {}

  absl::Status Run() {
    archive_entry* entry = nullptr;
    while (true) {
      const int result = archive_read_next_header(reader_, &entry);
      if (result == ARCHIVE_EOF) break;
      if (result != ARCHIVE_OK) return Malformed("it is damaged");
      if (++files_ > limits_.files) return TooLarge();
      NEXY_RETURN_IF_ERROR(Take(entry));
    }
    if (files_ == 0) return Malformed("there is nothing in it");
    // Innermost first, so that a folder is durable before the one that names it.
    for (auto path = folders_.rbegin(); path != folders_.rend(); ++path) {
      NEXY_RETURN_IF_ERROR(SyncFolder(*path));
    }
    return SyncFolder(folder_);
  }

 private:
  absl::Status Take(archive_entry* entry) {
    const char* name = archive_entry_pathname(entry);
    if (name == nullptr || archive_entry_hardlink(entry) != nullptr) {
      return Malformed("it holds something else than files");
    }
    NEXY_ASSIGN_OR_RETURN(const std::vector<std::string> parts, PartsOf(name));
    if (parts.empty()) return absl::OkStatus();
    NEXY_RETURN_IF_ERROR(MakeParents(parts));
    const std::string path = PathOf(parts, parts.size());
    switch (archive_entry_filetype(entry)) {
      case AE_IFDIR:
        return MakeFolder(path);
      case AE_IFREG:
        return WriteFile(path, (archive_entry_perm(entry) & 0111) != 0);
      case AE_IFLNK:
        return MakeLink(parts, path, archive_entry_symlink(entry));
      default:
        return Malformed("it holds something else than files");
    }
  }

  std::string PathOf(const std::vector<std::string>& parts, std::size_t count) const {
    std::string path = folder_;
    for (std::size_t i = 0; i < count; ++i) path.append("/").append(parts[i]);
    return path;
  }

  absl::Status MakeParents(const std::vector<std::string>& parts) {
    for (std::size_t count = 1; count < parts.size(); ++count) {
      NEXY_RETURN_IF_ERROR(MakeFolder(PathOf(parts, count)));
    }
    return absl::OkStatus();
  }

  // A link among the parents would lead the files below it somewhere else.
  absl::Status MakeFolder(const std::string& path) {
    if (folders_.contains(path)) return absl::OkStatus();
    if (mkdir(path.c_str(), 0755) != 0) {
      if (errno == EEXIST) return Malformed("a file stands where a folder should be");
      return DiskFailure(path);
    }
    folders_.insert(path);
    return absl::OkStatus();
  }

  absl::Status WriteFile(const std::string& path, bool executable) {
    FileHandle file(open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                         executable ? 0755 : 0644));
    if (file.get() < 0) {
      if (errno == EEXIST) return Malformed("it names a file twice");
      return DiskFailure(path);
    }
    const void* block = nullptr;
    std::size_t size = 0;
    la_int64_t offset = 0;
    while (true) {
      const int result = archive_read_data_block(reader_, &block, &size, &offset);
      if (result == ARCHIVE_EOF) break;
      if (result != ARCHIVE_OK) return Malformed("it is damaged");
      if (size > bytes_left_ || static_cast<std::uint64_t>(offset) > limits_.bytes)
        return TooLarge();
      bytes_left_ -= size;
      if (pwrite(file.get(), block, size, offset) != static_cast<ssize_t>(size))
        return DiskFailure(path);
    }
    return fsync(file.get()) == 0 ? absl::OkStatus() : DiskFailure(path);
  }

  absl::Status MakeLink(const std::vector<std::string>& parts, const std::string& path,
                        const char* target) {
    if (target == nullptr || !StaysInside(parts, target)) {
      return Malformed("it holds a link that leads out of it");
    }
    if (symlink(target, path.c_str()) != 0) {
      if (errno == EEXIST) return Malformed("it names a file twice");
      return DiskFailure(path);
    }
    return absl::OkStatus();
  }

  archive* const reader_;
  const std::string folder_;
  const TreeLimits limits_;
  std::uint64_t bytes_left_;
  std::size_t files_ = 0;
  std::set<std::string> folders_;  // Made by us: no link is among them.
};

}  // namespace

absl::Status UnpackTree(std::string_view archive, const std::string& folder,
                        const TreeLimits& limits) {
  const Reader reader = OpenReader(archive);
  if (!reader) return Malformed("it is no archive");
  return Unpacking(reader.get(), folder, limits).Run();
}

}  // namespace nexy
