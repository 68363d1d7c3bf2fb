#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/mutex.h"
#include "update/outcome.h"

namespace nexy {

// Counts what clients report, by the hour, and keeps the counts in one append-only file a day
// (2026-11-23.jsonl, a line a count). Single reports are never kept, so nothing can be traced to an
// installation. Thread-safe; Flush() blocks on the disk.
class OutcomeLog {
 public:
  // `folder` is made if it is not there.
  static absl::StatusOr<std::string> Prepare(const std::string& folder);
  explicit OutcomeLog(std::string folder) : folder_(std::move(folder)) {}

  // RESOURCE_EXHAUSTED when too many different reports wait for the disk: somebody makes them up.
  absl::Status Record(const OutcomeReport& report, UnixSeconds now);
  // Adds what has been counted since the last flush; what could not be written is tried again.
  absl::Status Flush();
  // Deletes the files of days before `now` - `keep_days`; 0 keeps all.
  absl::Status DeleteOld(UnixSeconds now, std::size_t keep_days) const;

 private:
  const std::string folder_;
  Mutex mutex_;
  // By the count's line with count 1, which is everything but the count.
  std::map<std::string, OutcomeCount> waiting_ ABSL_GUARDED_BY(mutex_);
};

// All counts of a folder, added up; a damaged line is left out and counted in `damaged`.
absl::StatusOr<std::vector<OutcomeCount>> ReadOutcomes(const std::string& folder,
                                                       std::size_t* damaged);

}  // namespace nexy
