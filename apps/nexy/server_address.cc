#include "nexy/server_address.h"

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <charconv>
#include <optional>

#include "base/strings.h"

namespace nexy {
namespace {

absl::Status Malformed(std::string_view text, std::string_view reason) {
  return absl::InvalidArgumentError(
      Concat("'", text, "' is not a server address: ", reason,
             ". Write HOST:PORT, for instance 127.0.0.1:50051 or [::1]:50051."));
}

std::optional<std::uint16_t> ParsePort(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc() || end != text.data() + text.size() || port == 0) return std::nullopt;
  return port;
}

// Letters of host names and of IPv6 addresses with a zone; everything else would mean something
// to gRPC's target syntax (a scheme, a path).
bool IsHostCharacter(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         std::string_view(".-_:%").find(c) != std::string_view::npos;
}

}  // namespace

std::string ServerAddress::Text() const {
  const bool v6 = host.find(':') != std::string::npos;
  return v6 ? Concat("[", host, "]:", port) : Concat(host, ":", port);
}

bool ServerAddress::IsLoopback() const {
  if (host == "localhost") return true;
  boost::system::error_code not_an_address;
  const auto address = boost::asio::ip::make_address(host, not_an_address);
  return !not_an_address && address.is_loopback();
}

absl::StatusOr<ServerAddress> ParseServerAddress(std::string_view text) {
  ServerAddress address;
  std::string_view host = text;
  std::optional<std::string_view> port;
  if (text.starts_with('[')) {
    const auto close = text.find(']');
    if (close == std::string_view::npos) return Malformed(text, "a ']' is missing");
    host = text.substr(1, close - 1);
    const auto rest = text.substr(close + 1);
    if (!rest.empty() && rest[0] != ':') return Malformed(text, "after ']' comes ':' and the port");
    if (!rest.empty()) port = rest.substr(1);
  } else if (const auto colon = text.find(':'); colon != std::string_view::npos) {
    if (text.find(':', colon + 1) != std::string_view::npos) {
      return Malformed(text, "an IPv6 address stands in brackets");
    }
    host = text.substr(0, colon);
    port = text.substr(colon + 1);
  }
  if (host.empty()) return Malformed(text, "the host is missing");
  if (host.size() > 253 || !std::all_of(host.begin(), host.end(), IsHostCharacter)) {
    return Malformed(text, "the host is not a name or an address");
  }
  address.host = std::string(host);
  if (port) {
    const auto number = ParsePort(*port);
    if (!number) return Malformed(text, "the port is a number from 1 to 65535");
    address.port = *number;
  }
  return address;
}

}  // namespace nexy
