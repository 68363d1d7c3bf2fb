#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "update/release.h"

namespace nexy {

// What an operator may do to a catalogue. Each function leaves it as it was when it fails, and when
// there is nothing to do. Errors say what to do next.

// A new release, its files already hashed, signed and named, placed in one channel.
// ALREADY_EXISTS: the build is used up by other bytes, or stands in another channel.
// FAILED_PRECONDITION: direct publication to the safest channel, another code identity, a version
// that clients would not take for a newer one.
struct AddReleaseRules {
  bool allow_safest = false;
  bool accept_new_identity = false;
};
absl::Status AddRelease(Catalogue& catalogue, const Release& release, const AddReleaseRules& rules);

// Puts the release of `from` (build 0: its newest) into the safer channel `to` as well: the same
// bytes under the same build.
absl::Status Promote(Catalogue& catalogue, std::string_view from, std::string_view to,
                     std::int64_t build, const Rollout& rollout, UnixSeconds now);

// Offers a release to nobody more, until it is resumed; its phase then goes on where it stood.
absl::Status Pause(Catalogue& catalogue, std::int64_t build, std::string_view channel,
                   UnixSeconds now);
absl::Status Resume(Catalogue& catalogue, std::int64_t build, std::string_view channel,
                    UnixSeconds now);
// Ends the phase and the control group: everybody gets it now.
absl::Status Finish(Catalogue& catalogue, std::int64_t build, std::string_view channel);

// Takes a release back for good; its build stays used up.
absl::Status Withdraw(Catalogue& catalogue, std::int64_t build, const std::string& reason,
                      UnixSeconds now);

// Withdraws every build of the channel above `to_build` and orders clients that have one back.
absl::Status RollBack(Catalogue& catalogue, std::string_view channel, std::int64_t to_build,
                      const std::string& reason, UnixSeconds now, UnixSeconds expires);

}  // namespace nexy
