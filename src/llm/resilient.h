#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "base/clock.h"
#include "base/log.h"
#include "base/resilience.h"
#include "llm/llm_provider.h"

namespace nexy {

// A mind over the network behind a circuit breaker, asked again while nothing was heard of it.
// Thread-safe; `mind`, `clock` and `log` outlive it.
class ResilientMind final : public LlmProvider {
 public:
  // `patience`: the turn gives a silent model up after this.
  ResilientMind(LlmProvider& mind, const ResilienceOptions& options, Patience patience,
                Clock& clock, Log& log, std::uint64_t seed, ProviderMetrics metrics = {});

  std::string_view name() const override { return mind_.name(); }
  bool can_continue() const override { return mind_.can_continue(); }
  // An open circuit answers at once with its last failure.
  Task<absl::StatusOr<std::unique_ptr<LlmStream>>> Ask(LlmRequest request) override;

  const CircuitBreaker& breaker() const { return service_.breaker(); }
  // Puts the circuit's state into the figures. Called about once a second.
  void Observe() { service_.Observe(); }

 private:
  LlmProvider& mind_;
  Clock& clock_;
  Log& log_;
  Resilience service_;
};

}  // namespace nexy
