#include "session/session_metrics.h"

namespace nexy {
namespace {

prometheus::Gauge& Gauge(prometheus::Registry& registry, const char* name, const char* help) {
  return prometheus::BuildGauge().Name(name).Help(help).Register(registry).Add({});
}

void Set(prometheus::Gauge& gauge, std::size_t value) { gauge.Set(static_cast<double>(value)); }

}  // namespace

SessionMetrics::SessionMetrics(prometheus::Registry& registry)
    : live_turns_(Gauge(registry, "nexy_session_live_turns", "Turns that hold a slot.")),
      known_devices_(Gauge(registry, "nexy_session_known_devices",
                           "Devices that an interrupt would recognise.")),
      collect_buffers_(Gauge(registry, "nexy_session_collect_buffers",
                             "Questions that are being told in pieces.")),
      collect_bytes_(Gauge(registry, "nexy_session_collect_bytes",
                           "Texts and screenshots of those questions.")),
      conversations_(Gauge(registry, "nexy_session_conversations",
                           "Devices whose last turns are remembered.")),
      conversation_text_bytes_(Gauge(registry, "nexy_session_conversation_text_bytes",
                                     "Remembered questions, answers and notes.")),
      conversation_screenshot_bytes_(Gauge(registry, "nexy_session_conversation_screenshot_bytes",
                                           "Remembered screenshots.")) {}

void SessionMetrics::Observe(const SessionRegistry& sessions, const KnownDevices& known,
                             const CollectBuffers& collect, const Conversations& conversations) {
  const auto collected = collect.usage();
  const auto remembered = conversations.usage();
  Set(live_turns_, sessions.live());
  Set(known_devices_, known.size());
  Set(collect_buffers_, collected.buffers);
  Set(collect_bytes_, collected.bytes);
  Set(conversations_, remembered.devices);
  Set(conversation_text_bytes_, remembered.text_bytes);
  Set(conversation_screenshot_bytes_, remembered.screenshot_bytes);
}

}  // namespace nexy
