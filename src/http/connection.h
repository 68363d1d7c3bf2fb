#pragma once

#include <utility>

#include "base/clock.h"
#include "http/http_metrics.h"
#include "http/stream.h"

namespace nexy {

// An open connection and what decides whether it is used again.
struct Connection {
  Connection(asio::ip::tcp::socket socket, Clock::Time now, HttpMetrics& counted)
      : stream(std::move(socket)), opened(now), unused_since(now), metrics(counted) {
    metrics.OnOpenCount(1);
  }
  ~Connection() { metrics.OnOpenCount(-1); }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Whether the other side has left an unused connection, as far as one can see without reading.
  bool HasEnded() {
    char byte = 0;
    const auto native = stream.socket().native_handle();
    const ssize_t there = ::recv(native, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    if (there < 0) return errno != EAGAIN && errno != EWOULDBLOCK;
    // Under TLS something may wait that is no answer: a session ticket.
    return there == 0 || !stream.is_tls();
  }

  Stream stream;
  const Clock::Time opened;
  Clock::Time unused_since;
  HttpMetrics& metrics;
};

}  // namespace nexy
