#pragma once

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "update/durable_file.h"

namespace nexy {

// How large an unpacked program may be.
struct TreeLimits {
  std::uint64_t bytes = std::uint64_t{4} << 30;
  std::size_t files = 100'000;
};

// Writes a tree that came packed into an empty folder. Whatever the names and links in it are, it
// never writes outside that folder: no name leads up, no file stands below a link, no link leads
// out. Refusals (update/update_refusal.h): kMalformed for such a tree, kTooLarge beyond the limits.
class TreeWriter {
 public:
  TreeWriter(std::string folder, const TreeLimits& limits)
      : folder_(std::move(folder)), limits_(limits), bytes_left_(limits.bytes) {}

  absl::Status AddFolder(std::string_view path);
  absl::Status AddLink(std::string_view path, std::string_view target);
  // A new, empty file, for Write() and then Close().
  absl::StatusOr<FileHandle> AddFile(std::string_view path, bool executable);
  absl::Status Write(const FileHandle& file, std::uint64_t offset, std::string_view bytes);
  static absl::Status Close(FileHandle file);

  // Makes all of it durable. kMalformed if nothing was added.
  absl::Status Finish() const;

 private:
  using Parts = std::vector<std::string>;
  // The parts of `path`, their parents made; none stand for the folder itself.
  absl::StatusOr<Parts> Enter(std::string_view path);
  absl::Status MakeFolder(const std::string& path);
  std::string PathOf(const Parts& parts, std::size_t count) const;

  const std::string folder_;
  const TreeLimits limits_;
  std::uint64_t bytes_left_;
  std::size_t files_ = 0;
  std::set<std::string> folders_;  // Made by us: no link is among them.
};

// kMalformed with "The downloaded update cannot be unpacked: <why>."
absl::Status UnpackFailure(std::string_view why);

}  // namespace nexy
