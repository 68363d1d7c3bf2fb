#pragma once

#include <optional>
#include <string_view>

#include "absl/status/status.h"

namespace nexy {

// Why an update is refused: a closed list, so that a client can report and count it. The words are
// those of outcome reports.
enum class UpdateRefusal {
  kMalformed,      // A document cannot be read, or contradicts itself.
  kBadSignature,   // Not signed by enough of the keys that count.
  kRollback,       // Older than what was already seen.
  kExpired,        // Nobody has vouched for it lately: a freeze, or a wrong clock.
  kEquivocation,   // Two different documents under one number.
  kFastForward,    // A number jumps further than months of use explain.
  kMixAndMatch,    // Parts that were not published together.
  kTooLarge,       // More bytes than were signed.
  kWrongHash,      // Other bytes than were signed.
  kWrongIdentity,  // Another program, or the same one with another code identity.
  kWrongSystem,    // Not for this system.
  kDowngrade,      // An older build without a signed order to go back.
  kUnavailable,    // The service did not answer, or not fast enough.
};

std::string_view RefusalWord(UpdateRefusal refusal);
std::optional<UpdateRefusal> RefusalOfWord(std::string_view word);

// A status that carries `refusal`: DATA_LOSS, or UNAVAILABLE for kUnavailable. `sentence` is whole
// and can be spoken.
absl::Status RefusalStatus(UpdateRefusal refusal, std::string_view sentence);
// What the status carries; none if it is no refusal.
std::optional<UpdateRefusal> RefusalOf(const absl::Status& status);

}  // namespace nexy
