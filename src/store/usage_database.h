#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "store/store_options.h"

namespace soci {
class session;
}

namespace nexy {

// What a client says that a question cost.
struct UsageRecord {
  std::string hardware_id;
  std::string source;
  std::string model;
  std::int32_t input_tokens = 0;
  std::int32_t output_tokens = 0;
};

struct UsageTotals {
  std::int64_t devices = 0;
  std::int64_t reports = 0;
  std::int64_t input_tokens = 0;
  std::int64_t output_tokens = 0;
  friend bool operator==(const UsageTotals&, const UsageTotals&) = default;
};

// The SQLite file that holds usage: one row a day, device, source and model, so that it grows with
// its users and not with their questions. A device is a keyed hash; the key lies in the same file,
// so that rows of one device can be added up and nobody can name it without the file.
//
// Blocks; used by one thread at a time. Several processes may have the file open.
//
// Every function fails with UNAVAILABLE for what may pass (busy, full, read-only, missing), with
// DATA_LOSS for a damaged file, which is left as it is.
class UsageDatabase {
 public:
  // Creates the file if it is not there. FAILED_PRECONDITION: a newer nexyd wrote it.
  // INVALID_ARGUMENT: SOCI cannot be told such a path.
  static absl::StatusOr<std::unique_ptr<UsageDatabase>> Open(const StoreOptions& options);
  ~UsageDatabase();
  UsageDatabase(const UsageDatabase&) = delete;
  UsageDatabase& operator=(const UsageDatabase&) = delete;

  absl::Status Add(std::chrono::sys_days day, const UsageRecord& record);
  absl::StatusOr<UsageTotals> TotalsOf(std::chrono::sys_days day);
  absl::Status DeleteBefore(std::chrono::sys_days day);

 private:
  explicit UsageDatabase(std::unique_ptr<soci::session> sql);
  absl::Status Prepare(const StoreOptions& options);
  std::string HashOf(const std::string& hardware_id) const;

  std::unique_ptr<soci::session> sql_;
  std::string device_key_;
};

}  // namespace nexy
