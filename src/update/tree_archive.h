#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "update/tree_writer.h"

namespace nexy {

// Unpacks the archive (tar with gzip, xz or zstd; zip) whose bytes lie in memory into `folder`,
// which is empty, so that what was checked is what is unpacked. Durable when it returns OK.
//
// Refusals (update/update_refusal.h): kMalformed for what is no such archive or holds anything but
// files, folders and symbolic links, for a path or a link that leads out of the folder or through
// another link; kTooLarge above `limits`. UNAVAILABLE when the disk does not take it.
absl::Status UnpackTree(std::string_view archive, const std::string& folder,
                        const TreeLimits& limits = {});

// The same for a disk image of macOS (.dmg): the files of its one HFS+ volume.
absl::Status UnpackDiskImage(std::string_view image, const std::string& folder,
                             const TreeLimits& limits = {});

// The same for an installer package of macOS (.pkg): what its one payload holds, below the folder
// instead of below `/`. kMalformed if it has scripts, which would run as root.
absl::Status UnpackPackage(std::string_view package, const std::string& folder,
                           const TreeLimits& limits = {});

}  // namespace nexy
