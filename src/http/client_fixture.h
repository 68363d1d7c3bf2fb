#pragma once

#include <gtest/gtest.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <filesystem>
#include <functional>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "base/failure.h"
#include "base/status.h"
#include "http/http_client.h"
#include "http/loopback_server.h"

namespace nexy {

// Answers whose body is "hello": the connection stays open after the first, and is closed after the
// other.
inline constexpr const char* kHello = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
inline constexpr const char* kLastHello =
    "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhello";

// A client on the test's own thread, its figures, and what tests ask of it.
struct ClientFixture : testing::Test {
  using Response = absl::StatusOr<std::unique_ptr<ClientResponse>>;

  HttpClient& client() {
    if (!client_) client_.emplace(io.get_executor(), options, proxies, *clock, log, registry);
    return *client_;
  }

  // Runs the loop until `task` is done.
  template <typename T>
  T Await(Task<T> task) {
    std::optional<T> result;
    asio::co_spawn(
        io, std::move(task),
        asio::bind_cancellation_slot(stop.slot(), [&result](std::exception_ptr error, T value) {
          if (error) value = StatusFromException(error);
          result.emplace(std::move(value));
        }));
    RunUntil([&result] { return result.has_value(); });
    if (!result) std::abort();  // The frame refers to what goes now.
    return *std::move(result);
  }
  // Runs the loop until `done`, or for longer than anything should take.
  bool RunUntil(const std::function<bool()>& done) {
    io.restart();
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (!done()) {
      if (std::chrono::steady_clock::now() > end) return false;
      io.run_one_for(std::chrono::milliseconds(100));
      if (io.stopped()) io.restart();
    }
    return true;
  }

  // Cancels what is awaited next once it waits. Asio cannot cancel a coroutine that has not begun.
  void StopSoon() {
    asio::post(
        io, [this] { asio::post(io, [this] { stop.emit(asio::cancellation_type::terminal); }); });
  }

  Response Send(ClientRequest request) { return Await(client().Send(std::move(request))); }
  Response Get(std::string url) {
    ClientRequest request;
    request.method = "GET";
    request.url = std::move(url);
    return Send(std::move(request));
  }
  absl::StatusOr<std::string> Body(ClientResponse& response) {
    return Await(ReadAll(response, 1024 * 1024));
  }
  // The body of a request that is answered with 200.
  absl::StatusOr<std::string> Fetch(std::string url) {
    auto response = Get(std::move(url));
    if (!response.ok()) return response.status();
    EXPECT_EQ((*response)->status(), 200);
    return Body(**response);
  }

  double Figure(const std::string& name, const std::string& label = "") const {
    double sum = 0;
    for (const auto& family : registry.Collect()) {
      if (family.name != name) continue;
      for (const auto& metric : family.metric) {
        if (label.empty() || (!metric.label.empty() && metric.label[0].value == label)) {
          sum += metric.counter.value + metric.gauge.value;
        }
      }
    }
    return sum;
  }
  double OpenConnections() const { return Figure("nexy_http_connections_open"); }
  static std::size_t OpenFiles() {
    using std::filesystem::directory_iterator;
    return static_cast<std::size_t>(
        std::distance(directory_iterator("/proc/self/fd"), directory_iterator()));
  }

  prometheus::Registry registry;
  RealClock real_clock;
  Clock* clock = &real_clock;
  NullLog log;
  HttpOptions options = Patient();
  ProxySettings proxies;
  asio::io_context io;
  asio::cancellation_signal stop;

 private:
  // A machine that is busy with other things is no fault; tests of time-outs set their own.
  static HttpOptions Patient() {
    HttpOptions options;
    options.connect_timeout = std::chrono::seconds(15);
    return options;
  }

  std::optional<HttpClient> client_;
};

inline FailureReason ReasonOf(const absl::Status& status) { return FailureReasonOf(status); }

}  // namespace nexy
