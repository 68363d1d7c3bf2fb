#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace nexy {

// JSON as signed documents use it: no fractions, no number beyond 2^53, no name twice in an object,
// at most 32 levels. INVALID_ARGUMENT otherwise: what two readers could understand differently is
// not read at all.
absl::StatusOr<nlohmann::json> ParseStrictJson(std::string_view text);

// The canonical form (OLPC) over which TUF signs: names sorted, no spaces, only `"` and `\`
// escaped.
std::string CanonicalJson(const nlohmann::json& value);

// Members of `object`, or INVALID_ARGUMENT that names the member.
absl::StatusOr<std::string> TextMember(const nlohmann::json& object, const char* name);
absl::StatusOr<std::int64_t> NumberMember(const nlohmann::json& object, const char* name);
absl::StatusOr<nlohmann::json> ObjectMember(const nlohmann::json& object, const char* name);
absl::StatusOr<nlohmann::json> ListMember(const nlohmann::json& object, const char* name);
absl::StatusOr<bool> FlagMember(const nlohmann::json& object, const char* name);

}  // namespace nexy
