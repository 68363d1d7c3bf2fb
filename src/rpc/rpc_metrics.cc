#include "rpc/rpc_metrics.h"

#include <string>

namespace nexy {
namespace {

prometheus::Counter& Count(prometheus::Registry& registry, const char* name, const char* help) {
  return prometheus::BuildCounter().Name(name).Help(help).Register(registry).Add({});
}

}  // namespace

RpcMetrics::RpcMetrics(prometheus::Registry& registry, Clock& clock)
    : calls(Count(registry, "nexy_stream_calls_total", "StreamAudio calls that arrived")),
      open_calls(prometheus::BuildGauge()
                     .Name("nexy_open_calls")
                     .Help("Streaming calls that hold anything")
                     .Register(registry)
                     .Add({})),
      collected(Count(registry, "nexy_collect_chunks_total", "COLLECT chunks accepted")),
      interrupts(Count(registry, "nexy_interrupts_total", "InterruptSession calls")),
      interrupted(Count(registry, "nexy_interrupted_turns_total", "Turns that they stopped")),
      welcomes(Count(registry, "nexy_welcomes_total", "Welcomes spoken whole")),
      welcome_refusals(
          Count(registry, "nexy_welcome_refusals_total", "Welcomes refused or failed")),
      usage_reports(Count(registry, "nexy_usage_reports_total", "ReportUsage calls recorded")),
      usage_refusals(
          Count(registry, "nexy_usage_refusals_total", "ReportUsage calls not recorded")) {
  auto& refusals = prometheus::BuildCounter()
                       .Name("nexy_refusals_total")
                       .Help("StreamAudio calls refused, by reason")
                       .Register(registry);
  for (std::size_t i = 0; i < kRefusals; ++i) {
    const std::string token(RefusalToken(static_cast<Refusal>(i)));
    refusals_[i] = std::make_unique<EventCount>(clock, refusals.Add({{"reason", token}}));
  }
}

}  // namespace nexy
