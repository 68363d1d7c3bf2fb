#pragma once

#include <map>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace nexy {

// update.tokens_file: a line `channel sha256-in-hex` each; `#` begins a comment. INVALID_ARGUMENT
// with the line for anything else.
absl::StatusOr<std::multimap<std::string, std::string>> ReadUpdateTokens(std::string_view text);

}  // namespace nexy
