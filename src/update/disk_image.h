#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace nexy {

struct ImagePartition {
  std::string name;   // "disk image (Apple_HFS : 4)"
  std::string bytes;  // Unpacked.
};

// The partitions of a UDIF disk image (.dmg), unpacked. Every checksum that the image carries is
// checked: of the packed data, of each partition, of all of them. A partition's leaves out the runs
// that are ignored, which simple readers and writers get wrong alike.
//
// Refusals (update/update_refusal.h): kMalformed for what is no such image, is damaged, or is
// packed with LZFSE, for which there is no library; kTooLarge above `max_bytes` unpacked.
absl::StatusOr<std::vector<ImagePartition>> ReadDiskImage(std::string_view image,
                                                          std::uint64_t max_bytes);

}  // namespace nexy
