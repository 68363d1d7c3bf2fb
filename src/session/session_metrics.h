#pragma once

#include <prometheus/gauge.h>
#include <prometheus/registry.h>

#include "session/collect.h"
#include "session/conversation.h"
#include "session/known_devices.h"
#include "session/session_registry.h"

namespace nexy {

// What the sessions hold in memory, as gauges. Observe() is called beside the periodic Sweep().
class SessionMetrics {
 public:
  explicit SessionMetrics(prometheus::Registry& registry);

  void Observe(const SessionRegistry& sessions, const KnownDevices& known,
               const CollectBuffers& collect, const Conversations& conversations);

 private:
  prometheus::Gauge& live_turns_;
  prometheus::Gauge& known_devices_;
  prometheus::Gauge& collect_buffers_;
  prometheus::Gauge& collect_bytes_;
  prometheus::Gauge& conversations_;
  prometheus::Gauge& conversation_text_bytes_;
  prometheus::Gauge& conversation_screenshot_bytes_;
};

}  // namespace nexy
