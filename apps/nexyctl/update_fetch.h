#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "base/secret.h"
#include "update/signing_key.h"
#include "update/store_verdict.h"

namespace nexy {

// Judges the service at `url` as a stranger would, or as whoever holds `token` if there is one, the
// headers of its answers included. UNAVAILABLE when there is no service to judge.
absl::StatusOr<StoreVerdict> JudgeUrl(const std::string& url, const Secret& token,
                                      const std::string& trusted_root,
                                      const std::optional<PublicKey>& archive_key, UnixSeconds now);

}  // namespace nexy
