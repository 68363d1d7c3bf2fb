#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "base/clock.h"
#include "base/task.h"
#include "update/installed_program.h"
#include "update/release.h"
#include "update/rollout.h"
#include "update/update_source.h"
#include "update/update_step.h"

namespace nexy {

// This machine, as a release asks for it.
struct SystemFacts {
  std::string os;          // linux, macos
  std::string os_version;  // "14.5"; empty: unknown
  std::string arch;        // x86_64, arm64
};
SystemFacts ThisSystem();

struct UpdateClientOptions {
  std::string channel;     // Empty: the installation's.
  bool user_asked = true;  // The person asked; phases do not hold them back.
  bool report = true;      // Tell the service how each step went, without anything personal.
  std::chrono::milliseconds start_timeout{20'000};  // For the new version to say that it is there.
  SystemFacts system;
};

// Replaces an installed program by a newer one, or goes back, if all of this holds: the signed
// documents (TUF), the archive's length, hash and Ed25519 signature, what the tree says of itself,
// and that the new version starts. Anything else leaves the installation as it was, with a reason
// that can be spoken.
//
// Used from one strand, one call at a time; the parts outlive it. Install() blocks while it unpacks
// and while the new version starts.
class UpdateClient {
 public:
  // `tell` hears each step; it is called on the strand.
  UpdateClient(InstalledProgram& program, UpdateSource& source, Clock& clock,
               UpdateClientOptions options, std::function<void(const UpdateNews&)> tell);

  // What this installation gets now. Refusals as of update/update_refusal.h.
  Task<absl::StatusOr<Decision>> Check();
  // Does what `decision` of the last Check() says. UNAVAILABLE while the person talks: ask again
  // later. ABORTED when the new version did not start and the old one was brought back.
  Task<absl::Status> Install(Decision decision);

 private:
  Task<absl::StatusOr<Decision>> Decided();
  Task<absl::Status> Fetch(const Release& release, const Archive& archive);
  absl::Status Replace(const Release& release);
  Task<> Tell(OutcomeEvent event, std::int64_t build, const absl::Status& failure);
  Task<absl::Status> Refused(absl::Status why, std::int64_t build);
  std::string Channel(const UpdateMemory& memory) const;

  InstalledProgram& program_;
  UpdateSource& source_;
  Clock& clock_;
  const UpdateClientOptions options_;
  const std::function<void(const UpdateNews&)> tell_;
  std::optional<Catalogue> catalogue_;  // Of the last Check().
  UpdateMemory memory_;
};

}  // namespace nexy
