#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/clock.h"
#include "base/task.h"

namespace nexy {

struct HttpHeader;

// An answer other than 101 to an upgrade.
struct RefusedUpgrade {
  int status = 0;
  std::string body;  // At most 64 KiB.
  std::optional<std::chrono::milliseconds> retry_after;
};

struct WebSocketRequest {
  std::string url;  // ws:// or wss://; it is never logged whole.
  std::vector<HttpHeader> headers;
  std::optional<std::chrono::milliseconds> connect_timeout;  // Upgrade included.
  std::size_t message_max_bytes = 16 * 1024 * 1024;          // A longer message is kOversized.
  // What a refused upgrade means; absent, or when it gives OK: as its status says.
  std::function<absl::Status(const RefusedUpgrade&)> refused = nullptr;
};

struct WebSocketMessage {
  std::string payload;
  bool binary = false;
};

// How the other side ended it: RFC 6455 codes, 1005 without a code, 1006 without a close frame.
struct WebSocketClose {
  std::uint16_t code = 0;  // 0: still open.
  std::string reason;
};

// An open WebSocket. Used from one strand; one Read() and one Write() at a time, both may be
// pending together. Sends no pings of its own and needs no quick pongs; TCP keepalive is on.
// Destroying it closes the connection at once.
class WebSocket {
 public:
  virtual ~WebSocket() = default;
  // The next message; nullopt when the other side has closed (see closed()). kCut when the
  // connection breaks, kOversized, kMalformed; kSilent when it is not whole by `deadline`, which
  // closes the connection.
  virtual Task<absl::StatusOr<std::optional<WebSocketMessage>>> Read(Clock::Time deadline) = 0;
  Task<absl::StatusOr<std::optional<WebSocketMessage>>> Read() { return Read(Clock::Time::max()); }
  virtual Task<absl::Status> Write(std::string payload, bool binary = false) = 0;
  // Says goodbye and waits for the answer, at most `timeout`.
  virtual Task<> Close(std::uint16_t code, std::chrono::milliseconds timeout) = 0;
  virtual const WebSocketClose& closed() const = 0;
};

}  // namespace nexy
