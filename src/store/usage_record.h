#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/money.h"
#include "base/usage_meter.h"
#include "store/price_options.h"

namespace nexy {

// What is added up separately.
struct UsageKey {
  std::chrono::sys_days day;
  std::string device;  // A hardware id, never stored as such; empty: the server's own.
  std::string service;
  std::string provider;
  std::string model;
  std::string currency;
  friend auto operator<=>(const UsageKey&, const UsageKey&) = default;
};

struct UsageAmounts {
  std::int64_t requests = 0;
  std::int64_t estimated = 0;  // Requests whose tokens are an estimate.
  std::int64_t input_tokens = 0;
  std::int64_t output_tokens = 0;
  std::int64_t characters = 0;
  std::int64_t audio_ms = 0;
  Money cost = {};  // At the prices of its day: later prices do not change it.

  UsageAmounts& operator+=(const UsageAmounts& other);
  friend bool operator==(const UsageAmounts&, const UsageAmounts&) = default;
};

struct UsageRecord {
  UsageKey key;
  UsageAmounts amounts;
};

// `usage` at `prices`; a provider without a price costs nothing.
UsageRecord RecordOf(std::chrono::sys_days day, Usage usage, const PriceOptions& prices);

// What usage can be added up by.
enum class UsageColumn { kDay, kDevice, kService, kProvider, kModel };

struct UsageQuery {
  std::chrono::sys_days since;
  std::chrono::sys_days until;             // That day too.
  std::vector<UsageColumn> by;             // In the order of the rows.
  std::optional<std::string> device = {};  // Only this hardware id.
};

// Texts of columns that were not asked for are empty. `device` is a hash, "" for the server's own.
struct UsageRow {
  std::string day, device, service, provider, model, currency;
  std::int64_t devices = 0;  // Different ones, without the server's own.
  UsageAmounts amounts;
};

}  // namespace nexy
