#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "update/tuf_metadata.h"

namespace nexy {

// What a client trusts and keeps between two checks. A new client has only `root`, which comes with
// the program.
struct TrustedFiles {
  std::string root;
  std::string timestamp;
  std::string snapshot;
  std::string targets;
  UnixSeconds newest_time = 0;  // The latest time that a signed document has named.
};

// One check for news, by the client's workflow of the TUF specification (5.1 to 5.6): it says which
// document it wants next and judges what it is given. It does no input or output of its own, so a
// coroutine, a test and `nexyctl update verify` use the same judgement.
//
//   auto update = MetadataUpdate::Start(files, now);
//   while (auto wanted = update->wanted()) { fetch it; update->Give(bytes) or GiveMissing(); }
//
// Beyond the specification it refuses two documents under one number, a number that jumps too far,
// and a clock that was set back behind what was already seen. Fail closed: after a refusal nothing
// more is wanted, targets() is not to be used, and files() holds what was trusted until then, which
// is to be kept in every case. Refusals carry an UpdateRefusal, and their sentences can be spoken.
class MetadataUpdate {
 public:
  struct Wanted {
    std::string name;           // "2.root.json", "timestamp.json", "7.snapshot.json", …
    std::size_t max_bytes = 0;  // Stop reading after one byte more, and give what there is.
    bool may_be_missing = false;
  };

  // `now` is the machine's time. Lists of closed channels are asked for as far as the clients of
  // `channel` see them; empty: all of them. A refusal if the kept root cannot be read.
  static absl::StatusOr<MetadataUpdate> Start(TrustedFiles files, UnixSeconds now,
                                              const std::string& channel = "");

  // None: the check is over, with targets() to use if no call has failed.
  std::optional<Wanted> wanted() const;
  absl::Status Give(std::string bytes);
  // The server does not have it; a refusal unless it may be missing.
  absl::Status GiveMissing();
  // The list of a closed channel is wanted, and whoever asks may not have it. For a judge who says
  // so; a client would take silence for "nothing new".
  absl::Status PassOver();

  bool done() const { return step_ == Step::kDone; }
  const TrustedFiles& files() const { return files_; }
  const Root& root() const { return root_; }
  // All lists that were read, put together.
  const Targets& targets() const { return targets_; }
  const Timestamp& timestamp() const { return timestamp_; }
  const Snapshot& snapshot() const { return snapshot_; }

 private:
  enum class Step { kRoot, kTimestamp, kSnapshot, kTargets, kChannel, kDone, kRefused };

  MetadataUpdate(TrustedFiles files, UnixSeconds now, Root root, std::string channel)
      : files_(std::move(files)), now_(now), root_(std::move(root)), channel_(std::move(channel)) {}

  absl::Status Judge(const std::string& bytes);
  absl::Status TakeRoot(const std::string& bytes);
  absl::Status FinishRoots();
  absl::Status TakeTimestamp(const std::string& bytes);
  absl::Status TakeSnapshot(const std::string& bytes);
  absl::Status TakeTargets(const std::string& bytes);
  absl::Status TakeChannel(const std::string& bytes);
  // Decides which lists of closed channels are read.
  absl::Status AfterTargets();
  absl::Status CheckTimestampNumbers(const Timestamp& next, const std::string& bytes) const;
  // Goes on with what is kept if it is what is signed for, else wants it.
  absl::Status AfterTimestamp();
  absl::Status AfterSnapshot();
  void Forget(const Root& before);
  absl::Status CheckTime(UnixSeconds expires, std::string_view what) const;

  TrustedFiles files_;
  UnixSeconds now_;
  Root root_;
  std::string channel_;
  std::optional<Timestamp> kept_timestamp_;
  std::optional<Snapshot> kept_snapshot_;
  std::int64_t kept_targets_version_ = 0;
  Timestamp timestamp_;
  Snapshot snapshot_;
  Targets targets_;
  std::vector<std::string> wanted_roles_;  // The next one last.
  int rotations_ = 0;
  Step step_ = Step::kRoot;
};

// The root of `bytes` if it is signed by itself, as the first one of a client must be.
absl::StatusOr<Root> ReadOwnRoot(std::string_view bytes);

}  // namespace nexy
