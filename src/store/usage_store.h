#pragma once

#include <prometheus/registry.h>

#include <chrono>
#include <memory>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "base/blocking_pool.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/mutex.h"
#include "store/usage_database.h"

namespace nexy {

// Usage records in the database. It is never in anybody's way: without its database it refuses
// records, says so in the log and the metrics once an outage, and tries again after `retry_after`.
//
// Thread-safe. The collaborators outlive it, and it outlives the jobs that it gave to `pool`:
// destroy the pool first or await every Write.
class UsageStore {
 public:
  UsageStore(StoreOptions options, BlockingPool& pool, Clock& clock, prometheus::Registry& registry,
             Log& log);
  UsageStore(const UsageStore&) = delete;
  UsageStore& operator=(const UsageStore&) = delete;

  // Opens the database now, so that an outage is known before the first record needs it.
  Task<absl::Status> Open();

  // Completes when all of the records are stored, or none is. Codes as of UsageDatabase;
  // RESOURCE_EXHAUSTED when the pool is full.
  Task<absl::Status> Write(std::vector<UsageRecord> records);

  // The same on the caller's thread, which waits for the disk.
  absl::Status WriteNow(const std::vector<UsageRecord>& records);

  // How the last try to open or write ended; OK before the first. Does not block on the disk.
  absl::Status state() const;

 private:
  absl::Status OpenIfNeeded() ABSL_EXCLUSIVE_LOCKS_REQUIRED(database_mutex_);
  void Close(absl::Status why) ABSL_EXCLUSIVE_LOCKS_REQUIRED(database_mutex_);
  absl::Status Store(const std::vector<UsageRecord>& records);
  absl::Status DeleteOld(std::chrono::sys_days today)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(database_mutex_);
  void Note(const absl::Status& status);
  void CountRecords(const absl::Status& status, std::size_t records);

  const StoreOptions options_;
  BlockingPool& pool_;
  Clock& clock_;
  prometheus::Counter& stored_;
  prometheus::Counter& failed_;
  Log& log_;

  Mutex database_mutex_;  // Held while the disk works, on threads of the pool only.
  std::unique_ptr<UsageDatabase> database_ ABSL_GUARDED_BY(database_mutex_);
  absl::Status failure_ ABSL_GUARDED_BY(database_mutex_);
  Clock::Time retry_at_ ABSL_GUARDED_BY(database_mutex_) = Clock::Time::min();
  std::optional<std::chrono::sys_days> cleaned_ ABSL_GUARDED_BY(database_mutex_);

  mutable Mutex state_mutex_;
  absl::Status state_ ABSL_GUARDED_BY(state_mutex_);
};

}  // namespace nexy
