#include "update/store_verdict.h"

#include <algorithm>
#include <set>
#include <utility>

#include "base/status.h"
#include "base/strings.h"
#include "update/audit_log.h"

namespace nexy {
namespace {

void JudgeBlobs(const ReleaseStore& store, StoreVerdict& verdict) {
  const absl::StatusOr<std::vector<std::string>> names = store.BlobNames();
  if (!names.ok()) {
    verdict.problems.push_back(std::string(MessageOf(names.status())));
    return;
  }
  for (const std::string& name : *names) {
    const absl::StatusOr<MappedFile> blob = MappedFile::Open(store.BlobPath(name));
    ++verdict.files;
    if (!blob.ok()) {
      verdict.problems.push_back(std::string(MessageOf(blob.status())));
    } else if (Sha256Hex(blob->bytes()) != name) {
      verdict.problems.push_back(Concat("blob ", name, " has other bytes than its name says"));
    }
  }
}

void JudgeChain(const ReleaseStore& store, const Publication& current, StoreVerdict& verdict) {
  std::string expected = current.previous;
  for (std::int64_t number = current.number - 1; number > 0 && !expected.empty(); --number) {
    const absl::StatusOr<std::string> text = ReadWholeFile(store.PublicationPath(number), 16 << 20);
    if (absl::IsNotFound(text.status())) return;  // Collected as garbage.
    if (!text.ok() || Sha256Hex(*text) != expected) {
      verdict.problems.push_back(
          Concat("publication ", number, " is not the one that the next one follows"));
      return;
    }
    const absl::StatusOr<Publication> publication = ReadPublication(*text);
    expected = publication.ok() ? publication->previous : "";
  }
}

void JudgeLog(const ReleaseStore& store, const Publication& current, StoreVerdict& verdict) {
  const absl::StatusOr<std::vector<nlohmann::json>> log = ReadAuditLog(store.AuditLogPath());
  if (!log.ok()) {
    verdict.problems.push_back(std::string(MessageOf(log.status())));
    return;
  }
  if (!log->empty() && log->back() == current.entry) return;
  const std::string last = log->empty() ? "" : EntryHash(log->back());
  const auto previous = current.entry.find("previous");
  if (previous != current.entry.end() && *previous == last) {
    verdict.notes.push_back("the audit log lacks its last line; the next command writes it");
  } else {
    verdict.problems.push_back("the audit log does not lead up to what is published");
  }
}

void AddReached(const Publication& publication, std::set<std::string>& reached) {
  for (const auto& [name, file] : publication.files) reached.insert(file.sha256);
}

void AddReached(const Catalogue& catalogue, std::set<std::string>& reached) {
  for (const Release& release : catalogue.releases) {
    for (const ReleaseNotes& notes : release.notes) reached.insert(notes.sha256);
    for (const Archive& archive : release.archives) {
      reached.insert(archive.sha256);
      for (const Delta& delta : archive.deltas) reached.insert(delta.sha256);
    }
  }
}

}  // namespace

StoreVerdict JudgeStore(const ReleaseStore& store, const std::string& trusted_root,
                        const std::optional<PublicKey>& archive_key, UnixSeconds now) {
  StoreVerdict verdict;
  const absl::StatusOr<Publication> current = store.Load();
  if (!current.ok()) {
    verdict.problems.push_back(std::string(MessageOf(current.status())));
    return verdict;
  }
  const FetchFile fetch = [&store, &current](const std::string& name,
                                             std::size_t max_bytes) -> absl::StatusOr<ServedFile> {
    const PublishedFile* file = current->Find(name);
    if (file == nullptr) return absl::NotFoundError("it is not published");
    ServedFile served{.bytes = "", .content_type = file->type, .etag = file->sha256};
    NEXY_ASSIGN_OR_RETURN(served.bytes, store.ReadBlob(file->sha256, max_bytes));
    return served;
  };
  verdict = JudgeService(fetch, trusted_root, archive_key, now);
  JudgeBlobs(store, verdict);
  JudgeChain(store, *current, verdict);
  JudgeLog(store, *current, verdict);
  return verdict;
}

absl::StatusOr<Garbage> CollectGarbage(const ReleaseStore& store, const std::string& who,
                                       std::size_t kept, bool dry_run) {
  NEXY_ASSIGN_OR_RETURN(const ReleaseStore::Lock lock, store.Acquire(who, "gc"));
  if (!dry_run) NEXY_RETURN_IF_ERROR(store.Recover());
  // What cannot be read cannot be followed, so nothing is deleted then.
  NEXY_ASSIGN_OR_RETURN(const PublishedState state, LoadPublished(store, ""));
  std::set<std::string> reached;
  AddReached(state.catalogue, reached);
  NEXY_ASSIGN_OR_RETURN(const std::vector<std::int64_t> numbers, store.PublicationNumbers());
  NEXY_ASSIGN_OR_RETURN(const std::vector<std::string> blobs, store.BlobNames());
  Garbage garbage;
  for (const std::int64_t number : numbers) {
    const bool old = number <= state.publication.number - static_cast<std::int64_t>(kept);
    const bool unborn = number > state.publication.number;  // A crash before it counted.
    if (old || unborn) {
      garbage.publications.push_back(number);
      continue;
    }
    NEXY_ASSIGN_OR_RETURN(const Publication publication, store.Load(number));
    AddReached(publication, reached);
  }
  AddReached(state.publication, reached);
  for (const std::string& name : blobs) {
    if (reached.contains(name)) continue;
    const absl::StatusOr<MappedFile> blob = MappedFile::Open(store.BlobPath(name));
    if (blob.ok()) garbage.bytes += static_cast<std::int64_t>(blob->bytes().size());
    garbage.blobs.push_back(name);
  }
  if (dry_run) return garbage;
  for (const std::int64_t number : garbage.publications) {
    NEXY_RETURN_IF_ERROR(RemoveFile(store.PublicationPath(number)));
  }
  for (const std::string& name : garbage.blobs) {
    NEXY_RETURN_IF_ERROR(RemoveFile(store.BlobPath(name)));
  }
  return garbage;
}

}  // namespace nexy
