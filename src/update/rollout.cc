#include "update/rollout.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>

#include "base/status.h"
#include "base/strings.h"
#include "update/canonical_json.h"
#include "update/signing_key.h"
#include "update/version.h"

namespace nexy {
namespace {

using Json = nlohmann::json;

constexpr std::int64_t kGroups = 7;

constexpr std::array<std::pair<UpdateVerdict, std::string_view>, 3> kVerdicts = {
    {{UpdateVerdict::kOffer, "offer"},
     {UpdateVerdict::kRollBack, "roll_back"},
     {UpdateVerdict::kStay, "stay"}}};
constexpr std::array<std::pair<Hold, std::string_view>, 8> kHolds = {
    {{Hold::kNone, "none"},
     {Hold::kPhase, "phase"},
     {Hold::kControlGroup, "control_group"},
     {Hold::kPaused, "paused"},
     {Hold::kSystem, "system"},
     {Hold::kSteppingStone, "stepping_stone"},
     {Hold::kExpired, "expired"},
     {Hold::kWithdrawn, "withdrawn"}}};

template <typename Table>
std::string_view WordIn(const Table& table, typename Table::value_type::first_type value) {
  return std::ranges::find(table, value, &Table::value_type::first)->second;
}
template <typename Table>
auto ValueIn(const Table& table, std::string_view word)
    -> std::optional<typename Table::value_type::first_type> {
  const auto found = std::ranges::find(table, word, &Table::value_type::second);
  if (found == table.end()) return std::nullopt;
  return found->first;
}

bool IsAtLeast(std::string_view version, std::string_view least) {
  return least.empty() || CompareVersions(version, least) >= 0;
}

bool FitsArch(const std::string& archive, const std::string& machine) {
  return archive.empty() || archive == "universal2" || archive == machine;
}

// What stands between a release and an installation; kNone: nothing.
Hold HoldOf(const Release& release, const Placement& placement, const Installation& installation,
            bool critical, UnixSeconds now) {
  const Rollout& rollout = placement.rollout;
  if (release.withdrawn()) return Hold::kWithdrawn;
  if (release.expires != 0 && now >= release.expires) return Hold::kExpired;
  if (ArchiveFor(release, installation) == nullptr) return Hold::kSystem;
  if (installation.build < release.minimum_build) return Hold::kSteppingStone;
  if (rollout.paused_at != 0 && now >= rollout.paused_at) return Hold::kPaused;
  if (critical || installation.user_asked) return Hold::kNone;
  const double place = BucketShare(RolloutBucket(rollout.salt, installation.id));
  if (place >= 1.0 - static_cast<double>(rollout.control_permille) / 1000.0) {
    return Hold::kControlGroup;
  }
  if (place >= OpenShare(placement, now)) return Hold::kPhase;
  return Hold::kNone;
}

// The first reason to stay is about the newest release; the rest do not matter.
std::string_view HoldSentence(Hold hold) {
  switch (hold) {
    case Hold::kNone:
      return "This is the newest version.";
    case Hold::kPhase:
      return "A newer version is given out little by little, and this computer's turn has not "
             "come.";
    case Hold::kControlGroup:
      return "A newer version is being tried by others first.";
    case Hold::kPaused:
      return "A newer version is held back while a problem with it is looked into.";
    case Hold::kSystem:
      return "A newer version does not run on this system.";
    case Hold::kSteppingStone:
      return "A newer version needs another update before it.";
    case Hold::kExpired:
      return "A newer version is not offered any more.";
    case Hold::kWithdrawn:
      return "A newer version was withdrawn.";
  }
  return "";
}

void Choose(const Release& release, const Archive& archive, UpdateVerdict verdict,
            Decision& decision) {
  decision.verdict = verdict;
  decision.build = release.build;
  decision.path = archive.path;
}

bool RollsBack(const Catalogue& catalogue, const Installation& installation, UnixSeconds now,
               Decision& decision) {
  for (const RollbackOrder& order : catalogue.orders) {
    const std::vector<std::string> seen = catalogue.Seen(installation.channel);
    if (std::ranges::find(seen, order.channel) == seen.end() || now >= order.expires ||
        installation.build < order.from_min || installation.build > order.from_max) {
      continue;
    }
    const Release* release = catalogue.Find(order.to_build);
    const Archive* archive = release ? ArchiveFor(*release, installation) : nullptr;
    if (archive == nullptr || release->withdrawn()) continue;
    Choose(*release, *archive, UpdateVerdict::kRollBack, decision);
    decision.reason = Concat("Version ", release->version, " comes back: ", order.reason);
    return true;
  }
  return false;
}

}  // namespace

std::uint64_t RolloutBucket(std::string_view salt, std::string_view installation_id) {
  const std::string digest = Sha256Hex(Concat(salt, installation_id));
  return std::stoull(digest.substr(0, 16), nullptr, 16);
}

double BucketShare(std::uint64_t bucket) {
  // 53 bits, so that the result stays below 1.
  return std::ldexp(static_cast<double>(bucket >> 11), -53);
}

double OpenShare(const Placement& placement, UnixSeconds now) {
  const Rollout& rollout = placement.rollout;
  if (rollout.interval_s <= 0) return 1.0;
  const UnixSeconds until = rollout.paused_at != 0 ? std::min(now, rollout.paused_at) : now;
  const std::int64_t elapsed = until - placement.since - rollout.held_s;
  if (elapsed < 0) return 0.0;
  const std::int64_t groups = std::min(elapsed / rollout.interval_s + 1, kGroups);
  return static_cast<double>(groups) / static_cast<double>(kGroups);
}

const Archive* ArchiveFor(const Release& release, const Installation& installation) {
  for (const Archive& archive : release.archives) {
    if (archive.os == installation.os && FitsArch(archive.arch, installation.arch) &&
        IsAtLeast(installation.os_version, archive.min_os) &&
        (archive.max_os.empty() || IsAtLeast(archive.max_os, installation.os_version))) {
      return &archive;
    }
  }
  return nullptr;
}

Decision Decide(const Catalogue& catalogue, const Installation& installation, UnixSeconds now) {
  Decision decision;
  if (!catalogue.HasChannel(installation.channel)) {
    decision.reason = Concat("There is no channel ", installation.channel, ".");
    return decision;
  }
  for (const Release& release : catalogue.releases) {
    if (release.build <= installation.build) break;
    const Placement* placement = catalogue.SeenPlacement(release, installation.channel);
    if (placement == nullptr) continue;
    const bool critical = installation.build < release.critical_below;
    const Hold hold = HoldOf(release, *placement, installation, critical, now);
    if (hold == Hold::kNone) {
      Choose(release, *ArchiveFor(release, installation), UpdateVerdict::kOffer, decision);
      decision.critical = critical;
      decision.reason = Concat("Version ", release.version, " is available.");
      return decision;
    }
    if (decision.hold == Hold::kNone) {
      decision.hold = hold;
      decision.held_build = release.build;
    }
  }
  // Forward is better than back: an order counts where nothing newer is offered.
  if (!RollsBack(catalogue, installation, now, decision)) {
    decision.reason = HoldSentence(decision.hold);
  }
  return decision;
}

std::string_view VerdictWord(UpdateVerdict verdict) { return WordIn(kVerdicts, verdict); }
std::string_view HoldWord(Hold hold) { return WordIn(kHolds, hold); }

Json DecisionRecord(const Catalogue& catalogue, const Installation& installation, UnixSeconds now,
                    const Decision& decision) {
  return {{"serial", catalogue.serial},
          {"time", now},
          {"id", installation.id},
          {"build", installation.build},
          {"channel", installation.channel},
          {"os", installation.os},
          {"os_version", installation.os_version},
          {"arch", installation.arch},
          {"user_asked", installation.user_asked},
          {"verdict", VerdictWord(decision.verdict)},
          {"chosen", decision.build},
          {"path", decision.path},
          {"critical", decision.critical},
          {"held", decision.held_build},
          {"hold", HoldWord(decision.hold)},
          {"reason", decision.reason}};
}

absl::StatusOr<RecordedDecision> ReadDecisionRecord(const Json& record) {
  RecordedDecision read;
  NEXY_ASSIGN_OR_RETURN(read.serial, NumberMember(record, "serial"));
  NEXY_ASSIGN_OR_RETURN(read.time, NumberMember(record, "time"));
  Installation& from = read.installation;
  NEXY_ASSIGN_OR_RETURN(from.id, TextMember(record, "id"));
  NEXY_ASSIGN_OR_RETURN(from.build, NumberMember(record, "build"));
  NEXY_ASSIGN_OR_RETURN(from.channel, TextMember(record, "channel"));
  NEXY_ASSIGN_OR_RETURN(from.os, TextMember(record, "os"));
  NEXY_ASSIGN_OR_RETURN(from.os_version, TextMember(record, "os_version"));
  NEXY_ASSIGN_OR_RETURN(from.arch, TextMember(record, "arch"));
  NEXY_ASSIGN_OR_RETURN(from.user_asked, FlagMember(record, "user_asked"));
  Decision& decision = read.decision;
  NEXY_ASSIGN_OR_RETURN(const std::string verdict, TextMember(record, "verdict"));
  NEXY_ASSIGN_OR_RETURN(const std::string hold, TextMember(record, "hold"));
  if (!ValueIn(kVerdicts, verdict) || !ValueIn(kHolds, hold)) {
    return absl::InvalidArgumentError("the record names an unknown verdict or reason");
  }
  decision.verdict = *ValueIn(kVerdicts, verdict);
  decision.hold = *ValueIn(kHolds, hold);
  NEXY_ASSIGN_OR_RETURN(decision.build, NumberMember(record, "chosen"));
  NEXY_ASSIGN_OR_RETURN(decision.path, TextMember(record, "path"));
  NEXY_ASSIGN_OR_RETURN(decision.critical, FlagMember(record, "critical"));
  NEXY_ASSIGN_OR_RETURN(decision.held_build, NumberMember(record, "held"));
  NEXY_ASSIGN_OR_RETURN(decision.reason, TextMember(record, "reason"));
  return read;
}

}  // namespace nexy
