#pragma once

#include <chrono>
#include <optional>
#include <random>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "base/backoff.h"
#include "base/circuit_breaker.h"
#include "base/clock.h"
#include "base/mutex.h"
#include "base/provider_metrics.h"

namespace nexy {

struct ResilienceOptions {
  int attempts = 2;  // Of one request, the first one included.
  BackoffOptions backoff;
  std::chrono::milliseconds longest_wait{2'000};  // A service that asks for more is not waited for.
  CircuitBreakerOptions breaker;
};

// Who gives a request up after so long does it because the service was silent.
struct Patience {
  std::chrono::milliseconds first;  // Before anything was heard.
  std::chrono::milliseconds next;
};

// What one outside service's requests have in common: whether to ask it at all, whether and when to
// ask again; and the figures of all that. Thread-safe; `clock` outlives it and the Asked.
class Resilience {
 public:
  Resilience(const ResilienceOptions& options, Patience patience, Clock& clock, std::uint64_t seed,
             ProviderMetrics metrics = {})
      : options_(options),
        patience_(patience),
        clock_(clock),
        metrics_(std::move(metrics)),
        breaker_(options.breaker, clock),
        random_(seed) {}

  // One request from its admission to its end. Tells the breaker once how it went, also when it is
  // destroyed by a cancellation.
  class Asked {
   public:
    explicit Asked(Resilience& service)
        : service_(&service), waiting_since_(service.clock_.Now()) {}
    Asked(Asked&& other) noexcept
        : service_(std::exchange(other.service_, nullptr)),
          waiting_since_(other.waiting_since_),
          heard_(other.heard_) {}
    Asked& operator=(Asked&&) = delete;
    ~Asked();

    // From now on it is waited for; from the start it is.
    void Wait();
    // Something came, so the service is alive.
    void Heard();
    void Succeeded();
    void Failed(const absl::Status& failure);

   private:
    Resilience* service_;  // Null: told, or moved from.
    std::optional<Clock::Time> waiting_since_;
    bool heard_ = false;
  };

  // Not OK: the circuit is open, and the status is its last failure.
  absl::Status Admit();

  // How long to wait before the next attempt after `made` that ended with `failure` before anything
  // was heard; nullopt: do not ask again.
  std::optional<std::chrono::milliseconds> RetryIn(const absl::Status& failure, int made);

  // Puts the circuit's state into the figures.
  void Observe() { metrics_.SetCircuit(static_cast<int>(breaker_.state())); }

  const CircuitBreaker& breaker() const { return breaker_; }

 private:
  const ResilienceOptions options_;
  const Patience patience_;
  Clock& clock_;
  ProviderMetrics metrics_;
  CircuitBreaker breaker_;
  Mutex mutex_;
  std::mt19937_64 random_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace nexy
