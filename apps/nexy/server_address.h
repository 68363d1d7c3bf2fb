#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace nexy {

inline constexpr std::uint16_t kDefaultPort = 50051;

// Where a server listens, as a person writes it: HOST, HOST:PORT, [IPV6] or [IPV6]:PORT.
struct ServerAddress {
  std::string host = "127.0.0.1";
  std::uint16_t port = kDefaultPort;

  // HOST:PORT with brackets around an IPv6 address: gRPC's target, and what messages show.
  std::string Text() const;
  // Plaintext never leaves the machine for these.
  bool IsLoopback() const;
};

// INVALID_ARGUMENT with a message for the person who wrote `text`.
absl::StatusOr<ServerAddress> ParseServerAddress(std::string_view text);

}  // namespace nexy
