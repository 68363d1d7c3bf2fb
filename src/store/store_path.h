#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "store/store_options.h"

namespace nexy {

// The database file that `options` and the environment name. FAILED_PRECONDITION: they name none.
absl::StatusOr<std::string> StorePath(const StoreOptions& options);

// Makes the file, only for its owner (0600), and missing directories above it (0700); leaves what
// is there as it is. UNAVAILABLE with the system's reason.
absl::Status CreateStoreFile(const std::string& path);

}  // namespace nexy
