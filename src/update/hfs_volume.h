#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"

namespace nexy {

// An entry of a volume: where it stands, what it is, and where its bytes lie.
struct HfsFile {
  enum class Kind { kFolder, kFile, kLink };
  Kind kind = Kind::kFile;
  std::string path;        // Below the volume's root, in UTF-8.
  std::uint32_t mode = 0;  // Unix permissions.
  std::uint64_t length = 0;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> extents;  // First block and how many.
};

// An HFS+ volume, the file system of disk images, read from memory: folders, files and symbolic
// links in the order of their paths. What programs in an image have no need of is refused: hard
// links and files that the file system has packed. The bytes outlive it.
class HfsVolume {
 public:
  // kMalformed (update/update_refusal.h) for what is none or contradicts itself.
  static absl::StatusOr<HfsVolume> Open(std::string_view bytes);

  const std::vector<HfsFile>& files() const { return files_; }
  absl::StatusOr<std::string> Read(const HfsFile& file) const;

 private:
  HfsVolume(std::string_view bytes, std::uint32_t block_bytes)
      : bytes_(bytes), block_bytes_(block_bytes) {}

  std::string_view bytes_;
  std::uint32_t block_bytes_;
  std::vector<HfsFile> files_;
};

}  // namespace nexy
