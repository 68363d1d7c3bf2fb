#include "update/catalogue_changes.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "base/status.h"
#include "base/strings.h"
#include "update/version.h"

namespace nexy {
namespace {

absl::Status Refused(const std::string& why) { return absl::FailedPreconditionError(why); }

absl::StatusOr<Release*> Known(Catalogue& catalogue, std::int64_t build) {
  if (Release* release = catalogue.Find(build)) return release;
  return absl::NotFoundError(
      Concat("build ", build, " is not published; `nexyctl update list` shows what is"));
}

absl::Status CheckChannel(const Catalogue& catalogue, std::string_view channel) {
  if (catalogue.HasChannel(channel)) return absl::OkStatus();
  return absl::NotFoundError(
      Concat("there is no channel \"", channel, "\"; the setting update.channels names them"));
}

// The same release published again, whatever its time and place.
bool IsSameRelease(Release a, Release b) {
  for (Release* release : {&a, &b}) {
    release->published = 0;
    release->expires = 0;
    release->placements.clear();
  }
  return a == b;
}

absl::Status CheckNewFiles(const Catalogue& catalogue, const Release& release) {
  for (const Release& known : catalogue.releases) {
    for (const Archive& archive : release.archives) {
      for (const Archive& other : known.archives) {
        if (archive.path == other.path) {
          return absl::AlreadyExistsError(
              Concat("the name ", archive.path, " is used up by build ", known.build));
        }
        if (archive.sha256 == other.sha256) {
          return Refused(Concat(archive.path, " has the same bytes as ", other.path,
                                ", which is build ", known.build,
                                "; it was probably not built anew"));
        }
      }
    }
  }
  return absl::OkStatus();
}

// Clients compare bundle versions by Sparkle's rules, earlier clients compare builds: both have to
// say "newer", or somebody never leaves an old build, or updates for ever.
absl::Status CheckGrows(const Catalogue& catalogue, const Release& release) {
  for (const Release& known : catalogue.releases) {
    const bool newer = release.build > known.build;
    const auto order = CompareVersions(release.bundle_version, known.bundle_version);
    if (newer != (order > 0)) {
      return Refused(Concat("build ", release.build, " with the bundle version ",
                            release.bundle_version, " and build ", known.build, " with ",
                            known.bundle_version,
                            " would be ordered differently by different clients"));
    }
    const bool plain = release.bundle_version.find('.') == std::string::npos;
    if (plain != (known.bundle_version.find('.') == std::string::npos)) {
      return Refused(Concat("the bundle version ", release.bundle_version,
                            " has another form than ", known.bundle_version, " of build ",
                            known.build, "; keep to one, or clients may update for ever"));
    }
  }
  return absl::OkStatus();
}

absl::Status CheckStones(const Catalogue& catalogue, const Release& release) {
  if (release.minimum_build != 0 && catalogue.Find(release.minimum_build) == nullptr) {
    return absl::NotFoundError(Concat("build ", release.minimum_build,
                                      ", which clients must have first, is not published"));
  }
  if (release.critical_below > release.build) {
    return absl::InvalidArgumentError("a release cannot be critical for builds newer than itself");
  }
  if (release.critical_below != 0 && release.critical_below != release.build &&
      catalogue.Find(release.critical_below) == nullptr) {
    return absl::NotFoundError(
        Concat("build ", release.critical_below, ", below which it is critical, is not published"));
  }
  return absl::OkStatus();
}

// macOS keys granted permissions to the requirement: another one costs people their microphone.
absl::Status CheckIdentity(const Catalogue& catalogue, const Release& release) {
  for (const Archive& archive : release.archives) {
    for (const Release& known : catalogue.releases) {
      for (const Archive& other : known.archives) {
        if (other.os != archive.os || other.code.requirement.empty() ||
            other.code.requirement == archive.code.requirement) {
          continue;
        }
        return Refused(Concat("the designated requirement of ", archive.path,
                              " differs from that of build ", known.build,
                              "; people would lose the permissions that they have granted. "
                              "--accept-new-identity publishes it all the same"));
      }
    }
  }
  return absl::OkStatus();
}

absl::Status CheckFacts(const Release& release) {
  if (release.archives.empty()) return absl::InvalidArgumentError("a release needs an archive");
  if (release.build < 1) return absl::InvalidArgumentError("a release needs a build above 0");
  if (!IsPlainVersion(release.version)) return BuildOfVersion(release.version).status();
  for (const Archive& archive : release.archives) {
    // An unsigned or empty archive once counted as "fine".
    if (archive.length == 0) return absl::InvalidArgumentError(Concat(archive.path, " is empty"));
    if (archive.signature.empty()) {
      return absl::InvalidArgumentError(Concat(archive.path, " is not signed"));
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<Placement*> Place(Catalogue& catalogue, std::int64_t build,
                                 std::string_view channel) {
  NEXY_ASSIGN_OR_RETURN(Release * release, Known(catalogue, build));
  if (Placement* placement = release->PlacementIn(channel)) return placement;
  return absl::NotFoundError(Concat("build ", build, " is not in the channel ", channel));
}

}  // namespace

absl::Status AddRelease(Catalogue& catalogue, const Release& release,
                        const AddReleaseRules& rules) {
  if (release.placements.size() != 1) return absl::InvalidArgumentError("name one channel");
  const std::string& channel = release.placements.front().channel;
  NEXY_RETURN_IF_ERROR(CheckChannel(catalogue, channel));
  NEXY_RETURN_IF_ERROR(CheckFacts(release));
  if (const Release* known = catalogue.Find(release.build)) {
    if (!IsSameRelease(*known, release)) {
      return absl::AlreadyExistsError(
          Concat("build ", release.build,
                 " is published with other bytes or facts, and its number is used up; publish the "
                 "next build"));
    }
    if (known->PlacementIn(channel) != nullptr) return absl::OkStatus();
    return absl::AlreadyExistsError(Concat("build ", release.build, " is published in ",
                                           known->placements.front().channel,
                                           "; `nexyctl update promote` takes it to ", channel));
  }
  if (channel == catalogue.channels.front() && !rules.allow_safest) {
    return Refused(Concat(channel,
                          " gets a release by promotion only: publish it to another channel, "
                          "then `nexyctl update promote`; the setting "
                          "update.allow_direct_stable lifts this"));
  }
  NEXY_RETURN_IF_ERROR(CheckNewFiles(catalogue, release));
  NEXY_RETURN_IF_ERROR(CheckGrows(catalogue, release));
  NEXY_RETURN_IF_ERROR(CheckStones(catalogue, release));
  if (!rules.accept_new_identity) NEXY_RETURN_IF_ERROR(CheckIdentity(catalogue, release));
  catalogue.releases.push_back(release);
  std::ranges::sort(catalogue.releases, std::greater{}, &Release::build);
  return absl::OkStatus();
}

absl::Status Promote(Catalogue& catalogue, std::string_view from, std::string_view to,
                     std::int64_t build, const Rollout& rollout, UnixSeconds now) {
  NEXY_RETURN_IF_ERROR(CheckChannel(catalogue, from));
  NEXY_RETURN_IF_ERROR(CheckChannel(catalogue, to));
  if (std::ranges::find(catalogue.channels, to) >= std::ranges::find(catalogue.channels, from)) {
    return absl::InvalidArgumentError(Concat(to, " is not safer than ", from));
  }
  Release* chosen = nullptr;
  for (Release& release : catalogue.releases) {
    const bool wanted = build == 0 ? !release.withdrawn() : release.build == build;
    if (!wanted || release.PlacementIn(from) == nullptr) continue;
    chosen = &release;
    break;
  }
  if (chosen == nullptr) {
    return absl::NotFoundError(build == 0 ? Concat("there is no release in ", from)
                                          : Concat("build ", build, " is not in ", from));
  }
  if (chosen->withdrawn()) return Refused(Concat("build ", chosen->build, " is withdrawn"));
  if (chosen->PlacementIn(from)->rollout.paused_at != 0) {
    return Refused(Concat("build ", chosen->build, " is paused in ", from, "; resume it first"));
  }
  if (chosen->PlacementIn(to) != nullptr) return absl::OkStatus();
  chosen->placements.push_back({.channel = std::string(to), .since = now, .rollout = rollout});
  return absl::OkStatus();
}

absl::Status Pause(Catalogue& catalogue, std::int64_t build, std::string_view channel,
                   UnixSeconds now) {
  NEXY_ASSIGN_OR_RETURN(Placement * placement, Place(catalogue, build, channel));
  if (placement->rollout.paused_at == 0) placement->rollout.paused_at = now;
  return absl::OkStatus();
}

absl::Status Resume(Catalogue& catalogue, std::int64_t build, std::string_view channel,
                    UnixSeconds now) {
  NEXY_ASSIGN_OR_RETURN(Placement * placement, Place(catalogue, build, channel));
  Rollout& rollout = placement->rollout;
  if (rollout.paused_at == 0) return absl::OkStatus();
  rollout.held_s += std::max<std::int64_t>(0, now - rollout.paused_at);
  rollout.paused_at = 0;
  return absl::OkStatus();
}

absl::Status Finish(Catalogue& catalogue, std::int64_t build, std::string_view channel) {
  NEXY_ASSIGN_OR_RETURN(Placement * placement, Place(catalogue, build, channel));
  if (placement->rollout.paused_at != 0) return Refused("it is paused; resume it first");
  placement->rollout.interval_s = 0;
  placement->rollout.control_permille = 0;
  return absl::OkStatus();
}

absl::Status Withdraw(Catalogue& catalogue, std::int64_t build, const std::string& reason,
                      UnixSeconds now) {
  NEXY_ASSIGN_OR_RETURN(Release * release, Known(catalogue, build));
  if (release->withdrawn()) return absl::OkStatus();
  release->withdrawn_at = now;
  release->withdrawn_reason = reason;
  return absl::OkStatus();
}

absl::Status RollBack(Catalogue& catalogue, std::string_view channel, std::int64_t to_build,
                      const std::string& reason, UnixSeconds now, UnixSeconds expires) {
  NEXY_RETURN_IF_ERROR(CheckChannel(catalogue, channel));
  Catalogue changed = catalogue;
  NEXY_ASSIGN_OR_RETURN(const Release* target, Known(changed, to_build));
  if (target->withdrawn()) return Refused(Concat("build ", to_build, " is withdrawn itself"));
  if (changed.SeenPlacement(*target, channel) == nullptr) {
    return Refused(Concat("clients of ", channel, " do not see build ", to_build));
  }
  std::int64_t newest = 0;
  for (Release& release : changed.releases) {
    if (release.build <= to_build || changed.SeenPlacement(release, channel) == nullptr) continue;
    newest = std::max(newest, release.build);
    if (release.withdrawn()) continue;
    release.withdrawn_at = now;
    release.withdrawn_reason = reason;
  }
  if (newest == 0) {
    return Refused(Concat("clients of ", channel, " have nothing newer than build ", to_build));
  }
  const auto same = [&](const RollbackOrder& order) {
    return order.channel == channel && order.to_build == to_build && order.from_max == newest &&
           order.expires > now;
  };
  if (std::ranges::none_of(changed.orders, same)) {
    changed.orders.push_back({.channel = std::string(channel),
                              .from_min = to_build + 1,
                              .from_max = newest,
                              .to_build = to_build,
                              .reason = reason,
                              .issued = now,
                              .expires = expires});
  }
  catalogue = std::move(changed);
  return absl::OkStatus();
}

}  // namespace nexy
