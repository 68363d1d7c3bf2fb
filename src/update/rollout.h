#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "update/release.h"

namespace nexy {

// What a decision about an update depends on, apart from the catalogue and the time. Nothing in it
// names a person: the installation's id is random, stays on the machine, and can be rolled anew.
struct Installation {
  std::string id;          // 32 hex digits.
  std::int64_t build = 0;  // Installed now; 0: unknown, every build is newer.
  std::string channel;
  std::string os;           // macos, linux
  std::string os_version;   // "14.5"
  std::string arch;         // arm64, x86_64
  bool user_asked = false;  // The person asked; phases do not hold them back.
};

enum class UpdateVerdict {
  kOffer,     // Install `build`.
  kRollBack,  // Go back to `build`, by a signed order.
  kStay,      // Nothing for this installation now.
};

// Why it stays, or why it got an older build than the newest.
enum class Hold {
  kNone,
  kPhase,
  kControlGroup,
  kPaused,
  kSystem,
  kSteppingStone,
  kExpired,
  kWithdrawn
};

struct Decision {
  UpdateVerdict verdict = UpdateVerdict::kStay;
  std::int64_t build = 0;  // 0 when it stays.
  std::string path;        // The archive for this system.
  bool critical = false;
  std::int64_t held_build = 0;  // The newest build that was held back, if any.
  Hold hold = Hold::kNone;      // Why.
  std::string reason;           // One sentence that can be spoken.
  friend bool operator==(const Decision&, const Decision&) = default;
};

// The place of an installation in a rollout, from 0 to below 1, in 2^-64: the first eight bytes of
// SHA-256 over salt and id. The salt differs by release, so the same people are not always first.
std::uint64_t RolloutBucket(std::string_view salt, std::string_view installation_id);
double BucketShare(std::uint64_t bucket);

// The share of installations that may have it by now: one seventh more each interval.
double OpenShare(const Placement& placement, UnixSeconds now);

// What this installation gets. A pure function of its arguments: the server, the client and a
// report come to the same answer, and so does whoever reads the log afterwards.
Decision Decide(const Catalogue& catalogue, const Installation& installation, UnixSeconds now);

// A decision with everything it depended on, as a client logs it, and back.
nlohmann::json DecisionRecord(const Catalogue& catalogue, const Installation& installation,
                              UnixSeconds now, const Decision& decision);
struct RecordedDecision {
  std::int64_t serial = 0;
  Installation installation;
  UnixSeconds time = 0;
  Decision decision;
};
absl::StatusOr<RecordedDecision> ReadDecisionRecord(const nlohmann::json& record);

std::string_view VerdictWord(UpdateVerdict verdict);
std::string_view HoldWord(Hold hold);

// The archive of `release` for a system, or null.
const Archive* ArchiveFor(const Release& release, const Installation& installation);

}  // namespace nexy
