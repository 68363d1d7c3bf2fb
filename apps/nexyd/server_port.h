#pragma once

#include <grpcpp/server_builder.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <cstdint>
#include <future>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "base/log.h"
#include "base/task.h"

namespace nexy {

// The gRPC port: takes connections in and hands them to gRPC.
//
// gRPC's own listener is deaf for good once the process has run out of file descriptors; this one
// rests for a moment and goes on. Clients wait in the kernel's queue meanwhile.
class ServerPort {
 public:
  using Receiver = grpc::experimental::ExternalConnectionAcceptor;

  // Listens from here on; port 0: any. The error is the system's. `io` has threads that run it.
  static absl::StatusOr<std::unique_ptr<ServerPort>> Open(asio::io_context& io,
                                                          const std::string& host,
                                                          std::uint16_t port, Log& log);
  ~ServerPort() { Close(); }
  ServerPort(const ServerPort&) = delete;
  ServerPort& operator=(const ServerPort&) = delete;

  std::uint16_t port() const { return port_; }
  // Hands connections to `receiver`, whose server has been started.
  void Serve(std::unique_ptr<Receiver> receiver);
  // Takes no more connections in, and waits until none is being handed over.
  void Close();

 private:
  ServerPort(asio::io_context& io, Log& log);
  Task<> Accept();
  // Takes in what waits, up to a number. False when there was no descriptor for it.
  bool TakeIn();

  const asio::strand<asio::io_context::executor_type> strand_;
  Log& log_;
  asio::ip::tcp::acceptor acceptor_;
  asio::steady_timer rest_;
  std::uint16_t port_ = 0;
  std::unique_ptr<Receiver> receiver_;
  std::future<void> accepting_;
};

}  // namespace nexy
