#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace nexy {

// Section `web` of config/nexy.yaml: health, readiness, status, metrics.
struct WebOptions {
  std::string host = "auto";   // auto: 127.0.0.1 in prod and stage, 0.0.0.0 in dev.
  std::uint16_t port = 8080;   // 0: any free port.
  std::size_t max_connections = 256;
  std::size_t request_max_bytes = 64 * 1024;
};

}  // namespace nexy
