#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "store/sql_session.h"
#include "store/store_options.h"
#include "store/usage_record.h"

namespace nexy {

// The database that holds usage, a SQLite file or PostgreSQL: one row a UsageKey, so that it grows
// with its users and not with their questions. A device is a keyed hash; the key lies in the same
// database, so that rows of one device can be added up and nobody can name it without them.
//
// Blocks; used by one thread at a time. Several processes may have the database open.
//
// Every function fails with UNAVAILABLE for what may pass (busy, full, read-only, missing), with
// DATA_LOSS for a damaged file, which is left as it is.
class UsageDatabase {
 public:
  // Creates what is not there and upgrades what an earlier nexyd made. FAILED_PRECONDITION: a newer
  // nexyd wrote it. INVALID_ARGUMENT: such a path or connection is none.
  static absl::StatusOr<std::unique_ptr<UsageDatabase>> Open(const StoreOptions& options);
  // Only Sum() works then. NOT_FOUND: there is no file. FAILED_PRECONDITION: another version's.
  static absl::StatusOr<std::unique_ptr<UsageDatabase>> OpenToRead(const StoreOptions& options);
  ~UsageDatabase();
  UsageDatabase(const UsageDatabase&) = delete;
  UsageDatabase& operator=(const UsageDatabase&) = delete;

  // All of them or none.
  absl::Status Add(const std::vector<UsageRecord>& records);
  // In the order of `query.by`, then of currencies.
  absl::StatusOr<std::vector<UsageRow>> Sum(const UsageQuery& query);
  absl::Status DeleteBefore(std::chrono::sys_days day);

 private:
  explicit UsageDatabase(SqlSession session);
  // What is stored for a hardware id.
  std::string HashOf(const std::string& hardware_id) const;

  SqlSession session_;
  std::string device_key_;
};

}  // namespace nexy
