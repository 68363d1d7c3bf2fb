#include "store/usage_ledger.h"

#include <string>
#include <utility>

namespace nexy {
namespace {

prometheus::Family<prometheus::Counter>& Counters(prometheus::Registry& registry, const char* name,
                                                  const char* help) {
  return prometheus::BuildCounter().Name(name).Help(help).Register(registry);
}

// Clients choose what their reports call a provider: such a word is no label.
prometheus::Labels LabelsOf(const UsageKey& key) {
  return {{"service", key.service}, {"provider", key.service == "client" ? "" : key.provider}};
}

}  // namespace

UsageLedger::UsageLedger(UsageStore& store, const StoreOptions& options, const PriceOptions& prices,
                         Clock& clock, prometheus::Registry& registry)
    : store_(store),
      pending_max_(options.usage_pending),
      prices_(prices),
      clock_(clock),
      requests_(Counters(registry, "nexy_usage_requests_total",
                         "Answers, utterances and client reports that used a service")),
      tokens_(Counters(registry, "nexy_usage_tokens_total", "Tokens used, by direction")),
      characters_(Counters(registry, "nexy_usage_characters_total", "Characters given to voices")),
      audio_seconds_(Counters(registry, "nexy_usage_audio_seconds_total",
                              "Seconds of sound that services made")),
      cost_(Counters(registry, "nexy_usage_cost_total", "Cost at the configured prices")),
      dropped_(Counters(registry, "nexy_usage_dropped_total",
                        "Usage that found no room among what waits for the store")
                   .Add({})) {}

std::chrono::sys_days UsageLedger::Today() const {
  return std::chrono::floor<std::chrono::days>(clock_.WallNow());
}

void UsageLedger::Count(Usage usage) {
  const UsageRecord record = RecordOf(Today(), std::move(usage), prices_);
  CountMetrics(record);
  Add(record);
}

Task<absl::Status> UsageLedger::Report(Usage usage) {
  const UsageRecord record = RecordOf(Today(), std::move(usage), prices_);
  std::vector<UsageRecord> records(1, record);
  const absl::Status stored = co_await store_.Write(std::move(records));
  if (stored.ok()) CountMetrics(record);
  co_return stored;
}

Task<absl::Status> UsageLedger::Flush() {
  std::vector<UsageRecord> records = TakePending();
  std::vector<UsageRecord> copy = records;
  const absl::Status status = co_await store_.Write(std::move(copy));
  if (!status.ok()) PutBack(records);
  co_return status;
}

absl::Status UsageLedger::FlushNow() {
  const std::vector<UsageRecord> records = TakePending();
  const absl::Status status = store_.WriteNow(records);
  if (!status.ok()) PutBack(records);
  return status;
}

std::vector<UsageRecord> UsageLedger::TakePending() {
  Sums taken;
  {
    MutexLock lock(mutex_);
    taken.swap(pending_);
  }
  std::vector<UsageRecord> records;
  for (const auto& [key, amounts] : taken) records.push_back({key, amounts});
  return records;
}

void UsageLedger::PutBack(const std::vector<UsageRecord>& records) {
  for (const UsageRecord& record : records) Add(record);
}

void UsageLedger::Add(const UsageRecord& record) {
  MutexLock lock(mutex_);
  const auto found = pending_.find(record.key);
  if (found != pending_.end()) {
    found->second += record.amounts;
  } else if (pending_.size() < pending_max_) {
    pending_.emplace(record.key, record.amounts);
  } else {
    dropped_.Increment();
  }
}

void UsageLedger::CountMetrics(const UsageRecord& record) {
  const auto& [key, amounts] = record;
  const prometheus::Labels labels = LabelsOf(key);
  const auto add = [](auto& family, const prometheus::Labels& with, double amount) {
    if (amount > 0) family.Add(with).Increment(amount);
  };
  const auto with = [&labels](const char* name, const std::string& value) {
    prometheus::Labels more = labels;
    more.emplace(name, value);
    return more;
  };
  add(requests_, labels, static_cast<double>(amounts.requests));
  add(tokens_, with("direction", "input"), static_cast<double>(amounts.input_tokens));
  add(tokens_, with("direction", "output"), static_cast<double>(amounts.output_tokens));
  add(characters_, labels, static_cast<double>(amounts.characters));
  add(audio_seconds_, labels, static_cast<double>(amounts.audio_ms) / 1e3);
  add(cost_, with("currency", key.currency), static_cast<double>(amounts.cost.micros) / 1e6);
}

std::size_t UsageLedger::pending() const {
  MutexLock lock(mutex_);
  return pending_.size();
}

}  // namespace nexy
