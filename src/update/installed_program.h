#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "update/durable_file.h"
#include "update/metadata_update.h"
#include "update/release.h"

namespace nexy {

// What a tree says about itself, in `release.json` at its top.
struct TreeFacts {
  std::string app_id;
  std::int64_t build = 0;
  std::string version;
  std::string channel;      // Whose releases this installation gets, until it is told otherwise.
  std::string update_url;   // Of the update service, without a slash at the end.
  std::string archive_key;  // Base64: signs archives, as SUPublicEDKey of a Sparkle client.
};
absl::StatusOr<TreeFacts> ReadTreeFacts(std::string_view json);

// What an installation remembers between two checks, besides what it trusts.
struct UpdateMemory {
  std::string id;                      // 32 hex digits, random; stays on this machine.
  std::string channel;                 // Empty: the tree's.
  std::int64_t previous_build = 0;     // To go back to; 0: none.
  std::vector<std::int64_t> unusable;  // Builds that did not start here.
  std::int64_t last_check = 0;         // Unix seconds; 0: never.
  std::int64_t last_day = 0;           // The last day (since 1970) of which a check was reported.
};

// An installed program that replaces itself:
//
//   <home>/current -> versions/2010001   what is started; replaced by one rename
//   <home>/versions/<build>/             a whole tree each; never changed once it is there
//   <home>/update/root.json …            what is trusted, and what is remembered (memory.json)
//   <home>/update/decisions.jsonl        what was decided and why; `explain-decision` reads it
//   <home>/update/talking                flock'ed by a program that talks with a person
//
// One process changes it at a time (Acquire). Every call is durable when it returns OK, and a crash
// in between leaves either the old state or the new one.
class InstalledProgram {
 public:
  // NOT_FOUND when there is none; the message says what to do.
  static absl::StatusOr<InstalledProgram> Open(const std::string& home);

  const std::string& home() const { return home_; }
  const TreeFacts& facts() const { return facts_; }  // Of the current tree.

  // UNAVAILABLE while another process updates.
  absl::StatusOr<FileHandle> Acquire() const;
  // Whether a program that talks with a person runs (HoldTalking).
  bool IsTalking() const;
  // Keeps updates from being installed until the handle goes.
  absl::StatusOr<FileHandle> HoldTalking() const;

  absl::StatusOr<TrustedFiles> Trusted() const;
  absl::Status KeepTrusted(const TrustedFiles& files) const;
  // A new installation gets an id.
  absl::StatusOr<UpdateMemory> Memory() const;
  absl::Status Remember(const UpdateMemory& memory) const;
  // Adds a line to the decisions; only the newest some hundred are kept.
  absl::Status NoteDecision(const std::string& record) const;

  std::string DownloadPath(const std::string& sha256) const;
  std::string TreePath(std::int64_t build) const;
  bool Has(std::int64_t build) const;
  // Unpacks `bytes`, which are `archive` of `release`, as a tree beside the others. kWrongIdentity
  // when the tree says that it is another program or another build, or, from a disk image or a
  // package of macOS, when its code signature is another than the signed statement names.
  absl::Status Place(std::string_view bytes, const Release& release, const Archive& archive) const;
  // From now on `build` is started.
  absl::Status SwitchTo(std::int64_t build) const;
  // Deletes the trees that are neither `keep` nor `keep_too`, and what a crash has left.
  absl::Status Prune(std::int64_t keep, std::int64_t keep_too) const;

 private:
  absl::Status Unpack(std::string_view bytes, const Release& release, const Archive& archive,
                      const std::string& folder) const;
  InstalledProgram(std::string home, TreeFacts facts)
      : home_(std::move(home)), facts_(std::move(facts)) {}

  std::string home_;
  TreeFacts facts_;
};

}  // namespace nexy
