#pragma once

#include <prometheus/registry.h>

#include <boost/asio/any_io_executor.hpp>
#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/task.h"
#include "http/http_options.h"
#include "http/web_socket.h"

namespace nexy {

struct HttpHeader {
  std::string name;
  std::string value;
};

struct ClientRequest {
  std::string method = "POST";
  std::string url;                  // http:// or https://; it is never logged whole.
  std::vector<HttpHeader> headers;  // Host, Content-Length and Connection are the client's own.
  std::string body;
  std::optional<std::chrono::milliseconds> connect_timeout;  // Else HttpOptions'.
  std::chrono::milliseconds response_timeout{30'000};     // From the request sent to its headers.
  std::chrono::milliseconds idle_timeout{30'000};         // Between two pieces of the body.
  std::optional<std::chrono::milliseconds> body_timeout;  // For all of it; absent: none.
  std::size_t body_max_bytes = 64 * 1024 * 1024;          // More is kOversized.
};

// A response whose headers are there and whose body comes. Used from one strand. Destroying it
// before its end, or cancelling a pending Read(), closes the connection at once; after the end the
// connection serves the next request.
class ClientResponse {
 public:
  virtual ~ClientResponse() = default;
  virtual int status() const = 0;
  // The first header of that name, in any case of letters; empty: none.
  virtual std::string_view Header(std::string_view name) const = 0;
  // The next piece of the body as it came, transfer and content coding (gzip) taken off, not
  // empty; nullopt at the end.
  virtual Task<absl::StatusOr<std::optional<std::string>>> Read() = 0;
};

// What is left of the body. kOversized above `max_bytes`.
Task<absl::StatusOr<std::string>> ReadAll(ClientResponse& response, std::size_t max_bytes);

// The one client of everything that nexyd asks over HTTP: HTTP/1.1 with keep-alive over TCP or
// verified TLS, through a proxy where the environment says so.
//
// Statuses carry a FailureReason (base/failure.h): kUnresolved, kRefused, kTls, kConnectTimeout,
// kSilent (no headers in time), kStalled, kCut, kMalformed, kOversized. An HTTP status is no error
// of the client: the caller judges it. A request on a kept connection that the server had closed
// before a byte of the answer came is sent again once, on a new connection.
//
// Thread-safe. Coroutines run on the caller's executor, which is a strand. Outlives its responses
// and sockets.
class HttpClient {
 public:
  HttpClient(asio::any_io_executor executor, const HttpOptions& options, ProxySettings proxies,
             Clock& clock, Log& log, prometheus::Registry& metrics);
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  // Whether the options can be used: `ca_file` is read and understood.
  absl::Status status() const;
  std::chrono::milliseconds connect_timeout() const;

  Task<absl::StatusOr<std::unique_ptr<ClientResponse>>> Send(ClientRequest request);
  Task<absl::StatusOr<std::unique_ptr<WebSocket>>> Connect(WebSocketRequest request);

  // Opens connections to the host of `url` in the background until `count` are there unused.
  void Prewarm(std::string url, std::size_t count);

  // Closes the unused connections that are too old or idle too long. Called about once a second.
  void Sweep();

 private:
  class Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace nexy
