#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "update/published_state.h"
#include "update/release_store.h"

namespace nexy {

// What a stranger finds who trusts nothing but a root document: every problem, in sentences.
struct StoreVerdict {
  std::vector<std::string> problems;
  std::vector<std::string> notes;  // Worth knowing, nothing is wrong.
  std::size_t files = 0;           // Looked at.
  bool for_macos = false;          // Some of them; Apple's part of it only a Mac can judge.
  bool good() const { return problems.empty(); }
};

// A published file as it is served: by a store, or by a server that answers a GET.
struct ServedFile {
  std::string bytes;
  std::string content_type;
  std::string etag;
};
// NOT_FOUND for a name that is not served, PERMISSION_DENIED for one of a channel that is closed or
// off.
using FetchFile =
    std::function<absl::StatusOr<ServedFile>(const std::string& name, std::size_t max_bytes)>;

// Judges what is served under `fetch`: the TUF documents from `trusted_root` on (empty: the first
// one that is served), each archive, note and delta by length, hash and both signatures, each feed
// against the signed list and against the rules of its readers. `archive_key` may be left out, then
// Sparkle's signatures are not checked, which is noted. A channel that is closed to whoever asks is
// noted too; everything that the lists name must be there.
StoreVerdict JudgeService(const FetchFile& fetch, const std::string& trusted_root,
                          const std::optional<PublicKey>& archive_key, UnixSeconds now);

// The same for a store, and besides it whether the store itself is whole: each blob is what its
// name says, the publications and the audit log form their chains.
StoreVerdict JudgeStore(const ReleaseStore& store, const std::string& trusted_root,
                        const std::optional<PublicKey>& archive_key, UnixSeconds now);

// Deletes blobs and publications that nothing reaches: neither the last `kept` publications nor the
// signed list of releases, withdrawn ones included. Returns the names of what went, or would go.
struct Garbage {
  std::vector<std::string> blobs;
  std::vector<std::int64_t> publications;
  std::int64_t bytes = 0;
};
absl::StatusOr<Garbage> CollectGarbage(const ReleaseStore& store, const std::string& who,
                                       std::size_t kept, bool dry_run);

}  // namespace nexy
