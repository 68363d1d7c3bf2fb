#pragma once

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"

namespace nexy {

// Everything that can be read from `descriptor`, at most `limit` bytes: RESOURCE_EXHAUSTED when
// there is more, INTERNAL with the system's words when reading fails.
absl::StatusOr<std::string> ReadAll(int descriptor, std::size_t limit);

// The regular file (or pipe) `path`, likewise; NOT_FOUND, PERMISSION_DENIED or INVALID_ARGUMENT
// with the system's words when it cannot be opened. Messages do not name the path.
absl::StatusOr<std::string> ReadFile(const std::string& path, std::size_t limit);

}  // namespace nexy
