#include "update/key_ring.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "base/status.h"
#include "base/strings.h"
#include "update/durable_file.h"
#include "update/metadata_update.h"

namespace nexy {
namespace {

bool LiesIn(const std::filesystem::path& inner, const std::filesystem::path& outer) {
  const auto [in, out] = std::mismatch(inner.begin(), inner.end(), outer.begin(), outer.end());
  return out == outer.end() || (std::next(out) == outer.end() && out->empty());
}

void AddKey(Root& root, const std::string& role, const PublicKey& key) {
  root.keys.emplace(key.Id(), key);
  root.roles[role].key_ids.push_back(key.Id());
}

Root NextRoot(Root root, UnixSeconds expires) {
  ++root.version;
  root.expires = expires;
  return root;
}

void DropUnnamedKeys(Root& root) {
  std::erase_if(root.keys, [&root](const auto& entry) {
    return std::ranges::none_of(root.roles, [&entry](const auto& named) {
      return std::ranges::find(named.second.key_ids, entry.first) != named.second.key_ids.end();
    });
  });
}

}  // namespace

std::vector<std::string> TufRolesOf(const std::string& role) {
  if (role == kReleaseKey) return {kTargetsRole, kSnapshotRole};
  return {role};
}

absl::Status KeyRing::CheckApart(const std::string& store) const {
  std::error_code error;
  const auto keys = std::filesystem::weakly_canonical(folder_, error);
  const auto served = std::filesystem::weakly_canonical(store, error);
  if (!error && !LiesIn(keys, served) && !LiesIn(served, keys)) return absl::OkStatus();
  return absl::FailedPreconditionError(
      Concat("the keys (", folder_, ") and the store (", store,
             ") must not lie in each other; keep the keys on another disk"));
}

absl::Status KeyRing::Generate(const std::vector<std::string>& roles, const AskPassphrase& ask,
                               const KeyStrength& strength) {
  std::error_code error;
  std::filesystem::create_directories(folder_, error);
  if (error)
    return absl::UnavailableError(Concat("cannot create ", folder_, ": ", error.message()));
  std::filesystem::permissions(folder_, std::filesystem::perms::owner_all, error);
  for (const std::string& role : roles) {
    NEXY_ASSIGN_OR_RETURN(const Secret passphrase, ask(PathOf(role)));
    NEXY_RETURN_IF_ERROR(
        WriteKeyFile(PathOf(role), role, SigningKey::Generate(), passphrase, strength));
  }
  return absl::OkStatus();
}

std::vector<std::string> QuorumNames(const std::string& role, std::int64_t keys) {
  std::vector<std::string> names = {role};
  for (std::int64_t number = 2; number <= keys; ++number)
    names.push_back(Concat(role, "-", number));
  return names;
}

std::string RoleOfName(const std::string& name) { return name.substr(0, name.find('-')); }

std::vector<std::string> KeyRing::NamesOf(const std::string& role) const {
  std::vector<std::string> names;
  for (std::string& name : QuorumNames(role)) {
    std::error_code error;
    if (std::filesystem::exists(PathOf(name), error)) names.push_back(std::move(name));
  }
  return names;
}

absl::StatusOr<std::string> KeyRing::MakeFirstRoot(const std::vector<const SigningKey*>& root_keys,
                                                   const KeyQuorum& root, const KeyQuorum& release,
                                                   UnixSeconds expires) const {
  Root first{.version = 1, .expires = expires, .keys = {}, .roles = {}};
  const auto add = [this, &first](const char* tuf_role, const std::string& role,
                                  const KeyQuorum& quorum) -> absl::Status {
    for (const std::string& name : QuorumNames(role, quorum.keys)) {
      NEXY_ASSIGN_OR_RETURN(const PublicKey key, PublicKeyOf(name));
      AddKey(first, tuf_role, key);
    }
    first.roles[tuf_role].threshold = quorum.threshold;
    return absl::OkStatus();
  };
  NEXY_RETURN_IF_ERROR(add(kRootRole, kRootKey, root));
  NEXY_RETURN_IF_ERROR(add(kTargetsRole, kReleaseKey, release));
  NEXY_RETURN_IF_ERROR(add(kSnapshotRole, kReleaseKey, release));
  NEXY_RETURN_IF_ERROR(add(kTimestampRole, kTimestampKey, {}));
  std::string document = SignDocument(JsonOf(first), root_keys);
  NEXY_RETURN_IF_ERROR(ReadOwnRoot(document).status());
  NEXY_RETURN_IF_ERROR(WriteDurably(folder_, "root.json", document));
  return document;
}

absl::StatusOr<std::string> KeyRing::TrustedRoot() const {
  absl::StatusOr<std::string> root = ReadWholeFile(RootPath(), kRootMaxBytes);
  if (!absl::IsNotFound(root.status())) return root;
  return absl::NotFoundError(
      Concat("there is no ", RootPath(), "; `nexyctl update keygen` makes keys and root.json"));
}

absl::StatusOr<PublicKey> KeyRing::PublicKeyOf(const std::string& role) const {
  NEXY_ASSIGN_OR_RETURN(KeyFile file, ReadKeyFile(PathOf(role)));
  return std::move(file.public_key);
}

absl::Status KeyRing::Adopt(const KeyRing& fresh, const std::string& role,
                            const std::string& suffix) {
  std::error_code error;
  std::filesystem::rename(PathOf(role), Concat(PathOf(role), ".", suffix), error);
  if (!error) std::filesystem::rename(fresh.PathOf(role), PathOf(role), error);
  if (error) {
    return absl::UnavailableError(Concat("cannot move ", fresh.PathOf(role), " to ", PathOf(role),
                                         ": ", error.message(), "; move it by hand"));
  }
  return SyncFolder(folder_);
}

absl::StatusOr<SigningKey> KeyRing::Open(const std::string& role, const AskPassphrase& ask) const {
  NEXY_RETURN_IF_ERROR(ReadKeyFile(PathOf(role)).status());
  NEXY_ASSIGN_OR_RETURN(const Secret passphrase, ask(PathOf(role)));
  return OpenKeyFile(PathOf(role), role, passphrase);
}

Root RotatedRoot(const Root& before, const std::string& role, const PublicKey& replaced,
                 const PublicKey& replacement, UnixSeconds expires) {
  Root root = NextRoot(before, expires);
  for (const std::string& tuf_role : TufRolesOf(RoleOfName(role))) {
    std::vector<std::string>& ids = root.roles[tuf_role].key_ids;
    std::ranges::replace(ids, replaced.Id(), replacement.Id());
  }
  root.keys.emplace(replacement.Id(), replacement);
  DropUnnamedKeys(root);
  return root;
}

Root RootWithQuorum(const Root& before, const std::string& role, const std::vector<PublicKey>& keys,
                    std::int64_t threshold, UnixSeconds expires) {
  Root root = NextRoot(before, expires);
  for (const std::string& tuf_role : TufRolesOf(role)) {
    root.roles[tuf_role] = {.key_ids = {}, .threshold = threshold};
    for (const PublicKey& key : keys) AddKey(root, tuf_role, key);
  }
  DropUnnamedKeys(root);
  return root;
}

}  // namespace nexy
