#pragma once

#include <prometheus/registry.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <optional>
#include <utility>

#include "base/clock.h"
#include "base/log.h"
#include "base/status.h"
#include "http/http_client.h"

namespace nexy {

// The HTTP client of a command that waits for its answers: the calling thread runs everything.
class HttpCall {
 public:
  HttpCall(const HttpOptions& options, ProxySettings proxies)
      : client_(io_.get_executor(), options, std::move(proxies), clock_, log_, metrics_) {}

  HttpClient& client() { return client_; }
  Clock& clock() { return clock_; }

  // Runs `task` to its end.
  template <typename T>
  absl::StatusOr<T> Await(Task<absl::StatusOr<T>> task) {
    std::optional<absl::StatusOr<T>> result;
    asio::co_spawn(io_, std::move(task),
                   [this, &result](std::exception_ptr error, absl::StatusOr<T> value) {
                     if (error) value = StatusFromException(error);
                     result.emplace(std::move(value));
                     io_.stop();
                   });
    io_.run();
    return *std::move(result);
  }

 private:
  RealClock clock_;
  NullLog log_;
  prometheus::Registry metrics_;
  asio::io_context io_;
  HttpClient client_;
};

}  // namespace nexy
