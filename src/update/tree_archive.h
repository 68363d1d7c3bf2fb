#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace nexy {

// What an archive may become at most: more is a bomb, not a program.
struct TreeLimits {
  std::uint64_t bytes = std::uint64_t{4} << 30;
  std::size_t files = 100'000;
};

// Unpacks the archive (tar with gzip, xz or zstd; zip) whose bytes lie in memory into `folder`,
// which is empty, so that what was checked is what is unpacked. Durable when it returns OK.
//
// Refusals (update/refusal.h): kMalformed for what is no such archive or holds anything but files,
// folders and symbolic links, for a path or a link that leads out of the folder or through another
// link; kTooLarge above `limits`. UNAVAILABLE when the disk does not take it.
absl::Status UnpackTree(std::string_view archive, const std::string& folder,
                        const TreeLimits& limits = {});

}  // namespace nexy
