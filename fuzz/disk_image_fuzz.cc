// Any bytes as a disk image of macOS, and as the volume in one.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "update/disk_image.h"
#include "update/hfs_volume.h"

namespace {

void ReadVolume(std::string_view bytes) {
  const auto volume = nexy::HfsVolume::Open(bytes);
  if (!volume.ok()) return;
  for (const nexy::HfsFile& file : volume->files()) {
    if (file.path.empty()) std::abort();
    const auto read = volume->Read(file);
    if (read.ok() && read->size() != file.length) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  constexpr std::uint64_t kMaxBytes = 4 << 20;
  ReadVolume(bytes);
  const auto partitions = nexy::ReadDiskImage(bytes, kMaxBytes);
  if (!partitions.ok()) return 0;
  std::uint64_t total = 0;
  for (const nexy::ImagePartition& partition : *partitions) {
    total += partition.bytes.size();
    ReadVolume(partition.bytes);
  }
  if (total > kMaxBytes) std::abort();
  return 0;
}
