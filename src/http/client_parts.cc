#include "http/client_parts.h"

#include <utility>

#include "base/failure.h"
#include "base/status.h"
#include "base/strings.h"

namespace nexy {

ClientParts::ClientParts(asio::any_io_executor executor_of_sockets, const HttpOptions& given,
                         const ProxySettings& proxies, Clock& given_clock, Log& given_log,
                         prometheus::Registry& registry)
    : executor(std::move(executor_of_sockets)),
      options(given),
      clock(given_clock),
      log(given_log),
      metrics(registry),
      tls(options.ca_file),
      resolver(clock),
      dialer(executor, clock, tls, resolver, metrics),
      pool(options, clock, metrics),
      proxies_(proxies) {}

absl::Status ClientParts::status() const {
  return tls.status().ok() ? proxies_.status() : tls.status();
}

void ClientParts::Stop() {
  pool.Stop();
  metrics.Stop();
  resolver.Stop();
}

absl::StatusOr<Url> ClientParts::AddressOf(const std::string& text, bool web_socket) const {
  auto url = ParseUrl(text);
  if (!url.ok()) return Failure(FailureReason::kBadRequest, MessageOf(url.status()));
  if (url->web_socket != web_socket) {
    return Failure(FailureReason::kBadRequest, "the address has a scheme for something else");
  }
  return url;
}

absl::StatusOr<Route> ClientParts::RouteTo(const Url& url) const {
  auto proxy = proxies_.Choose(url);
  if (!proxy.ok()) return Failure(FailureReason::kRefused, MessageOf(proxy.status()));
  return Route{.tls = url.tls,
               .host = url.host,
               .port = url.port,
               .proxy = *std::move(proxy),
               .tunnel = url.tls || url.web_socket};
}

}  // namespace nexy
