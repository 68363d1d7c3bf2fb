#pragma once

#include <memory>
#include <string>

#include "http/dialer.h"
#include "http/http_client.h"
#include "http/http_metrics.h"
#include "http/pool.h"
#include "http/proxy_rules.h"
#include "http/resolver.h"
#include "http/tls.h"

namespace nexy {

// What every request and WebSocket of one client shares. Thread-safe. Coroutines share it, because
// the io threads may end before they do.
class ClientParts {
 public:
  ClientParts(asio::any_io_executor executor, const HttpOptions& options,
              const ProxySettings& proxies, Clock& clock, Log& log, prometheus::Registry& registry);

  absl::Status status() const;
  // Nothing is kept or counted any more.
  void Stop();

  // Failure(kBadRequest) where `text` is no such address.
  absl::StatusOr<Url> AddressOf(const std::string& text, bool web_socket) const;
  absl::StatusOr<Route> RouteTo(const Url& url) const;

  const asio::any_io_executor executor;
  const HttpOptions options;
  Clock& clock;
  Log& log;
  HttpMetrics metrics;
  TlsContext tls;
  Resolver resolver;
  Dialer dialer;
  Pool pool;

 private:
  const ProxyRules proxies_;
};

Task<absl::StatusOr<std::unique_ptr<WebSocket>>> ConnectWebSocket(
    std::shared_ptr<ClientParts> parts, WebSocketRequest request);

}  // namespace nexy
