#pragma once

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <array>
#include <atomic>
#include <chrono>

#include "absl/status/status.h"
#include "base/failure.h"

namespace nexy {

// Why a connection was opened; labels a metric.
enum class OpenedFor { kRequest, kRetry, kPrewarming, kWebSocket };
inline constexpr int kOpenedFor = 4;

// What the HTTP client counts. Thread-safe.
class HttpMetrics {
 public:
  explicit HttpMetrics(prometheus::Registry& registry);

  void OnOpened(OpenedFor reason, std::chrono::steady_clock::duration took);
  void OnReused() { reused_.Increment(); }
  // A request has its response's headers, or failed before.
  void OnRequest(const absl::Status& status);
  void OnWaiting(int change) { waiting_.Increment(change); }
  // Connections open, used or not. Nothing more is counted after Stop().
  void OnOpenCount(int change) {
    if (!stopped_) open_.Increment(change);
  }
  void Stop() { stopped_ = true; }

 private:
  std::array<prometheus::Counter*, kOpenedFor> opened_;
  std::array<prometheus::Counter*, kFailureReasons> failed_;
  prometheus::Counter& answered_;
  prometheus::Counter& reused_;
  prometheus::Gauge& open_;
  prometheus::Gauge& waiting_;
  prometheus::Histogram& connect_seconds_;
  std::atomic<bool> stopped_{false};
};

}  // namespace nexy
