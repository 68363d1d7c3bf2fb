#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "update/release.h"

namespace nexy {

// Reads from `bytes`, an archive for macOS, who signed the program in it, as a client will: the
// archive's code identity is what is found. FAILED_PRECONDITION, in words for an operator, when the
// program cannot be read or its signature does not hold, when it is another program or version, or
// when `archive` already declares another identity.
absl::Status TakeCodeIdentity(std::string_view bytes, const std::string& app_id,
                              const std::string& bundle_version, Archive& archive);

// Unpacks a dmg, pkg or zip of macOS into `folder`; refusals as in update/tree_archive.h.
absl::Status UnpackMacArchive(std::string_view bytes, const std::string& type,
                              const std::string& folder);

}  // namespace nexy
