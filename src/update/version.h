#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace nexy {

// Which of two versions Sparkle takes for the newer one: the rules of its standard comparator,
// oddities included (what follows a dash is not looked at, letters are older than nothing). It is a
// total order for versions that IsPlainVersion() admits; for arbitrary text only antisymmetric.
std::weak_ordering CompareVersions(std::string_view a, std::string_view b);

// One to four numbers with dots between them, each at most 99 but for the first: the only form that
// is published, because every reader orders it alike.
bool IsPlainVersion(std::string_view version);

// The build that goes with a version: "2.0.0.32" is 2000032, two digits for each number after the
// first. Versions grow exactly when builds do. INVALID_ARGUMENT if the version is not plain.
absl::StatusOr<std::int64_t> BuildOfVersion(std::string_view version);

// A build as earlier clients read it: digits only, at most 15 of them, above zero.
absl::StatusOr<std::int64_t> ParseBuild(std::string_view text);

}  // namespace nexy
