#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "update/durable_file.h"
#include "update/publication.h"

namespace nexy {

// The folder that holds everything published; README.md describes its layout. Files that are there
// never change: blobs are named by their SHA-256, publications by their number. Only `current`,
// which names the publication that counts, is replaced, in one rename.
//
// Reading needs no lock and is thread-safe: a reader sees one whole publication or another, never a
// mixture. Writing is for whoever holds a Lock.
class ReleaseStore {
 public:
  // The right to write, until it goes; `flock` on a file, so it also goes when the process dies.
  class Lock {
   public:
    explicit Lock(FileHandle file) : file_(std::move(file)) {}

   private:
    FileHandle file_;
  };

  // NOT_FOUND when there is no store at `path`, FAILED_PRECONDITION for a newer format.
  static absl::StatusOr<ReleaseStore> Open(std::string path);
  // Makes an empty store; ALREADY_EXISTS if there is one.
  static absl::StatusOr<ReleaseStore> Create(std::string path);

  const std::string& path() const { return path_; }

  // NOT_FOUND before the first publication. DATA_LOSS if it is not what `current` names.
  absl::StatusOr<CurrentPublication> Current() const;
  absl::StatusOr<Publication> Load() const;
  absl::StatusOr<Publication> Load(std::int64_t number) const;

  // Opens the bytes of a published file, for sendfile. The path is made of the hash alone, so
  // nothing outside the store can be reached.
  absl::StatusOr<FileHandle> OpenBlob(const std::string& sha256) const;
  // DATA_LOSS if the bytes are not those of the name.
  absl::StatusOr<std::string> ReadBlob(const std::string& sha256, std::size_t max_bytes) const;
  std::string BlobPath(const std::string& sha256) const;

  // UNAVAILABLE, with who holds it since when, if somebody else writes. `who` and `what` are for
  // that message.
  absl::StatusOr<Lock> Acquire(const std::string& who, const std::string& what) const;

  // For the holder of the lock.
  absl::StatusOr<std::string> AddBlob(std::string_view bytes) const;
  // Makes `publication` count, then writes its line in the audit log.
  absl::Status Commit(const Publication& publication) const;
  // Finishes what a crash has left: the line of the current publication, unfinished files.
  absl::Status Recover() const;

  absl::StatusOr<std::vector<std::int64_t>> PublicationNumbers() const;
  std::string PublicationPath(std::int64_t number) const;
  absl::StatusOr<std::vector<std::string>> BlobNames() const;
  std::string AuditLogPath() const { return path_ + "/audit.jsonl"; }

 private:
  explicit ReleaseStore(std::string path) : path_(std::move(path)) {}

  std::string path_;
};

}  // namespace nexy
