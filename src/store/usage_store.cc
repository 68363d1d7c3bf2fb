#include "store/usage_store.h"

#include <prometheus/counter.h>

#include <utility>

#include "base/strings.h"

namespace nexy {
namespace {

prometheus::Family<prometheus::Counter>& Records(prometheus::Registry& registry) {
  return prometheus::BuildCounter()
      .Name("nexy_usage_records_total")
      .Help("Usage records by what became of them")
      .Register(registry);
}

}  // namespace

UsageStore::UsageStore(StoreOptions options, BlockingPool& pool, Clock& clock,
                       prometheus::Registry& registry, Log& log)
    : options_(std::move(options)),
      pool_(pool),
      clock_(clock),
      stored_(Records(registry).Add({{"result", "stored"}})),
      failed_(Records(registry).Add({{"result", "failed"}})),
      log_(log) {}

Task<absl::Status> UsageStore::Open() {
  auto job = [this]() -> absl::StatusOr<bool> {
    MutexLock lock(database_mutex_);
    const absl::Status status = OpenIfNeeded();
    Note(status);
    if (!status.ok()) return status;
    return true;
  };
  const auto opened = co_await pool_.Run<bool>(std::move(job));
  co_return opened.status();
}

Task<absl::Status> UsageStore::Write(std::vector<UsageRecord> records) {
  if (records.empty()) co_return absl::OkStatus();
  const std::size_t count = records.size();
  auto job = [this, records = std::move(records)]() -> absl::StatusOr<bool> {
    const absl::Status status = Store(records);
    if (!status.ok()) return status;
    return true;
  };
  const auto stored = co_await pool_.Run<bool>(std::move(job));
  CountRecords(stored.status(), count);
  co_return stored.status();
}

absl::Status UsageStore::WriteNow(const std::vector<UsageRecord>& records) {
  if (records.empty()) return absl::OkStatus();
  const absl::Status status = Store(records);
  CountRecords(status, records.size());
  return status;
}

void UsageStore::CountRecords(const absl::Status& status, std::size_t records) {
  (status.ok() ? stored_ : failed_).Increment(static_cast<double>(records));
}

absl::Status UsageStore::Store(const std::vector<UsageRecord>& records) {
  const auto today = std::chrono::floor<std::chrono::days>(clock_.WallNow());
  MutexLock lock(database_mutex_);
  absl::Status status = OpenIfNeeded();
  if (status.ok()) {
    status = DeleteOld(today);
    if (status.ok()) status = database_->Add(records);
    // Somebody may have to put another file there, so let go of this one.
    if (!status.ok()) Close(status);
  }
  Note(status);
  return status;
}

absl::Status UsageStore::OpenIfNeeded() {
  if (database_) return absl::OkStatus();
  if (clock_.Now() < retry_at_) return failure_;
  auto opened = UsageDatabase::Open(options_);
  if (!opened.ok()) {
    Close(opened.status());
    return failure_;
  }
  database_ = std::move(*opened);
  return absl::OkStatus();
}

void UsageStore::Close(absl::Status why) {
  database_.reset();
  failure_ = std::move(why);
  retry_at_ = clock_.Now() + options_.retry_after;
}

absl::Status UsageStore::DeleteOld(std::chrono::sys_days today) {
  if (options_.usage_keep_days == 0 || cleaned_ == today) return absl::OkStatus();
  const auto keep = std::chrono::days(static_cast<int>(options_.usage_keep_days));
  const absl::Status status = database_->DeleteBefore(today - keep);
  if (status.ok()) cleaned_ = today;
  return status;
}

void UsageStore::Note(const absl::Status& status) {
  bool changed = false;
  {
    MutexLock lock(state_mutex_);
    changed = state_.ok() != status.ok();
    state_ = status;
  }
  if (!changed) return;
  if (status.ok()) {
    log_.Info("database", "complete", "usage is recorded again");
  } else {
    log_.Error("database", "fail", "usage is not recorded",
               {{"code", status.code()}, {"error", LogDetail{std::string(MessageOf(status))}}});
  }
}

absl::Status UsageStore::state() const {
  MutexLock lock(state_mutex_);
  return state_;
}

}  // namespace nexy
