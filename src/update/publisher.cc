#include "update/publisher.h"

#include <optional>
#include <set>
#include <utility>

#include "base/status.h"
#include "base/strings.h"
#include "update/appcast.h"
#include "update/audit_log.h"
#include "update/channels.h"
#include "update/manifest.h"
#include "update/publication_draft.h"
#include "update/signed_feed.h"
#include "update/statement.h"

namespace nexy {
namespace {

constexpr char kXml[] = "application/xml; charset=utf-8";
constexpr char kJson[] = "application/json; charset=utf-8";

MetaFile MetaOf(std::int64_t version, const std::string& bytes) {
  return {.version = version,
          .length = static_cast<std::int64_t>(bytes.size()),
          .sha256 = Sha256Hex(bytes)};
}

absl::Status CheckKey(const SigningKey* key, const Root& root, const char* role, const char* name) {
  if (key == nullptr) return absl::FailedPreconditionError(Concat("the ", name, " key is needed"));
  const auto found = root.roles.find(role);
  const std::string id = key->public_key().Id();
  for (const std::string& known : found->second.key_ids) {
    if (known == id) return absl::OkStatus();
  }
  return absl::FailedPreconditionError(
      Concat("the ", name,
             " key is not one that the published root document names; is it of another "
             "store, or was it rotated?"));
}

std::vector<const SigningKey*> ReleaseSigners(const OpenKeys& keys) {
  std::vector<const SigningKey*> signers = {keys.release};
  signers.insert(signers.end(), keys.co_signers.begin(), keys.co_signers.end());
  return signers;
}

// The appcasts and manifests, signed where Sparkle wants it.
std::vector<SignedFeedFile> AddFeeds(const Catalogue& catalogue, const SigningKey& archive_key,
                                     UnixSeconds now, PublicationDraft& draft) {
  std::vector<SignedFeedFile> signed_files;
  const auto add = [&](const std::string& name, const std::string& bytes, const char* type,
                       const std::string& channel) {
    const std::vector<std::string> audience = {channel};
    draft.Add(name, bytes, type, audience);
    signed_files.push_back(
        {channel, name, static_cast<std::int64_t>(bytes.size()), Sha256Hex(bytes)});
    draft.AddTarget(name, "", signed_files.back().length, signed_files.back().sha256, type,
                    audience);
  };
  for (const std::string& channel : catalogue.channels) {
    add(AppcastName(catalogue.channels, channel),
        SignFeed(WriteAppcast(catalogue, channel, now), archive_key), kXml, channel);
    const std::optional<Manifest> manifest = ManifestOf(catalogue, channel, now);
    if (!manifest) continue;
    add(ManifestName(catalogue.channels, channel), WriteManifest(*manifest), kJson, channel);
  }
  return signed_files;
}

void AddTimestamp(std::int64_t version, const MetaFile& snapshot, const Publisher::Terms& terms,
                  PublicationDraft& draft) {
  const Timestamp timestamp{.version = version,
                            .expires = terms.now + terms.expiry.timestamp_s,
                            .issued = terms.now,
                            .snapshot = snapshot};
  draft.Add("metadata/timestamp.json", SignDocument(JsonOf(timestamp), {terms.keys.timestamp}),
            kJson);
}

// Signs the lists of releases; `snapshot` learns of them.
absl::Status AddLists(const Catalogue& catalogue, const std::vector<SignedFeedFile>& feeds,
                      const Root& root, const OpenKeys& keys, Snapshot& snapshot,
                      PublicationDraft& draft) {
  const auto add = [&](const std::string& role, const Targets& list,
                       std::vector<std::string> audience) -> absl::StatusOr<MetaFile> {
    std::string bytes = SignDocument(JsonOf(list, root), ReleaseSigners(keys));
    if (bytes.size() > kTargetsMaxBytes) {
      return absl::ResourceExhaustedError(
          "the list of releases has become longer than clients read");
    }
    MetaFile file = MetaOf(list.version, bytes);
    draft.Add(Concat("metadata/", list.version, ".", role, ".json"), std::move(bytes), kJson,
              std::move(audience));
    return file;
  };
  const std::map<std::string, Targets> lists = ListsOfCatalogue(catalogue, feeds);
  NEXY_ASSIGN_OR_RETURN(snapshot.targets, add(kTargetsRole, lists.at(kTargetsRole), {}));
  for (const std::string& channel : catalogue.channels) {
    if (catalogue.IsOpen(channel)) continue;
    const std::string role = ChannelRole(channel);
    NEXY_ASSIGN_OR_RETURN(MetaFile file, add(role, lists.at(role), catalogue.SeenBy(channel)));
    file.length = 0;
    snapshot.channels[role] = std::move(file);
  }
  return absl::OkStatus();
}

absl::Status AddMetadata(const Catalogue& catalogue, const std::vector<SignedFeedFile>& feeds,
                         const Root& root, const PublishedState& before,
                         const Publisher::Terms& terms, PublicationDraft& draft) {
  // A list that was once there has to stay in the snapshot (TUF 5.5.5), also of a channel that is
  // open now.
  Snapshot snapshot = before.snapshot;
  snapshot.version = before.publication.number == 0 ? 1 : before.snapshot.version + 1;
  snapshot.expires = terms.now + terms.expiry.releases_s;
  NEXY_RETURN_IF_ERROR(AddLists(catalogue, feeds, root, terms.keys, snapshot, draft));
  const std::string bytes = SignDocument(JsonOf(snapshot), ReleaseSigners(terms.keys));
  draft.Add(Concat("metadata/", snapshot.version, ".snapshot.json"), bytes, kJson);
  const std::int64_t version = before.publication.number == 0 ? 1 : before.timestamp.version + 1;
  AddTimestamp(version, MetaOf(snapshot.version, bytes), terms, draft);
  return absl::OkStatus();
}

// Adds the draft's bytes to the store and makes it count.
absl::Status Save(const ReleaseStore& store, const PublicationDraft& draft,
                  const std::map<std::string, std::string_view>& files) {
  for (const auto& [path, bytes] : files) NEXY_RETURN_IF_ERROR(store.AddBlob(bytes).status());
  for (const auto& [sha256, bytes] : draft.bytes()) {
    NEXY_RETURN_IF_ERROR(store.AddBlob(bytes).status());
  }
  return store.Commit(draft.publication());
}

}  // namespace

absl::StatusOr<PublishedState> Publisher::Load() const {
  return LoadPublished(store_, terms_.trusted_root);
}

absl::Status Publisher::CheckReleaseKeys(const Root& root, const char* role) const {
  std::set<std::string> signers;
  for (const SigningKey* key : ReleaseSigners(terms_.keys)) {
    NEXY_RETURN_IF_ERROR(CheckKey(key, root, role, "release"));
    signers.insert(key->public_key().Id());
  }
  const std::int64_t needed = root.roles.find(role)->second.threshold;
  if (static_cast<std::int64_t>(signers.size()) >= needed) return absl::OkStatus();
  return absl::FailedPreconditionError(Concat("the root document asks for ", needed,
                                              " release keys, and there are ", signers.size(),
                                              "; name the folder of another with --also-keys"));
}

absl::Status Publisher::CheckKeys(const Root& root) const {
  NEXY_RETURN_IF_ERROR(CheckReleaseKeys(root, kTargetsRole));
  NEXY_RETURN_IF_ERROR(CheckReleaseKeys(root, kSnapshotRole));
  if (terms_.keys.archive == nullptr) {
    return absl::FailedPreconditionError("the archive key is needed");
  }
  return CheckKey(terms_.keys.timestamp, root, kTimestampRole, "timestamp");
}

absl::Status Publisher::CheckClock(const PublishedState& state) const {
  if (terms_.now >= state.timestamp.issued) return absl::OkStatus();
  return absl::FailedPreconditionError(Concat("this computer's clock says ", IsoTime(terms_.now),
                                              ", which is before the last "
                                              "publication at ",
                                              IsoTime(state.timestamp.issued),
                                              "; set it right first"));
}

absl::StatusOr<ChangeOutcome> Publisher::Publish(
    const std::string& command, const nlohmann::json& details, const PublishedState& before,
    const Root& root, const std::string& new_root, Catalogue catalogue,
    const std::map<std::string, std::string_view>& files) {
  NEXY_RETURN_IF_ERROR(CheckKeys(root));
  const bool first = before.publication.number == 0;
  catalogue.serial = before.catalogue.serial + 1;
  catalogue.previous = first ? "" : Sha256Hex(before.documents.targets);
  catalogue.issued = terms_.now;
  catalogue.expires = terms_.now + terms_.expiry.releases_s;

  PublicationDraft draft(before.publication, terms_.now);
  if (!new_root.empty()) {
    draft.Add(Concat("metadata/", root.version, ".root.json"), new_root, kJson);
  }
  draft.KeepMetadata();
  const std::vector<SignedFeedFile> feeds =
      AddFeeds(catalogue, *terms_.keys.archive, terms_.now, draft);
  AddCatalogueFiles(catalogue, terms_.now, draft);
  NEXY_RETURN_IF_ERROR(AddMetadata(catalogue, feeds, root, before, terms_, draft));
  Publication& publication = draft.publication();
  if (!first) {
    NEXY_ASSIGN_OR_RETURN(const CurrentPublication current, store_.Current());
    publication.previous = current.sha256;
  }
  nlohmann::json described = details;
  described["publication"] = publication.number;
  described["serial"] = catalogue.serial;
  described["targets_sha256"] =
      publication.files[Concat("metadata/", catalogue.serial, ".targets.json")].sha256;
  publication.entry =
      NextEntry(before.publication.entry, terms_.now, terms_.who, command, std::move(described));
  const ChangeOutcome outcome{
      .changed = true, .publication = publication.number, .entry = publication.entry};
  if (!terms_.dry_run) NEXY_RETURN_IF_ERROR(Save(store_, draft, files));
  return outcome;
}

absl::StatusOr<ChangeOutcome> Publisher::Init(const std::string& root, const Catalogue& catalogue) {
  NEXY_ASSIGN_OR_RETURN(const ReleaseStore::Lock lock, store_.Acquire(terms_.who, "init"));
  NEXY_RETURN_IF_ERROR(store_.Recover());
  if (const absl::StatusOr<PublishedState> state = Load(); !absl::IsNotFound(state.status())) {
    NEXY_RETURN_IF_ERROR(state.status());
    return ChangeOutcome{.changed = false,
                         .publication = state->publication.number,
                         .entry = state->publication.entry};
  }
  NEXY_ASSIGN_OR_RETURN(const Root own, ReadOwnRoot(root));
  return Publish("init", {{"app_id", catalogue.app_id}}, PublishedState{}, own, root, catalogue,
                 {});
}

absl::StatusOr<ChangeOutcome> Publisher::Apply(const std::string& command,
                                               const nlohmann::json& details,
                                               const std::map<std::string, std::string_view>& files,
                                               const Change& change) {
  NEXY_ASSIGN_OR_RETURN(const ReleaseStore::Lock lock, store_.Acquire(terms_.who, command));
  NEXY_RETURN_IF_ERROR(store_.Recover());
  NEXY_ASSIGN_OR_RETURN(const PublishedState before, Load());
  NEXY_RETURN_IF_ERROR(CheckKeys(before.root));
  NEXY_RETURN_IF_ERROR(CheckClock(before));
  Catalogue catalogue = before.catalogue;
  NEXY_RETURN_IF_ERROR(change(catalogue));
  const bool same = catalogue.releases == before.catalogue.releases &&
                    catalogue.orders == before.catalogue.orders &&
                    catalogue.channels == before.catalogue.channels &&
                    catalogue.closed == before.catalogue.closed &&
                    catalogue.public_url == before.catalogue.public_url &&
                    catalogue.title == before.catalogue.title;
  if (same) {
    return ChangeOutcome{.changed = false,
                         .publication = before.publication.number,
                         .entry = before.publication.entry};
  }
  return Publish(command, details, before, before.root, "", std::move(catalogue), files);
}

absl::StatusOr<ChangeOutcome> Publisher::Refresh() {
  NEXY_ASSIGN_OR_RETURN(const ReleaseStore::Lock lock, store_.Acquire(terms_.who, "refresh"));
  NEXY_RETURN_IF_ERROR(store_.Recover());
  NEXY_ASSIGN_OR_RETURN(const PublishedState before, Load());
  NEXY_RETURN_IF_ERROR(CheckKey(terms_.keys.timestamp, before.root, kTimestampRole, "timestamp"));
  NEXY_RETURN_IF_ERROR(CheckClock(before));
  PublicationDraft draft(before.publication, terms_.now);
  AddTimestamp(before.timestamp.version + 1, before.timestamp.snapshot, terms_, draft);
  for (const auto& [name, file] : before.publication.files) draft.Keep(name);
  NEXY_ASSIGN_OR_RETURN(const CurrentPublication current, store_.Current());
  Publication& publication = draft.publication();
  publication.previous = current.sha256;
  publication.entry = NextEntry(before.publication.entry, terms_.now, terms_.who, "refresh",
                                {{"publication", publication.number},
                                 {"timestamp", before.timestamp.version + 1},
                                 {"expires", IsoTime(terms_.now + terms_.expiry.timestamp_s)}});
  const ChangeOutcome outcome{
      .changed = true, .publication = publication.number, .entry = publication.entry};
  if (!terms_.dry_run) NEXY_RETURN_IF_ERROR(Save(store_, draft, {}));
  return outcome;
}

absl::StatusOr<ChangeOutcome> Publisher::ReplaceRoot(const std::string& root,
                                                     const nlohmann::json& details) {
  NEXY_ASSIGN_OR_RETURN(const ReleaseStore::Lock lock, store_.Acquire(terms_.who, "rotate-key"));
  NEXY_RETURN_IF_ERROR(store_.Recover());
  NEXY_ASSIGN_OR_RETURN(const PublishedState before, Load());
  NEXY_RETURN_IF_ERROR(CheckClock(before));
  // As a client would judge it: signed by the thresholds of the old root and of the new one.
  NEXY_ASSIGN_OR_RETURN(const SignedDocument document, ParseSigned(root));
  NEXY_RETURN_IF_ERROR(CheckSignatures(document, before.root, kRootRole));
  NEXY_ASSIGN_OR_RETURN(const Root next, ReadOwnRoot(root));
  if (next.version != before.root.version + 1) {
    return absl::FailedPreconditionError(
        Concat("the next root document has to be number ", before.root.version + 1));
  }
  return Publish("rotate-key", details, before, next, root, before.catalogue, {});
}

}  // namespace nexy
