#pragma once

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

namespace nexy {

// What the embedded voice counts.
struct EspeakMetrics {
  explicit EspeakMetrics(prometheus::Registry& registry);

  prometheus::Counter& spoken;
  prometheus::Counter& cancelled;
  prometheus::Counter& failed;
  prometheus::Counter& refused;           // The queue was full.
  prometheus::Counter& text_retries;      // The synthesiser failed on a text.
  prometheus::Counter& worker_retries;    // A worker was lost in mid-utterance.
  prometheus::Counter& reduced;           // Retried without everything but letters and digits.
  prometheus::Counter& other_voice;       // The configured voice is not installed.
  prometheus::Counter& workers_lost;
  prometheus::Counter& workers_not_started;
  prometheus::Gauge& workers_ready;
  prometheus::Histogram& queue_wait;
  prometheus::Histogram& first_audio;
};

}  // namespace nexy
