#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace nexy {

// Seconds since 1970 in UTC: how feeds and statements carry time.
using UnixSeconds = std::int64_t;

UnixSeconds UnixNow();
std::string IsoTime(UnixSeconds time);     // 2026-11-23T10:00:00Z
std::string Rfc822Time(UnixSeconds time);  // Mon, 23 Nov 2026 10:00:00 +0000
// INVALID_ARGUMENT unless it is exactly of IsoTime's form.
absl::StatusOr<UnixSeconds> ParseIsoTime(std::string_view text);
absl::StatusOr<UnixSeconds> ParseRfc822Time(std::string_view text);

}  // namespace nexy
