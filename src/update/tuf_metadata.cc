#include "update/tuf_metadata.h"

#include <set>
#include <utility>

#include "base/status.h"
#include "base/strings.h"
#include "update/canonical_json.h"
#include "update/update_refusal.h"

namespace nexy {
namespace {

using Json = nlohmann::json;

constexpr char kSpecVersion[] = "1.0.31";
constexpr std::size_t kMaxSignatures = 64;
constexpr char kChannelPrefix[] = "channel-";
constexpr const char* kRoles[] = {kRootRole, kTargetsRole, kSnapshotRole, kTimestampRole};

Json Body(const char* role, std::int64_t version, UnixSeconds expires) {
  return {{"_type", role},
          {"spec_version", kSpecVersion},
          {"version", version},
          {"expires", IsoTime(expires)}};
}

// What all documents have in common.
struct Heading {
  std::int64_t version = 0;
  UnixSeconds expires = 0;
};

absl::StatusOr<Heading> HeadingOf(const Json& body, std::string_view role) {
  NEXY_ASSIGN_OR_RETURN(const std::string type, TextMember(body, "_type"));
  if (type != role) {
    return absl::InvalidArgumentError(
        Concat("it is of the type \"", type.substr(0, 20), "\", not ", role));
  }
  NEXY_ASSIGN_OR_RETURN(const std::string spec, TextMember(body, "spec_version"));
  if (!spec.starts_with("1.")) return absl::InvalidArgumentError("it is not of TUF version 1");
  Heading heading;
  NEXY_ASSIGN_OR_RETURN(heading.version, NumberMember(body, "version"));
  if (heading.version < 1) return absl::InvalidArgumentError("its version is below 1");
  NEXY_ASSIGN_OR_RETURN(const std::string expires, TextMember(body, "expires"));
  NEXY_ASSIGN_OR_RETURN(heading.expires, ParseIsoTime(expires));
  return heading;
}

absl::StatusOr<std::string> HashOf(const Json& object) {
  NEXY_ASSIGN_OR_RETURN(const Json hashes, ObjectMember(object, "hashes"));
  NEXY_ASSIGN_OR_RETURN(const std::string sha256, TextMember(hashes, "sha256"));
  NEXY_ASSIGN_OR_RETURN(const std::string bytes, BytesOfHex(sha256));
  if (bytes.size() != 32) return absl::InvalidArgumentError("a SHA-256 has 64 digits");
  return sha256;
}

absl::StatusOr<MetaFile> MetaFileOf(const Json& meta, const std::string& name) {
  NEXY_ASSIGN_OR_RETURN(const Json entry, ObjectMember(meta, name.c_str()));
  MetaFile file;
  NEXY_ASSIGN_OR_RETURN(file.version, NumberMember(entry, "version"));
  if (!name.starts_with(kChannelPrefix)) {
    NEXY_ASSIGN_OR_RETURN(file.length, NumberMember(entry, "length"));
  }
  NEXY_ASSIGN_OR_RETURN(file.sha256, HashOf(entry));
  if (file.version < 1 || file.length < 0) return absl::InvalidArgumentError("a number is too low");
  return file;
}

Json MetaJson(const MetaFile& file) {
  Json json = {{"version", file.version}, {"hashes", {{"sha256", file.sha256}}}};
  if (file.length > 0) json["length"] = file.length;
  return json;
}

Json KeyJson(const PublicKey& key) {
  return {{"keytype", "ed25519"}, {"scheme", "ed25519"}, {"keyval", {{"public", key.Hex()}}}};
}

absl::StatusOr<PublicKey> KeyOf(const std::string& id, const Json& entry) {
  NEXY_ASSIGN_OR_RETURN(const std::string scheme, TextMember(entry, "scheme"));
  if (scheme != "ed25519") return absl::InvalidArgumentError("a key is not of the kind ed25519");
  NEXY_ASSIGN_OR_RETURN(const Json value, ObjectMember(entry, "keyval"));
  NEXY_ASSIGN_OR_RETURN(const std::string hex, TextMember(value, "public"));
  NEXY_ASSIGN_OR_RETURN(PublicKey key, PublicKey::FromHex(hex));
  // One key under two names would count twice against a threshold.
  if (key.Id() != id) return absl::InvalidArgumentError("a key does not have the name it should");
  return key;
}

absl::StatusOr<RoleKeys> RoleOf(const Json& roles, const char* name, const Root& root) {
  NEXY_ASSIGN_OR_RETURN(const Json entry, ObjectMember(roles, name));
  RoleKeys role;
  NEXY_ASSIGN_OR_RETURN(role.threshold, NumberMember(entry, "threshold"));
  NEXY_ASSIGN_OR_RETURN(const Json ids, ListMember(entry, "keyids"));
  std::set<std::string> known;
  for (const Json& id : ids) {
    if (!id.is_string() || !root.keys.contains(id.get<std::string>()) ||
        !known.insert(id.get<std::string>()).second) {
      return absl::InvalidArgumentError(Concat("the role ", name, " names a key wrongly"));
    }
    role.key_ids.push_back(id.get<std::string>());
  }
  if (role.threshold < 1 || role.threshold > static_cast<std::int64_t>(role.key_ids.size())) {
    return absl::InvalidArgumentError(Concat("the threshold of the role ", name, " is impossible"));
  }
  return role;
}

// In the one form that JsonOf() gives it; the keys themselves are those of the root document.
absl::Status TakeDelegations(const Json& body, Targets& targets) {
  if (!body.contains("delegations")) return absl::OkStatus();
  const absl::Status other = absl::InvalidArgumentError("it delegates to other keys");
  NEXY_ASSIGN_OR_RETURN(const Json delegations, ObjectMember(body, "delegations"));
  NEXY_ASSIGN_OR_RETURN(const Json roles, ListMember(delegations, "roles"));
  for (const Json& role : roles) {
    NEXY_ASSIGN_OR_RETURN(std::string name, TextMember(role, "name"));
    NEXY_ASSIGN_OR_RETURN(const Json ids, ListMember(role, "keyids"));
    RoleKeys keys;
    NEXY_ASSIGN_OR_RETURN(keys.threshold, NumberMember(role, "threshold"));
    for (const Json& id : ids) {
      if (!id.is_string()) return other;
      keys.key_ids.push_back(id.get<std::string>());
    }
    const bool first = targets.channels.empty();
    if (!name.starts_with(kChannelPrefix) || (!first && keys != targets.channel_keys)) return other;
    targets.channel_keys = std::move(keys);
    targets.channels.push_back(std::move(name));
  }
  return targets.channels.empty() ? other : absl::OkStatus();
}

}  // namespace

std::string ChannelRole(std::string_view channel) { return Concat(kChannelPrefix, channel); }

bool Root::HasSameKeys(const Root& other, const std::string& role) const {
  const auto here = roles.find(role);
  const auto there = other.roles.find(role);
  return here != roles.end() && there != other.roles.end() && here->second == there->second;
}

absl::StatusOr<SignedDocument> ParseSigned(std::string_view bytes) {
  NEXY_ASSIGN_OR_RETURN(Json json, ParseStrictJson(bytes));
  SignedDocument document;
  NEXY_ASSIGN_OR_RETURN(document.body, ObjectMember(json, "signed"));
  NEXY_ASSIGN_OR_RETURN(const Json signatures, ListMember(json, "signatures"));
  if (signatures.size() > kMaxSignatures) return absl::InvalidArgumentError("too many signatures");
  for (const Json& entry : signatures) {
    NEXY_ASSIGN_OR_RETURN(const std::string id, TextMember(entry, "keyid"));
    NEXY_ASSIGN_OR_RETURN(const std::string signature, TextMember(entry, "sig"));
    if (!document.signatures.emplace(id, signature).second) {
      return absl::InvalidArgumentError("one key has signed twice");
    }
  }
  return document;
}

absl::StatusOr<Root> RootOf(const SignedDocument& document) {
  NEXY_ASSIGN_OR_RETURN(const Heading heading, HeadingOf(document.body, kRootRole));
  Root root{.version = heading.version, .expires = heading.expires, .keys = {}, .roles = {}};
  NEXY_ASSIGN_OR_RETURN(const bool consistent, FlagMember(document.body, "consistent_snapshot"));
  if (!consistent) return absl::InvalidArgumentError("it does not promise consistent snapshots");
  NEXY_ASSIGN_OR_RETURN(const Json keys, ObjectMember(document.body, "keys"));
  for (const auto& [id, entry] : keys.items()) {
    NEXY_ASSIGN_OR_RETURN(PublicKey key, KeyOf(id, entry));
    root.keys.emplace(id, std::move(key));
  }
  NEXY_ASSIGN_OR_RETURN(const Json roles, ObjectMember(document.body, "roles"));
  for (const char* role : kRoles) {
    NEXY_ASSIGN_OR_RETURN(root.roles[role], RoleOf(roles, role, root));
  }
  return root;
}

absl::StatusOr<Timestamp> TimestampOf(const SignedDocument& document) {
  NEXY_ASSIGN_OR_RETURN(const Heading heading, HeadingOf(document.body, kTimestampRole));
  Timestamp timestamp{.version = heading.version, .expires = heading.expires, .snapshot = {}};
  NEXY_ASSIGN_OR_RETURN(const std::string issued, TextMember(document.body, "x-nexy-issued"));
  NEXY_ASSIGN_OR_RETURN(timestamp.issued, ParseIsoTime(issued));
  NEXY_ASSIGN_OR_RETURN(const Json meta, ObjectMember(document.body, "meta"));
  NEXY_ASSIGN_OR_RETURN(timestamp.snapshot, MetaFileOf(meta, "snapshot.json"));
  return timestamp;
}

absl::StatusOr<Snapshot> SnapshotOf(const SignedDocument& document) {
  NEXY_ASSIGN_OR_RETURN(const Heading heading, HeadingOf(document.body, kSnapshotRole));
  Snapshot snapshot{
      .version = heading.version, .expires = heading.expires, .targets = {}, .channels = {}};
  NEXY_ASSIGN_OR_RETURN(const Json meta, ObjectMember(document.body, "meta"));
  NEXY_ASSIGN_OR_RETURN(snapshot.targets, MetaFileOf(meta, "targets.json"));
  for (const auto& [name, entry] : meta.items()) {
    if (name == "targets.json") continue;
    if (!name.starts_with(kChannelPrefix) || !name.ends_with(".json")) {
      return absl::InvalidArgumentError("it lists roles that are not used");
    }
    const std::string role = name.substr(0, name.size() - 5);
    NEXY_ASSIGN_OR_RETURN(snapshot.channels[role], MetaFileOf(meta, name));
  }
  return snapshot;
}

absl::StatusOr<Targets> TargetsOf(const SignedDocument& document) {
  NEXY_ASSIGN_OR_RETURN(const Heading heading, HeadingOf(document.body, kTargetsRole));
  Targets targets{.version = heading.version,
                  .expires = heading.expires,
                  .files = {},
                  .channels = {},
                  .channel_keys = {}};
  NEXY_RETURN_IF_ERROR(TakeDelegations(document.body, targets));
  NEXY_ASSIGN_OR_RETURN(const Json files, ObjectMember(document.body, "targets"));
  for (const auto& [path, entry] : files.items()) {
    TargetFile file;
    NEXY_ASSIGN_OR_RETURN(file.length, NumberMember(entry, "length"));
    if (file.length < 0) return absl::InvalidArgumentError("a length is below 0");
    NEXY_ASSIGN_OR_RETURN(file.sha256, HashOf(entry));
    NEXY_ASSIGN_OR_RETURN(file.custom, ObjectMember(entry, "custom"));
    targets.files.emplace(path, std::move(file));
  }
  return targets;
}

Json JsonOf(const Root& root) {
  Json body = Body(kRootRole, root.version, root.expires);
  body["consistent_snapshot"] = true;
  body["keys"] = Json::object();
  for (const auto& [id, key] : root.keys) body["keys"][id] = KeyJson(key);
  for (const auto& [name, role] : root.roles) {
    body["roles"][name] = {{"keyids", role.key_ids}, {"threshold", role.threshold}};
  }
  return body;
}

Json JsonOf(const Timestamp& timestamp) {
  Json body = Body(kTimestampRole, timestamp.version, timestamp.expires);
  body["x-nexy-issued"] = IsoTime(timestamp.issued);
  body["meta"]["snapshot.json"] = MetaJson(timestamp.snapshot);
  return body;
}

Json JsonOf(const Snapshot& snapshot) {
  Json body = Body(kSnapshotRole, snapshot.version, snapshot.expires);
  body["meta"]["targets.json"] = MetaJson(snapshot.targets);
  for (const auto& [role, file] : snapshot.channels) body["meta"][role + ".json"] = MetaJson(file);
  return body;
}

Json JsonOf(const Targets& targets, const Root& root) {
  Json body = Body(kTargetsRole, targets.version, targets.expires);
  body["targets"] = Json::object();
  for (const auto& [path, file] : targets.files) {
    body["targets"][path] = {
        {"length", file.length}, {"hashes", {{"sha256", file.sha256}}}, {"custom", file.custom}};
  }
  if (targets.channels.empty()) return body;
  const RoleKeys& keys = root.roles.at(kTargetsRole);
  Json& delegations = body["delegations"];
  for (const std::string& id : keys.key_ids) delegations["keys"][id] = KeyJson(root.keys.at(id));
  for (const std::string& role : targets.channels) {
    delegations["roles"].push_back({{"name", role},
                                    {"keyids", keys.key_ids},
                                    {"threshold", keys.threshold},
                                    {"terminating", false},
                                    {"paths", {"*", "notes/*"}}});
  }
  return body;
}

std::string SignDocument(const Json& body, const std::vector<const SigningKey*>& keys) {
  const std::string canonical = CanonicalJson(body);
  Json document = {{"signed", body}, {"signatures", Json::array()}};
  for (const SigningKey* key : keys) {
    document["signatures"].push_back(
        {{"keyid", key->public_key().Id()}, {"sig", HexOf(key->Sign(canonical))}});
  }
  return document.dump() + "\n";
}

std::string AddSignature(const SignedDocument& document, const SigningKey& key) {
  std::map<std::string, std::string> signatures = document.signatures;
  signatures[key.public_key().Id()] = HexOf(key.Sign(CanonicalJson(document.body)));
  Json json = {{"signed", document.body}, {"signatures", Json::array()}};
  for (const auto& [id, signature] : signatures) {
    json["signatures"].push_back({{"keyid", id}, {"sig", signature}});
  }
  return json.dump() + "\n";
}

absl::Status CheckSignatures(const SignedDocument& document, const Root& root,
                             const std::string& role) {
  const auto keys = root.roles.find(role);
  if (keys == root.roles.end()) {
    return RefusalStatus(UpdateRefusal::kBadSignature, Concat("nobody may sign the ", role));
  }
  const std::string canonical = CanonicalJson(document.body);
  std::int64_t valid = 0;
  for (const std::string& id : keys->second.key_ids) {
    const auto key = root.keys.find(id);
    const auto signature = document.signatures.find(id);
    if (key == root.keys.end() || signature == document.signatures.end()) continue;
    const absl::StatusOr<std::string> bytes = BytesOfHex(signature->second);
    if (bytes.ok() && key->second.Verify(canonical, *bytes)) ++valid;
  }
  if (valid >= keys->second.threshold) return absl::OkStatus();
  return RefusalStatus(UpdateRefusal::kBadSignature,
                       Concat("the ", role, " document carries ", valid, " of the ",
                              keys->second.threshold, " signatures that it needs"));
}

}  // namespace nexy
