#pragma once

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/registry.h>

namespace nexy {

// What this process takes of the machine, under the names that Prometheus clients share. Used by
// one thread at a time; `registry` outlives it.
class ProcessMetrics {
 public:
  explicit ProcessMetrics(prometheus::Registry& registry);

  // Looks now. Called about once a second.
  void Observe();

 private:
  prometheus::Counter& cpu_seconds_;
  prometheus::Gauge& resident_bytes_;
  prometheus::Gauge& virtual_bytes_;
  prometheus::Gauge& open_fds_;
  prometheus::Gauge& max_fds_;
  prometheus::Gauge& threads_;
  double counted_cpu_seconds_ = 0;
};

}  // namespace nexy
