#pragma once

#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "base/clock.h"
#include "base/task.h"
#include "http/connection.h"
#include "http/resolver.h"
#include "http/tls.h"
#include "http/url.h"

namespace nexy {

// Where a connection leads: a service, straight or through a proxy.
struct Route {
  bool tls = false;
  std::string host;
  std::uint16_t port = 0;
  std::optional<Url> proxy;
  bool tunnel = false;  // Through the proxy with CONNECT; else the proxy is told the whole address.

  // Connections of equal keys serve each other's requests.
  std::string Key() const;
  std::string HostAndPort() const;
};

// Opens connections: name, TCP, proxy and TLS within one deadline. Thread-safe.
class Dialer {
 public:
  // `executor`: of the sockets. It need not be a strand.
  Dialer(asio::any_io_executor executor, Clock& clock, TlsContext& tls, Resolver& resolver,
         HttpMetrics& metrics)
      : executor_(std::move(executor)),
        clock_(clock),
        tls_(tls),
        resolver_(resolver),
        metrics_(metrics) {}

  // Failures kUnresolved, kRefused, kTls, kCut, kMalformed, kConnectTimeout.
  Task<absl::StatusOr<std::unique_ptr<Connection>>> Open(Route route, OpenedFor reason,
                                                         Clock::Time deadline);

 private:
  Task<absl::StatusOr<asio::ip::tcp::socket>> OpenSocket(std::string host, std::uint16_t port,
                                                         Clock::Time deadline);
  Task<absl::Status> Tunnel(Stream& stream, const Route& route);
  Task<absl::Status> ShakeHands(Stream& stream, const Route& route);

  const asio::any_io_executor executor_;
  Clock& clock_;
  TlsContext& tls_;
  Resolver& resolver_;
  HttpMetrics& metrics_;
};

}  // namespace nexy
