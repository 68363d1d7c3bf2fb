#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "nexyctl/load/report.h"

namespace nexy::load {

// How the second of two runs, or of two searches for the capacity, differs from the first, in lines
// for a terminal. INVALID_ARGUMENT: one is neither, or they are not of one kind.
absl::StatusOr<std::string> Compare(const Json& first, const Json& second);

}  // namespace nexy::load
