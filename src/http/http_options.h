#pragma once

#include <chrono>
#include <cstddef>
#include <string>

namespace nexy {

// Section `http` of config/nexy.yaml: every connection that nexyd opens.
struct HttpOptions {
  std::string ca_file;  // PEM; trusted besides the system's certificates. Empty: only those.
  std::chrono::milliseconds connect_timeout{3'000};  // Name, TCP, proxy and TLS together.
  std::chrono::milliseconds idle_max{60'000};        // An unused connection is closed after this.
  std::chrono::milliseconds age_max{600'000};        // An older connection is not used again.
  std::size_t idle_per_host = 8;                     // Kept open for the next request.
  std::size_t connections_per_host = 8192;           // One more request waits for its turn.
  std::size_t header_max_bytes = 32 * 1024;          // Of a response.
};

// Where requests go through, as HTTPS_PROXY, HTTP_PROXY and NO_PROXY (or their small-letter forms)
// say: `http://host:port`, `http://user:password@host:port`; a list of hosts and .domains.
struct ProxySettings {
  std::string https;
  std::string http;
  std::string no_proxy;
};

}  // namespace nexy
