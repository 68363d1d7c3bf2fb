#pragma once

#include <prometheus/gauge.h>
#include <prometheus/registry.h>

#include <cstddef>

namespace nexy {

// How much work waits where; Set() about once a second, by one thread at a time.
class QueueMetrics {
 public:
  explicit QueueMetrics(prometheus::Registry& registry)
      : queues_(prometheus::BuildGauge()
                    .Name("nexy_queue_depth")
                    .Help("Work that waits or is being done, by where")
                    .Register(registry)),
        speech_(queues_.Add({{"queue", "speech"}})),
        decoding_(queues_.Add({{"queue", "decoding"}})),
        store_(queues_.Add({{"queue", "store"}})),
        usage_(queues_.Add({{"queue", "usage"}})) {}

  // Texts for the embedded voice, pictures, jobs of the store's thread, sums of usage.
  void Set(std::size_t speech, std::size_t decoding, std::size_t store, std::size_t usage) {
    speech_.Set(static_cast<double>(speech));
    decoding_.Set(static_cast<double>(decoding));
    store_.Set(static_cast<double>(store));
    usage_.Set(static_cast<double>(usage));
  }

 private:
  prometheus::Family<prometheus::Gauge>& queues_;
  prometheus::Gauge& speech_;
  prometheus::Gauge& decoding_;
  prometheus::Gauge& store_;
  prometheus::Gauge& usage_;
};

}  // namespace nexy
