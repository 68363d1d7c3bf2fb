#pragma once

#include <prometheus/counter.h>
#include <prometheus/registry.h>

#include <cstddef>
#include <map>

#include "absl/status/status.h"
#include "base/clock.h"
#include "base/mutex.h"
#include "base/task.h"
#include "base/usage_meter.h"
#include "store/price_options.h"
#include "store/usage_store.h"

namespace nexy {

// Counts what services are used, at the prices of the moment, and writes the sums to the store from
// time to time: who counts never waits for a disk.
//
// Thread-safe; the collaborators outlive it. `store.usage_pending` sums wait at most; what would be
// one more is counted in the metrics and otherwise lost. What a failing store did not take waits
// on.
class UsageLedger final : public UsageMeter {
 public:
  UsageLedger(UsageStore& store, const StoreOptions& options, const PriceOptions& prices,
              Clock& clock, prometheus::Registry& registry);
  UsageLedger(const UsageLedger&) = delete;
  UsageLedger& operator=(const UsageLedger&) = delete;

  void Count(Usage usage) override;

  // Counts `usage` when it is stored, and completes then. Codes as of UsageStore::Write.
  Task<absl::Status> Report(Usage usage);

  // Writes what waits.
  Task<absl::Status> Flush();
  // The same on the caller's thread, for the end.
  absl::Status FlushNow();

  std::size_t pending() const;

 private:
  using Sums = std::map<UsageKey, UsageAmounts>;

  void Add(const UsageRecord& record);
  void CountMetrics(const UsageRecord& record);
  std::vector<UsageRecord> TakePending();
  void PutBack(const std::vector<UsageRecord>& records);
  std::chrono::sys_days Today() const;

  UsageStore& store_;
  const std::size_t pending_max_;
  const PriceOptions prices_;
  Clock& clock_;
  prometheus::Family<prometheus::Counter>& requests_;
  prometheus::Family<prometheus::Counter>& tokens_;
  prometheus::Family<prometheus::Counter>& characters_;
  prometheus::Family<prometheus::Counter>& audio_seconds_;
  prometheus::Family<prometheus::Counter>& cost_;
  prometheus::Counter& dropped_;

  mutable Mutex mutex_;
  Sums pending_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace nexy
