#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace nexy {

// An address of http, https, ws or wss, taken apart.
struct Url {
  bool tls = false;
  bool web_socket = false;
  std::string user;  // "name" or "name:password", percent coding taken off; may be empty.
  std::string host;  // Small letters, without the brackets of an IPv6 address.
  std::uint16_t port = 0;
  std::string target;  // Path and query as they go on the wire; at least "/".

  // The value of a Host header: without the port where it is the scheme's own.
  std::string Authority() const;
  // "host:port", with the brackets of an IPv6 address.
  std::string HostAndPort() const;
};

// INVALID_ARGUMENT where it is no such address or holds what may not stand on the wire; the message
// does not repeat it. A fragment is left out.
absl::StatusOr<Url> ParseUrl(std::string_view text);

}  // namespace nexy
