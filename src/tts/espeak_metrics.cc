#include "tts/espeak_metrics.h"

namespace nexy {
namespace {

prometheus::Counter& Utterances(prometheus::Registry& registry, const char* outcome) {
  return prometheus::BuildCounter()
      .Name("nexy_espeak_utterances_total")
      .Help("Texts given to the embedded voice, by what became of them")
      .Register(registry)
      .Add({{"outcome", outcome}});
}

prometheus::Counter& Retries(prometheus::Registry& registry, const char* reason) {
  return prometheus::BuildCounter()
      .Name("nexy_espeak_retries_total")
      .Help("Texts that another worker had to begin again, by reason")
      .Register(registry)
      .Add({{"reason", reason}});
}

prometheus::Counter& Workers(prometheus::Registry& registry, const char* event) {
  return prometheus::BuildCounter()
      .Name("nexy_espeak_worker_failures_total")
      .Help("Worker processes that were lost or could not be started")
      .Register(registry)
      .Add({{"event", event}});
}

prometheus::Histogram& Seconds(prometheus::Registry& registry, const char* name, const char* help) {
  return prometheus::BuildHistogram().Name(name).Help(help).Register(registry).Add(
      {}, prometheus::Histogram::BucketBoundaries{0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5,
                                                  1.0, 2.0, 5.0});
}

}  // namespace

EspeakMetrics::EspeakMetrics(prometheus::Registry& registry)
    : spoken(Utterances(registry, "spoken")),
      cancelled(Utterances(registry, "cancelled")),
      failed(Utterances(registry, "failed")),
      refused(Utterances(registry, "refused")),
      text_retries(Retries(registry, "text")),
      worker_retries(Retries(registry, "worker")),
      reduced(Retries(registry, "reduced")),
      other_voice(prometheus::BuildCounter()
                      .Name("nexy_espeak_other_voice_total")
                      .Help("Texts spoken by another voice because the configured one is missing")
                      .Register(registry)
                      .Add({})),
      workers_lost(Workers(registry, "lost")),
      workers_not_started(Workers(registry, "not_started")),
      workers_ready(prometheus::BuildGauge()
                        .Name("nexy_espeak_workers_ready")
                        .Help("Worker processes that can speak")
                        .Register(registry)
                        .Add({})),
      queue_wait(Seconds(registry, "nexy_espeak_queue_wait_seconds",
                         "Time that a text waited for a worker")),
      first_audio(Seconds(registry, "nexy_espeak_first_audio_seconds",
                          "Time from the request to the first wire PCM")) {}

}  // namespace nexy
