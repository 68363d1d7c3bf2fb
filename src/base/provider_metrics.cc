#include "base/provider_metrics.h"

#include <chrono>

#include "base/latency.h"

namespace nexy {
namespace {

constexpr std::array<const char*, 4> kOutcomes = {"ok", "failed", "cancelled", "refused"};

prometheus::Family<prometheus::Counter>& Counters(prometheus::Registry& registry, const char* name,
                                                  const char* help) {
  return prometheus::BuildCounter().Name(name).Help(help).Register(registry);
}

}  // namespace

ProviderMetrics::ProviderMetrics(prometheus::Registry& registry, std::string_view kind,
                                 std::string_view provider, std::string_view first)
    : kind_(kind), provider_(provider) {
  const prometheus::Labels labels = {{"kind", kind_}, {"provider", provider_}};
  auto& requests = Counters(registry, "nexy_provider_requests_total",
                            "Requests to outside services, by what became of them");
  for (std::size_t i = 0; i < kOutcomes.size(); ++i) {
    prometheus::Labels with_outcome = labels;
    with_outcome["outcome"] = kOutcomes[i];
    outcomes_[i] = &requests.Add(with_outcome);
  }
  failures_ = &Counters(registry, "nexy_provider_failures_total",
                        "Attempts at outside services that failed, by reason");
  // An alert sees the first of these only as a step from 0.
  for (const FailureReason reason :
       {FailureReason::kKey, FailureReason::kForbidden, FailureReason::kModel,
        FailureReason::kQuota, FailureReason::kBilling}) {
    AddFailure(reason);
  }
  retries_ = &Counters(registry, "nexy_provider_retries_total",
                       "Attempts that were made again before anything was heard")
                  .Add(labels);
  first_ = &prometheus::BuildHistogram()
                .Name("nexy_provider_first_" + std::string(first) + "_seconds")
                .Help("From the request to what the service gave first")
                .Register(registry)
                .Add(labels, Latency::Bounds());
  circuit_ = &prometheus::BuildGauge()
                  .Name("nexy_provider_circuit_state")
                  .Help("Circuit breaker of an outside service: 0 closed, 1 half open, 2 open")
                  .Register(registry)
                  .Add(labels);
}

void ProviderMetrics::Count(Outcome outcome) {
  if (auto* counter = outcomes_[static_cast<std::size_t>(outcome)]) counter->Increment();
}

void ProviderMetrics::CountFailure(FailureReason reason) {
  if (failures_ != nullptr) AddFailure(reason).Increment();
}

prometheus::Counter& ProviderMetrics::AddFailure(FailureReason reason) {
  return failures_->Add(
      {{"kind", kind_}, {"provider", provider_}, {"reason", std::string(FailureToken(reason))}});
}

void ProviderMetrics::CountRetry() {
  if (retries_ != nullptr) retries_->Increment();
}

void ProviderMetrics::ObserveFirst(Clock::Duration took) {
  if (first_ != nullptr) first_->Observe(std::chrono::duration<double>(took).count());
}

void ProviderMetrics::SetCircuit(int state) {
  if (circuit_ != nullptr) circuit_->Set(state);
}

}  // namespace nexy
