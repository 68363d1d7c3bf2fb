#include "nexyd/server_port.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_future.hpp>
#include <cerrno>
#include <utility>
#include <vector>

#include "absl/memory/memory.h"
#include "base/strings.h"

namespace nexy {
namespace {

using asio::ip::tcp;

constexpr int kTakenInAtOnce = 64;  // Then other work has its turn.
constexpr auto kRest = std::chrono::milliseconds(100);

// As gRPC does: every address of this machine is wanted, of both families where there are two.
std::vector<tcp::endpoint> EndpointsOf(const std::string& host, std::uint16_t port,
                                       boost::system::error_code& error) {
  if (host == "0.0.0.0" || host == "::") {
    return {{tcp::v6(), port}, {tcp::v4(), port}};
  }
  const auto address = asio::ip::make_address(host, error);
  if (!error) return {{address, port}};
  asio::io_context io;
  tcp::resolver resolver(io);
  std::vector<tcp::endpoint> endpoints;
  for (const auto& found : resolver.resolve(host, std::to_string(port), error)) {
    endpoints.push_back(found.endpoint());
  }
  return endpoints;
}

void Listen(tcp::acceptor& acceptor, const tcp::endpoint& endpoint,
            boost::system::error_code& error) {
  acceptor.open(endpoint.protocol(), error);
  if (error) return;
  fcntl(acceptor.native_handle(), F_SETFD, FD_CLOEXEC);
  acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  if (endpoint.protocol() == tcp::v6()) acceptor.set_option(asio::ip::v6_only(false), error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (!error) acceptor.native_non_blocking(true, error);
  boost::system::error_code ignored;
  if (error) acceptor.close(ignored);
}

// What gRPC's own listener sets: messages leave at once, and a peer that acknowledges nothing is
// given up.
void Prepare(int connection) {
  constexpr int kOn = 1;
  constexpr int kGivenUpAfterMs = 20'000;
  setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &kOn, sizeof kOn);
  setsockopt(connection, IPPROTO_TCP, TCP_USER_TIMEOUT, &kGivenUpAfterMs, sizeof kGivenUpAfterMs);
}

}  // namespace

ServerPort::ServerPort(asio::io_context& io, Log& log)
    : strand_(asio::make_strand(io)), log_(log), acceptor_(strand_), rest_(strand_) {}

absl::StatusOr<std::unique_ptr<ServerPort>> ServerPort::Open(asio::io_context& io,
                                                             const std::string& host,
                                                             std::uint16_t port, Log& log) {
  auto opened = absl::WrapUnique(new ServerPort(io, log));
  boost::system::error_code error;
  for (const tcp::endpoint& endpoint : EndpointsOf(host, port, error)) {
    Listen(opened->acceptor_, endpoint, error);
    if (!error) break;
  }
  if (error || !opened->acceptor_.is_open()) return absl::UnavailableError(error.message());
  opened->port_ = opened->acceptor_.local_endpoint().port();
  return opened;
}

void ServerPort::Serve(std::unique_ptr<Receiver> receiver) {
  receiver_ = std::move(receiver);
  accepting_ = asio::co_spawn(strand_, Accept(), asio::use_future);
}

void ServerPort::Close() {
  if (!accepting_.valid()) return;
  asio::post(strand_, [this] {
    boost::system::error_code ignored;
    acceptor_.close(ignored);
    rest_.cancel();
  });
  accepting_.get();
}

Task<> ServerPort::Accept() {
  bool rested = false;
  while (acceptor_.is_open()) {
    const auto [error] = co_await acceptor_.async_wait(tcp::acceptor::wait_read, kAsTuple);
    if (error || !acceptor_.is_open()) break;
    if (TakeIn()) {
      if (rested) log_.Info("server", "complete", "gRPC connections are taken in again");
      rested = false;
      continue;
    }
    if (!rested) {
      log_.Error("server", "degraded", "gRPC connections wait because no file can be opened",
                 {{"next_step", LogWord("raise the limit of open files")}});
    }
    rested = true;
    rest_.expires_after(kRest);
    co_await rest_.async_wait(kAsTuple);
  }
}

bool ServerPort::TakeIn() {
  for (int i = 0; i < kTakenInAtOnce; ++i) {
    const int listener = acceptor_.native_handle();
    const int connection = accept4(listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (connection < 0) {
      return errno != EMFILE && errno != ENFILE && errno != ENOBUFS && errno != ENOMEM;
    }
    Prepare(connection);
    Receiver::NewConnectionParameters parameters;
    parameters.listener_fd = listener;
    parameters.fd = connection;
    receiver_->HandleNewConnection(&parameters);
  }
  return true;
}

}  // namespace nexy
