#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "base/clock.h"
#include "base/log.h"
#include "base/resilience.h"
#include "tts/tts_provider.h"

namespace nexy {

// A voice over the network behind a circuit breaker, asked again while no sound of it came.
// Thread-safe; `voice`, `clock` and `log` outlive it.
class ResilientVoice final : public TtsProvider {
 public:
  // `patience`: the turn gives a silent voice up after this.
  ResilientVoice(TtsProvider& voice, const ResilienceOptions& options, Patience patience,
                 Clock& clock, Log& log, std::uint64_t seed, ProviderMetrics metrics = {});

  std::string_view name() const override { return voice_.name(); }
  void Prepare() override {
    if (breaker().state() == CircuitBreaker::State::kClosed) voice_.Prepare();
  }
  // An open circuit answers at once with its last failure.
  Task<absl::StatusOr<std::unique_ptr<TtsStream>>> Speak(TtsRequest request) override;

  const CircuitBreaker& breaker() const { return service_.breaker(); }
  // Puts the circuit's state into the figures. Called about once a second.
  void Observe() { service_.Observe(); }

 private:
  TtsProvider& voice_;
  Clock& clock_;
  Log& log_;
  Resilience service_;
};

}  // namespace nexy
