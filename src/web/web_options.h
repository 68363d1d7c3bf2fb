#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

namespace nexy {

// Section `web` of config/nexy.yaml: health, readiness, status, metrics.
struct WebOptions {
  std::string host = "auto";   // auto: 127.0.0.1 in prod and stage, 0.0.0.0 in dev.
  std::uint16_t port = 8080;   // 0: any free port.
  std::size_t max_connections = 256;          // One more is closed at once.
  std::size_t request_max_bytes = 64 * 1024;  // Of a URL, of a header, of a body; more closes the connection.
  std::chrono::milliseconds request_timeout{10'000};   // For a whole request to arrive, the first and the next.
  std::chrono::milliseconds response_timeout{10'000};  // For the client to take an answer.
};

}  // namespace nexy
