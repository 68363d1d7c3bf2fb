#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "update/published_state.h"
#include "update/signing_key.h"

namespace nexy {

// How long signatures count. The timestamp is short-lived, so that a frozen feed is noticed within
// days; what the offline keys sign lasts until the next publication can be expected.
struct ExpiryPolicy {
  std::int64_t root_s = 365 * 86'400;
  std::int64_t releases_s = 180 * 86'400;
  std::int64_t timestamp_s = 7 * 86'400;
};

// The keys that an operator has opened. Each may be null where it is not needed.
struct OpenKeys {
  std::vector<const SigningKey*> root;
  const SigningKey* release = nullptr;  // Signs the list of releases and its snapshot.
  // Sign both too, where the root document asks for more than one release key.
  std::vector<const SigningKey*> co_signers;
  const SigningKey* archive = nullptr;    // Sparkle's: signs archives, notes and appcasts.
  const SigningKey* timestamp = nullptr;  // The online key: dates only.
};

struct ChangeOutcome {
  bool changed = false;
  std::int64_t publication = 0;
  nlohmann::json entry;  // The line in the audit log.
};

// Changes a store as one transaction: takes the lock, finishes what a crash left, checks what is
// published, makes and signs all documents anew, adds them, and lets one rename make them count. A
// failure, a full disk or a kill at any moment leaves the store as it was or as it should be.
class Publisher {
 public:
  struct Terms {
    OpenKeys keys;
    std::string trusted_root;  // What LoadPublished() starts from.
    std::string who;
    UnixSeconds now = 0;
    ExpiryPolicy expiry;
    bool dry_run = false;
  };

  Publisher(const ReleaseStore& store, Terms terms) : store_(store), terms_(std::move(terms)) {}

  // The first publication: the root document and feeds without a release.
  absl::StatusOr<ChangeOutcome> Init(const std::string& root, const Catalogue& catalogue);

  // `change` edits the catalogue; nothing is published if it changes nothing. `files` are the bytes
  // of new targets by path; they may be mapped files.
  using Change = std::function<absl::Status(Catalogue&)>;
  absl::StatusOr<ChangeOutcome> Apply(const std::string& command, const nlohmann::json& details,
                                      const std::map<std::string, std::string_view>& files,
                                      const Change& change);

  // Vouches for what is published once more, with the online key alone.
  absl::StatusOr<ChangeOutcome> Refresh();

  // The next root document, signed by the old and the new root keys, and everything signed anew by
  // the keys that it names.
  absl::StatusOr<ChangeOutcome> ReplaceRoot(const std::string& root, const nlohmann::json& details);

 private:
  absl::StatusOr<PublishedState> Load() const;
  absl::Status CheckKeys(const Root& root) const;
  absl::Status CheckReleaseKeys(const Root& root, const char* role) const;
  absl::Status CheckClock(const PublishedState& state) const;
  absl::StatusOr<ChangeOutcome> Publish(const std::string& command, const nlohmann::json& details,
                                        const PublishedState& before, const Root& root,
                                        const std::string& new_root, Catalogue catalogue,
                                        const std::map<std::string, std::string_view>& files);

  const ReleaseStore& store_;
  const Terms terms_;
};

}  // namespace nexy
