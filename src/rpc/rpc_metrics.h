#pragma once

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/registry.h>

#include <array>
#include <memory>

#include "base/event_count.h"
#include "rpc/refusal.h"

namespace nexy {

// Figures of the wire. Thread-safe; `registry` and `clock` outlive it.
class RpcMetrics {
 public:
  RpcMetrics(prometheus::Registry& registry, Clock& clock);

  void CountRefusal(Refusal refusal) { refusals_[static_cast<std::size_t>(refusal)]->Increment(); }
  const EventCount& refusals(Refusal refusal) const {
    return *refusals_[static_cast<std::size_t>(refusal)];
  }

  prometheus::Counter&
      calls;  // StreamAudio calls; each ends as a turn, a refusal or a COLLECT chunk.
  prometheus::Gauge& open_calls;  // Of StreamAudio and GenerateWelcomeAudio, with all they hold.
  prometheus::Counter& collected;
  prometheus::Counter& interrupts;        // InterruptSession calls.
  prometheus::Counter& interrupted;       // Turns that they stopped.
  prometheus::Counter& welcomes;          // Welcomes spoken whole.
  prometheus::Counter& welcome_refusals;  // Refused or failed.
  prometheus::Counter& usage_reports;
  prometheus::Counter& usage_refusals;

 private:
  std::array<std::unique_ptr<EventCount>, kRefusals> refusals_;
};

// A call's presence among the open ones, from its first moment to the end of everything that it
// holds.
class OpenCall {
 public:
  explicit OpenCall(RpcMetrics& metrics) : metrics_(metrics) { metrics_.open_calls.Increment(); }
  ~OpenCall() { metrics_.open_calls.Decrement(); }
  OpenCall(const OpenCall&) = delete;
  OpenCall& operator=(const OpenCall&) = delete;

 private:
  RpcMetrics& metrics_;
};

}  // namespace nexy
