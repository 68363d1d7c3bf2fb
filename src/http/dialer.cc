#include "http/dialer.h"

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>
#include <utility>
#include <vector>

#include "base/failure.h"
#include "base/status.h"
#include "base/strings.h"
#include "http/race.h"
#include "http/request_text.h"
#include "http/response_parser.h"
#include "http/watch.h"

namespace nexy {
namespace {

using asio::ip::tcp;
using boost::system::error_code;

constexpr std::size_t kProxyReplyMaxBytes = 16 * 1024;

absl::Status Late(std::string_view what) {
  return Failure(FailureReason::kConnectTimeout, Concat(what, " took too long"));
}

}  // namespace

std::string Route::HostAndPort() const {
  return host.find(':') != std::string::npos ? Concat("[", host, "]:", port)
                                             : Concat(host, ":", port);
}

std::string Route::Key() const {
  if (proxy && !tunnel) return Concat("by ", proxy->HostAndPort());
  return Concat(tls ? "tls " : "tcp ", HostAndPort(),
                proxy ? Concat(" by ", proxy->HostAndPort()) : std::string());
}

Task<absl::StatusOr<std::unique_ptr<Connection>>> Dialer::Open(Route route, OpenedFor reason,
                                                               Clock::Time deadline) {
  const Clock::Time begun = clock_.Now();
  auto socket = co_await OpenSocket(route.proxy ? route.proxy->host : route.host,
                                    route.proxy ? route.proxy->port : route.port, deadline);
  if (!socket.ok()) co_return socket.status();
  auto connection = std::make_unique<Connection>(*std::move(socket), clock_.Now(), metrics_);
  {
    const asio::any_io_executor executor = co_await asio::this_coro::executor;
    Watch watch(executor, clock_, connection->stream.socket());
    watch.CloseAt(deadline);
    if (route.proxy && route.tunnel) {
      absl::Status status = co_await Tunnel(connection->stream, route);
      if (watch.fired()) co_return Late("the proxy");
      if (!status.ok()) co_return status;
    }
    if (route.tls) {
      absl::Status status = co_await ShakeHands(connection->stream, route);
      if (watch.fired()) co_return Late("the TLS handshake");
      if (!status.ok()) co_return status;
    }
  }
  metrics_.OnOpened(reason, clock_.Now() - begun);
  co_return connection;
}

Task<absl::StatusOr<tcp::socket>> Dialer::OpenSocket(std::string host, std::uint16_t port,
                                                     Clock::Time deadline) {
  auto addresses = co_await resolver_.Resolve(host, deadline);
  if (!addresses.ok()) co_return addresses.status();
  std::vector<tcp::endpoint> endpoints;
  for (const auto& address : *addresses) endpoints.emplace_back(address, port);
  auto socket = co_await ConnectToFirst(executor_, std::move(endpoints), clock_, deadline);
  if (!socket.ok()) {
    resolver_.Forget(host);
    co_return socket.status();
  }
  error_code ignored;
  socket->set_option(tcp::no_delay(true), ignored);
  socket->set_option(tcp::socket::keep_alive(true), ignored);
  co_return socket;
}

Task<absl::Status> Dialer::Tunnel(Stream& stream, const Route& route) {
  const std::string text = ConnectText(route.HostAndPort(), *route.proxy);
  const auto [write_error, written] =
      co_await asio::async_write(stream.socket(), asio::buffer(text), kAsTuple);
  co_await ThrowIfCancelled();
  if (write_error) co_return Failure(FailureReason::kCut, "the proxy ended the connection");
  ResponseParser parser(kProxyReplyMaxBytes, /*without_body=*/true);
  std::string unread;
  while (!parser.is_done()) {
    // Byte by byte would be safe, but what follows comes only after we have spoken.
    std::array<char, 4096> bytes;
    const auto [error, size] =
        co_await stream.socket().async_read_some(asio::buffer(bytes), kAsTuple);
    co_await ThrowIfCancelled();
    if (error) co_return Failure(FailureReason::kCut, "the proxy ended the connection");
    unread.append(bytes.data(), size);
    auto taken = parser.Push(unread);
    if (!taken.ok()) co_return Annotate(taken.status(), "proxy");
    unread.erase(0, *taken);
  }
  if (parser.status() / 100 != 2) {
    co_return Failure(FailureReason::kRefused,
                      Concat("the proxy refused the connection: HTTP ", parser.status()));
  }
  if (!unread.empty()) {
    co_return Failure(FailureReason::kMalformed, "the proxy spoke before the service did");
  }
  co_return absl::OkStatus();
}

Task<absl::Status> Dialer::ShakeHands(Stream& stream, const Route& route) {
  auto& tls = stream.AddTls(tls_.context());
  NEXY_CO_RETURN_IF_ERROR(tls_.Prepare(tls.native_handle(), route.host, route.HostAndPort()));
  const auto [error] = co_await tls.async_handshake(asio::ssl::stream_base::client, kAsTuple);
  co_await ThrowIfCancelled();
  if (error) co_return HandshakeFailure(error, tls.native_handle());
  co_return absl::OkStatus();
}

}  // namespace nexy
