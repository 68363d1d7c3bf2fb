#pragma once

#include <chrono>
#include <cstddef>

#include "base/clock.h"
#include "http/http_client.h"

namespace nexy {

// What a voice over the network shares with its siblings. Everything outlives them.
struct TtsParts {
  HttpClient& http;
  Clock& clock;
  std::chrono::milliseconds first_audio_timeout;
  std::chrono::milliseconds next_audio_timeout;
  std::size_t prewarm;  // Connections.
};

}  // namespace nexy
