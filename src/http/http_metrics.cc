#include "http/http_metrics.h"

#include <string>

namespace nexy {
namespace {

constexpr std::array<const char*, kOpenedFor> kReasons = {"request", "retry", "prewarming",
                                                          "web_socket"};

prometheus::Family<prometheus::Counter>& Requests(prometheus::Registry& registry) {
  return prometheus::BuildCounter()
      .Name("nexy_http_requests_total")
      .Help("Requests that nexyd sent, by what came of them before the body: ok, or the failure.")
      .Register(registry);
}

}  // namespace

HttpMetrics::HttpMetrics(prometheus::Registry& registry)
    : answered_(Requests(registry).Add({{"outcome", "ok"}})),
      reused_(prometheus::BuildCounter()
                  .Name("nexy_http_connections_reused_total")
                  .Help("Requests that went out on a connection that was open already.")
                  .Register(registry)
                  .Add({})),
      open_(prometheus::BuildGauge()
                .Name("nexy_http_connections_open")
                .Help("Connections to outside services, used and kept.")
                .Register(registry)
                .Add({})),
      waiting_(prometheus::BuildGauge()
                   .Name("nexy_http_requests_waiting")
                   .Help("Requests that wait because http.connections_per_host are in use.")
                   .Register(registry)
                   .Add({})),
      connect_seconds_(prometheus::BuildHistogram()
                           .Name("nexy_http_connect_seconds")
                           .Help("Time for name, TCP, proxy and TLS together.")
                           .Register(registry)
                           .Add({}, prometheus::Histogram::BucketBoundaries{
                                        0.001, 0.005, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5})) {
  auto& opened = prometheus::BuildCounter()
                     .Name("nexy_http_connections_opened_total")
                     .Help("Connections opened to outside services, by what for.")
                     .Register(registry);
  for (std::size_t i = 0; i < kReasons.size(); ++i) {
    opened_[i] = &opened.Add({{"reason", kReasons[i]}});
  }
  for (int i = 0; i < kFailureReasons; ++i) {
    const std::string token(FailureToken(static_cast<FailureReason>(i)));
    failed_[static_cast<std::size_t>(i)] = &Requests(registry).Add({{"outcome", token}});
  }
}

void HttpMetrics::OnOpened(OpenedFor reason, std::chrono::steady_clock::duration took) {
  opened_[static_cast<std::size_t>(reason)]->Increment();
  connect_seconds_.Observe(std::chrono::duration<double>(took).count());
}

void HttpMetrics::OnRequest(const absl::Status& status) {
  if (status.ok()) {
    answered_.Increment();
  } else {
    failed_[static_cast<std::size_t>(FailureReasonOf(status))]->Increment();
  }
}

}  // namespace nexy
