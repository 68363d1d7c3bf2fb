#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/secret.h"
#include "update/key_file.h"
#include "update/publisher.h"
#include "update/tuf_metadata.h"

namespace nexy {

constexpr char kRootKey[] = "root";            // Offline: names the other keys.
constexpr char kReleaseKey[] = "release";      // Offline: signs what is published.
constexpr char kArchiveKey[] = "archive";      // Offline: Sparkle's key, built into the clients.
constexpr char kTimestampKey[] = "timestamp";  // Online: re-dates.

// Asks for the passphrase of a key file.
using AskPassphrase = std::function<absl::StatusOr<Secret>(const std::string& path)>;

// How many keys a role has, and how many of them must sign together.
struct KeyQuorum {
  std::int64_t keys = 1;
  std::int64_t threshold = 1;
};
constexpr std::int64_t kQuorumMax = 9;

// The names of a role's keys: "release", "release-2", …
std::vector<std::string> QuorumNames(const std::string& role, std::int64_t keys = kQuorumMax);
// "release" of "release-2".
std::string RoleOfName(const std::string& name);

// The roles of a root document that a key of ours signs for.
std::vector<std::string> TufRolesOf(const std::string& role);

// A folder of an operator's keys, outside every store: <role>.key, and root.json, the root document
// that clients trust.
class KeyRing {
 public:
  explicit KeyRing(std::string folder) : folder_(std::move(folder)) {}

  const std::string& folder() const { return folder_; }
  std::string PathOf(const std::string& role) const { return folder_ + "/" + role + ".key"; }
  std::string RootPath() const { return folder_ + "/root.json"; }

  // FAILED_PRECONDITION when the folder and the store lie in each other: keys that lay beside
  // served files were once downloaded.
  absl::Status CheckApart(const std::string& store) const;

  // Makes keys by those names.
  absl::Status Generate(const std::vector<std::string>& roles, const AskPassphrase& ask,
                        const KeyStrength& strength);
  // The first root document, of all keys that are here, signed by `root_keys`.
  absl::StatusOr<std::string> MakeFirstRoot(const std::vector<const SigningKey*>& root_keys,
                                            const KeyQuorum& root, const KeyQuorum& release,
                                            UnixSeconds expires) const;
  // Those of the role's names whose files are here.
  std::vector<std::string> NamesOf(const std::string& role) const;

  // The root document that clients are built with; NOT_FOUND before `keygen`.
  absl::StatusOr<std::string> TrustedRoot() const;
  absl::StatusOr<PublicKey> PublicKeyOf(const std::string& role) const;
  // Moves the role's key file of `fresh` here; the one that was here keeps `suffix` in its name.
  absl::Status Adopt(const KeyRing& fresh, const std::string& role, const std::string& suffix);
  absl::StatusOr<SigningKey> Open(const std::string& role, const AskPassphrase& ask) const;

 private:
  std::string folder_;
};

// A root document like `before`, one number higher, in which `role` has the key `replacement`.
Root RotatedRoot(const Root& before, const std::string& role, const PublicKey& replaced,
                 const PublicKey& replacement, UnixSeconds expires);
// The same in which `threshold` of exactly these keys sign for `role`.
Root RootWithQuorum(const Root& before, const std::string& role, const std::vector<PublicKey>& keys,
                    std::int64_t threshold, UnixSeconds expires);

}  // namespace nexy
