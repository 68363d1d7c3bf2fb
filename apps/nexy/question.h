#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"

namespace nexy {

// The question: `text`, or standard input when it is absent or "-". INVALID_ARGUMENT, with words
// for the person, for one that no server could take: empty, not UTF-8, or far too long.
absl::StatusOr<std::string> ReadQuestion(const std::optional<std::string>& text);

}  // namespace nexy
