#pragma once

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/failure.h"

namespace nexy {

// Figures of the requests to one outside service, labelled by what it is asked for (llm, tts) and
// its name. A copy counts into the same figures; a default one counts nothing. Thread-safe; the
// registry outlives it.
class ProviderMetrics {
 public:
  // kRefused: the circuit is open, nothing was sent. kCancelled: the person or the turn went on
  // without it.
  enum class Outcome { kOk, kFailed, kCancelled, kRefused };

  ProviderMetrics() = default;
  // `first` names what comes first: "token", "audio".
  ProviderMetrics(prometheus::Registry& registry, std::string_view kind, std::string_view provider,
                  std::string_view first);

  void Count(Outcome outcome);
  // Of every attempt, also of one that was made again.
  void CountFailure(FailureReason reason);
  void CountRetry();
  // From an attempt's start to what it gave first.
  void ObserveFirst(Clock::Duration took);
  // 0 closed, 1 half open, 2 open.
  void SetCircuit(int state);

 private:
  prometheus::Counter& AddFailure(FailureReason reason);

  std::string kind_;
  std::string provider_;
  std::array<prometheus::Counter*, 4> outcomes_{};
  prometheus::Family<prometheus::Counter>* failures_ = nullptr;
  prometheus::Counter* retries_ = nullptr;
  prometheus::Histogram* first_ = nullptr;
  prometheus::Gauge* circuit_ = nullptr;
};

}  // namespace nexy
