#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "update/signing_key.h"
#include "update/store_verdict.h"

namespace nexy {

// Judges the service at `url` as a stranger would, the headers of its answers included. UNAVAILABLE
// when there is no service to judge.
absl::StatusOr<StoreVerdict> JudgeUrl(const std::string& url, const std::string& trusted_root,
                                      const std::optional<PublicKey>& archive_key, UnixSeconds now);

}  // namespace nexy
