#include "update/metadata_update.h"

#include <algorithm>
#include <utility>

#include "base/status.h"
#include "base/strings.h"
#include "update/update_refusal.h"

namespace nexy {
namespace {

constexpr int kMaxRotations = 256;
// A server that re-dates its feed once an hour needs eleven years for this.
constexpr std::int64_t kMaxJump = 100'000;

absl::Status Malformed(std::string_view what, const absl::Status& why) {
  return RefusalStatus(UpdateRefusal::kMalformed,
                       Concat("the ", what, " document cannot be read: ", MessageOf(why)));
}

// Reads a document of `role` that enough keys of `root` have signed.
template <typename Parse>
auto ReadSigned(std::string_view bytes, const Root& root, const char* role, Parse parse)
    -> decltype(parse(SignedDocument{})) {
  const absl::StatusOr<SignedDocument> document = ParseSigned(bytes);
  if (!document.ok()) return Malformed(role, document.status());
  NEXY_RETURN_IF_ERROR(CheckSignatures(*document, root, role));
  auto value = parse(*document);
  if (!value.ok()) return Malformed(role, value.status());
  return value;
}

absl::Status CheckHash(const std::string& bytes, const MetaFile& expected, std::string_view what) {
  if (Sha256Hex(bytes) == expected.sha256) return absl::OkStatus();
  return RefusalStatus(
      UpdateRefusal::kMixAndMatch,
      Concat("the ", what, " document is not the one that was published with the others"));
}

absl::Status CheckBytes(const std::string& bytes, const MetaFile& expected, std::string_view what) {
  if (static_cast<std::int64_t>(bytes.size()) <= expected.length) {
    return CheckHash(bytes, expected, what);
  }
  return RefusalStatus(UpdateRefusal::kTooLarge,
                       Concat("the ", what, " document is longer than was signed"));
}

absl::Status CheckNoRollback(std::int64_t next, std::int64_t kept, std::string_view what) {
  if (next < kept) {
    return RefusalStatus(
        UpdateRefusal::kRollback,
        Concat("the ", what, " is number ", next, ", but number ", kept, " has already been here"));
  }
  if (next - kept > kMaxJump) {
    return RefusalStatus(UpdateRefusal::kFastForward,
                         Concat("the ", what, " jumps from number ", kept, " to number ", next));
  }
  return absl::OkStatus();
}

absl::Status Equivocation(std::string_view what, std::int64_t version) {
  return RefusalStatus(UpdateRefusal::kEquivocation,
                       Concat("two different ", what, " documents carry the number ", version,
                              "; somebody may hold a key that is not theirs"));
}

}  // namespace

absl::StatusOr<Root> ReadOwnRoot(std::string_view bytes) {
  const absl::StatusOr<SignedDocument> document = ParseSigned(bytes);
  if (!document.ok()) return Malformed(kRootRole, document.status());
  absl::StatusOr<Root> root = RootOf(*document);
  if (!root.ok()) return Malformed(kRootRole, root.status());
  NEXY_RETURN_IF_ERROR(CheckSignatures(*document, *root, kRootRole));
  return root;
}

absl::StatusOr<MetadataUpdate> MetadataUpdate::Start(TrustedFiles files, UnixSeconds now,
                                                     const std::string& channel) {
  NEXY_ASSIGN_OR_RETURN(Root root, ReadOwnRoot(files.root));
  return MetadataUpdate(std::move(files), now, std::move(root), channel);
}

std::optional<MetadataUpdate::Wanted> MetadataUpdate::wanted() const {
  switch (step_) {
    case Step::kRoot:
      return Wanted{Concat(root_.version + 1, ".root.json"), kRootMaxBytes, true};
    case Step::kTimestamp:
      return Wanted{"timestamp.json", kTimestampMaxBytes};
    case Step::kSnapshot:
      return Wanted{
          Concat(timestamp_.snapshot.version, ".snapshot.json"),
          std::min(kSnapshotMaxBytes, static_cast<std::size_t>(timestamp_.snapshot.length))};
    case Step::kTargets:
      return Wanted{Concat(snapshot_.targets.version, ".targets.json"),
                    std::min(kTargetsMaxBytes, static_cast<std::size_t>(snapshot_.targets.length))};
    case Step::kChannel:
      return Wanted{Concat(snapshot_.channels.at(wanted_roles_.back()).version, ".",
                           wanted_roles_.back(), ".json"),
                    kTargetsMaxBytes};
    case Step::kDone:
    case Step::kRefused:
      break;
  }
  return std::nullopt;
}

absl::Status MetadataUpdate::Give(std::string bytes) {
  const std::optional<Wanted> expected = wanted();
  if (!expected) return absl::FailedPreconditionError("nothing is wanted");
  absl::Status status;
  if (bytes.size() > expected->max_bytes) {
    status = RefusalStatus(UpdateRefusal::kTooLarge,
                           Concat(expected->name,
                                  " is longer than it may be, so the rest was not "
                                  "read"));
  } else {
    status = Judge(bytes);
  }
  if (!status.ok()) step_ = Step::kRefused;
  return status;
}

absl::Status MetadataUpdate::GiveMissing() {
  const std::optional<Wanted> expected = wanted();
  if (!expected) return absl::FailedPreconditionError("nothing is wanted");
  absl::Status status;
  if (expected->may_be_missing) {
    status = FinishRoots();
  } else {
    status = RefusalStatus(UpdateRefusal::kUnavailable,
                           Concat("the update service does not have ", expected->name));
  }
  if (!status.ok()) step_ = Step::kRefused;
  return status;
}

absl::Status MetadataUpdate::PassOver() {
  if (step_ != Step::kChannel) return GiveMissing();
  wanted_roles_.pop_back();
  if (wanted_roles_.empty()) step_ = Step::kDone;
  return absl::OkStatus();
}

absl::Status MetadataUpdate::Judge(const std::string& bytes) {
  switch (step_) {
    case Step::kRoot:
      return TakeRoot(bytes);
    case Step::kTimestamp:
      return TakeTimestamp(bytes);
    case Step::kSnapshot:
      return TakeSnapshot(bytes);
    case Step::kTargets:
      return TakeTargets(bytes);
    case Step::kChannel:
      return TakeChannel(bytes);
    case Step::kDone:
    case Step::kRefused:
      break;
  }
  return absl::FailedPreconditionError("nothing is wanted");
}

absl::Status MetadataUpdate::TakeRoot(const std::string& bytes) {
  NEXY_ASSIGN_OR_RETURN(const Root next, ReadSigned(bytes, root_, kRootRole, RootOf));
  if (next.version != root_.version + 1) {
    return RefusalStatus(UpdateRefusal::kRollback,
                         Concat("the root document should be number ", root_.version + 1,
                                " and is number ", next.version));
  }
  NEXY_ASSIGN_OR_RETURN(Root own, ReadOwnRoot(bytes));
  Forget(std::exchange(root_, std::move(own)));
  files_.root = bytes;
  if (++rotations_ < kMaxRotations) return absl::OkStatus();
  return RefusalStatus(UpdateRefusal::kTooLarge, "there are too many root documents");
}

// Whose keys changed is no longer vouched for, and a thief may have counted it up (fast-forward).
void MetadataUpdate::Forget(const Root& before) {
  const bool targets_kept = root_.HasSameKeys(before, kTargetsRole);
  const bool dates_kept = root_.HasSameKeys(before, kTimestampRole);
  if (!dates_kept) files_.newest_time = 0;
  if (!dates_kept || !root_.HasSameKeys(before, kSnapshotRole)) {
    files_.timestamp.clear();
    files_.snapshot.clear();
  }
  if (!targets_kept) files_.targets.clear();
}

absl::Status MetadataUpdate::CheckTime(UnixSeconds expires, std::string_view what) const {
  const UnixSeconds now = std::max(now_, files_.newest_time);
  if (now < expires) return absl::OkStatus();
  if (now_ < files_.newest_time) {
    return RefusalStatus(UpdateRefusal::kExpired,
                         Concat("this computer's clock is behind the last update feed that it has "
                                "seen, and the ",
                                what, " document expired on ", IsoTime(expires)));
  }
  return RefusalStatus(UpdateRefusal::kExpired,
                       Concat("the ", what, " document expired on ", IsoTime(expires),
                              "; the update service may be frozen, or this computer's clock is "
                              "wrong"));
}

absl::Status MetadataUpdate::FinishRoots() {
  NEXY_RETURN_IF_ERROR(CheckTime(root_.expires, kRootRole));
  // What was kept serves as a memory only, so what cannot be read any more is forgotten.
  if (auto kept = ReadSigned(files_.timestamp, root_, kTimestampRole, TimestampOf); kept.ok()) {
    kept_timestamp_ = *kept;
  }
  if (auto kept = ReadSigned(files_.snapshot, root_, kSnapshotRole, SnapshotOf); kept.ok()) {
    kept_snapshot_ = *kept;
  }
  if (auto kept = ReadSigned(files_.targets, root_, kTargetsRole, TargetsOf); kept.ok()) {
    kept_targets_version_ = kept->version;
  }
  step_ = Step::kTimestamp;
  return absl::OkStatus();
}

absl::Status MetadataUpdate::CheckTimestampNumbers(const Timestamp& next,
                                                   const std::string& bytes) const {
  if (!kept_timestamp_) return absl::OkStatus();
  const Timestamp& kept = *kept_timestamp_;
  NEXY_RETURN_IF_ERROR(CheckNoRollback(next.version, kept.version, "timestamp"));
  NEXY_RETURN_IF_ERROR(CheckNoRollback(next.snapshot.version, kept.snapshot.version, "snapshot"));
  if (next.version == kept.version && bytes != files_.timestamp) {
    return Equivocation("timestamp", next.version);
  }
  if (next.snapshot.version == kept.snapshot.version && next.snapshot != kept.snapshot) {
    return Equivocation("snapshot", next.snapshot.version);
  }
  return absl::OkStatus();
}

absl::Status MetadataUpdate::TakeTimestamp(const std::string& bytes) {
  NEXY_ASSIGN_OR_RETURN(timestamp_, ReadSigned(bytes, root_, kTimestampRole, TimestampOf));
  NEXY_RETURN_IF_ERROR(CheckTimestampNumbers(timestamp_, bytes));
  files_.timestamp = bytes;
  files_.newest_time = std::max(files_.newest_time, timestamp_.issued);
  NEXY_RETURN_IF_ERROR(CheckTime(timestamp_.expires, kTimestampRole));
  return AfterTimestamp();
}

absl::Status MetadataUpdate::AfterTimestamp() {
  step_ = Step::kSnapshot;
  if (CheckBytes(files_.snapshot, timestamp_.snapshot, kSnapshotRole).ok()) {
    return TakeSnapshot(files_.snapshot);
  }
  return absl::OkStatus();
}

absl::Status MetadataUpdate::TakeSnapshot(const std::string& bytes) {
  NEXY_RETURN_IF_ERROR(CheckBytes(bytes, timestamp_.snapshot, kSnapshotRole));
  NEXY_ASSIGN_OR_RETURN(snapshot_, ReadSigned(bytes, root_, kSnapshotRole, SnapshotOf));
  if (snapshot_.version != timestamp_.snapshot.version) {
    return RefusalStatus(UpdateRefusal::kMixAndMatch,
                         "the snapshot document does not have the number that was signed");
  }
  if (kept_snapshot_) {
    const MetaFile& kept = kept_snapshot_->targets;
    NEXY_RETURN_IF_ERROR(
        CheckNoRollback(snapshot_.targets.version, kept.version, "list of releases"));
    if (snapshot_.targets.version == kept.version && snapshot_.targets != kept) {
      return Equivocation("release", kept.version);
    }
  }
  NEXY_RETURN_IF_ERROR(
      CheckNoRollback(snapshot_.targets.version,
                      kept_targets_version_ ? kept_targets_version_ : snapshot_.targets.version,
                      "list of releases"));
  NEXY_RETURN_IF_ERROR(CheckTime(snapshot_.expires, kSnapshotRole));
  files_.snapshot = bytes;
  return AfterSnapshot();
}

absl::Status MetadataUpdate::AfterSnapshot() {
  step_ = Step::kTargets;
  if (CheckBytes(files_.targets, snapshot_.targets, kTargetsRole).ok()) {
    return TakeTargets(files_.targets);
  }
  return absl::OkStatus();
}

absl::Status MetadataUpdate::TakeTargets(const std::string& bytes) {
  NEXY_RETURN_IF_ERROR(CheckBytes(bytes, snapshot_.targets, kTargetsRole));
  NEXY_ASSIGN_OR_RETURN(targets_, ReadSigned(bytes, root_, kTargetsRole, TargetsOf));
  if (targets_.version != snapshot_.targets.version) {
    return RefusalStatus(UpdateRefusal::kMixAndMatch,
                         "the list of releases does not have the number that was signed");
  }
  NEXY_RETURN_IF_ERROR(CheckTime(targets_.expires, kTargetsRole));
  files_.targets = bytes;
  return AfterTargets();
}

absl::Status MetadataUpdate::AfterTargets() {
  const std::vector<std::string>& roles = targets_.channels;
  if (!roles.empty() && targets_.channel_keys != root_.roles.at(kTargetsRole)) {
    return Malformed(kTargetsRole, absl::InvalidArgumentError("it delegates to other keys"));
  }
  const auto own = std::ranges::find(roles, ChannelRole(channel_));
  // Nothing that the clients of an open channel see stands in a list of its own.
  const auto end = channel_.empty() || own == roles.end() ? own : std::next(own);
  if (channel_.empty() || own != roles.end()) wanted_roles_.assign(roles.begin(), end);
  for (const std::string& role : wanted_roles_) {
    if (snapshot_.channels.contains(role)) continue;
    return RefusalStatus(UpdateRefusal::kMixAndMatch,
                         Concat("the snapshot document does not know the list ", role));
  }
  std::ranges::reverse(wanted_roles_);
  step_ = wanted_roles_.empty() ? Step::kDone : Step::kChannel;
  return absl::OkStatus();
}

absl::Status MetadataUpdate::TakeChannel(const std::string& bytes) {
  const std::string& role = wanted_roles_.back();
  const MetaFile& expected = snapshot_.channels.at(role);
  NEXY_RETURN_IF_ERROR(CheckHash(bytes, expected, role));
  NEXY_ASSIGN_OR_RETURN(Targets list, ReadSigned(bytes, root_, kTargetsRole, TargetsOf));
  if (list.version != expected.version) {
    return RefusalStatus(UpdateRefusal::kMixAndMatch,
                         Concat("the list ", role, " does not have the number that was signed"));
  }
  NEXY_RETURN_IF_ERROR(CheckTime(list.expires, role));
  if (!list.channels.empty()) {
    return Malformed(role, absl::InvalidArgumentError("it delegates to other keys"));
  }
  targets_.files.merge(list.files);
  if (!list.files.empty()) {
    return Malformed(role, absl::InvalidArgumentError(
                               Concat(list.files.begin()->first, " stands in another list too")));
  }
  return PassOver();
}

}  // namespace nexy
