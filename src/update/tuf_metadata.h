#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "update/signing_key.h"
#include "update/utc_time.h"

namespace nexy {

// The four documents of The Update Framework (specification 1.0), as plain values. The list of
// releases delegates in one way only: what nobody but the clients of a closed channel may know of
// stands in a list of its own, signed by the same keys.

constexpr char kRootRole[] = "root";
constexpr char kTargetsRole[] = "targets";
constexpr char kSnapshotRole[] = "snapshot";
constexpr char kTimestampRole[] = "timestamp";

// The most bytes of each document that a client reads.
constexpr std::size_t kRootMaxBytes = 512'000;
constexpr std::size_t kTimestampMaxBytes = 16'384;
constexpr std::size_t kSnapshotMaxBytes = 2'000'000;
constexpr std::size_t kTargetsMaxBytes = 5'000'000;

// A document as it came: what is signed, and the signatures by key id.
struct SignedDocument {
  nlohmann::json body;
  std::map<std::string, std::string> signatures;  // Hex.
};

struct RoleKeys {
  std::vector<std::string> key_ids;
  std::int64_t threshold = 1;
  friend bool operator==(const RoleKeys&, const RoleKeys&) = default;
};

struct Root {
  std::int64_t version = 1;
  UnixSeconds expires = 0;
  std::map<std::string, PublicKey> keys;  // By key id.
  std::map<std::string, RoleKeys> roles;  // The four roles.

  bool HasSameKeys(const Root& other, const std::string& role) const;
};

struct MetaFile {
  std::int64_t version = 1;
  std::int64_t length = 0;
  std::string sha256;
  friend bool operator==(const MetaFile&, const MetaFile&) = default;
};

struct Timestamp {
  std::int64_t version = 1;
  UnixSeconds expires = 0;
  UnixSeconds issued = 0;  // Our addition: a clock that was set back cannot hide a freeze.
  MetaFile snapshot;
};

struct Snapshot {
  std::int64_t version = 1;
  UnixSeconds expires = 0;
  MetaFile targets;
  // The lists of closed channels by role. Their lengths would tell a stranger something and are 0.
  std::map<std::string, MetaFile> channels;
};

struct TargetFile {
  std::int64_t length = 0;
  std::string sha256;
  nlohmann::json custom = nlohmann::json::object();
};

struct Targets {
  std::int64_t version = 1;
  UnixSeconds expires = 0;
  std::map<std::string, TargetFile> files;  // By path.
  std::vector<std::string> channels;        // Roles of closed channels, from the safest on.
  RoleKeys channel_keys;                    // Who signs for them.
};

// "channel-alpha", the role whose list is for the clients of alpha.
std::string ChannelRole(std::string_view channel);

// INVALID_ARGUMENT says what is wrong with the document.
absl::StatusOr<SignedDocument> ParseSigned(std::string_view bytes);
absl::StatusOr<Root> RootOf(const SignedDocument& document);
absl::StatusOr<Timestamp> TimestampOf(const SignedDocument& document);
absl::StatusOr<Snapshot> SnapshotOf(const SignedDocument& document);
absl::StatusOr<Targets> TargetsOf(const SignedDocument& document);

nlohmann::json JsonOf(const Root& root);
nlohmann::json JsonOf(const Timestamp& timestamp);
nlohmann::json JsonOf(const Snapshot& snapshot);
// `root` names the keys of the lists that `targets` delegates to.
nlohmann::json JsonOf(const Targets& targets, const Root& root);

// The document with the signatures of `keys`, as it is published.
std::string SignDocument(const nlohmann::json& body, const std::vector<const SigningKey*>& keys);
// The same with signatures that exist already kept.
std::string AddSignature(const SignedDocument& document, const SigningKey& key);

// OK if at least the role's threshold of different keys have signed. The message can be spoken.
absl::Status CheckSignatures(const SignedDocument& document, const Root& root,
                             const std::string& role);

}  // namespace nexy
