#include "http/url.h"

#include <algorithm>
#include <boost/asio/ip/address_v6.hpp>
#include <optional>

#include "absl/strings/ascii.h"
#include "base/strings.h"

namespace nexy {
namespace {

constexpr std::size_t kHostMaxChars = 253;  // RFC 1035.

struct Scheme {
  std::string_view name;
  bool tls;
  bool web_socket;
};
constexpr Scheme kSchemes[] = {
    {"http", false, false}, {"https", true, false}, {"ws", false, true}, {"wss", true, true}};

absl::Status Wrong(std::string_view what) {
  return absl::InvalidArgumentError(Concat("the address has ", what));
}

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  c = absl::ascii_tolower(static_cast<unsigned char>(c));
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

std::optional<std::string> Decoded(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      result += text[i];
      continue;
    }
    if (i + 2 >= text.size()) return std::nullopt;
    const int high = HexDigit(text[i + 1]);
    const int low = HexDigit(text[i + 2]);
    if (high < 0 || low < 0) return std::nullopt;
    result += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return result;
}

bool IsHostName(std::string_view host) {
  return !host.empty() && host.size() <= kHostMaxChars && std::ranges::all_of(host, [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '.' || c == '-' || c == '_';
  });
}

bool IsVersion6(const std::string& host) {
  boost::system::error_code error;
  boost::asio::ip::make_address_v6(host, error);
  return !error;
}

absl::StatusOr<std::uint16_t> PortOf(std::string_view digits) {
  unsigned port = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9' || digits.size() > 5) return Wrong("no proper port");
    port = port * 10 + static_cast<unsigned>(c - '0');
  }
  if (port == 0 || port > 65535) return Wrong("no proper port");
  return static_cast<std::uint16_t>(port);
}

// "host", "host:port", "[address]:port".
absl::Status TakeHostAndPort(std::string_view text, Url& url) {
  std::string_view port;
  bool has_port = false;
  if (!text.empty() && text.front() == '[') {
    const std::size_t end = text.find(']');
    if (end == std::string_view::npos) return Wrong("no proper host");
    url.host = std::string(text.substr(1, end - 1));
    if (!IsVersion6(url.host)) return Wrong("no proper host");
    text.remove_prefix(end + 1);
    if (!text.empty() && text.front() != ':') return Wrong("no proper port");
    has_port = !text.empty();
    if (has_port) port = text.substr(1);
  } else {
    const std::size_t colon = text.find(':');
    has_port = colon != std::string_view::npos;
    if (has_port) port = text.substr(colon + 1);
    url.host = std::string(text.substr(0, colon));
    if (!IsHostName(url.host)) return Wrong("no proper host");
  }
  absl::AsciiStrToLower(&url.host);
  if (!has_port) return absl::OkStatus();
  auto number = PortOf(port);
  if (!number.ok()) return number.status();
  url.port = *number;
  return absl::OkStatus();
}

}  // namespace

std::string Url::HostAndPort() const {
  const bool version6 = host.find(':') != std::string::npos;
  return version6 ? Concat("[", host, "]:", port) : Concat(host, ":", port);
}

std::string Url::Authority() const {
  std::string whole = HostAndPort();
  if (port == (tls ? 443 : 80)) whole.resize(whole.rfind(':'));
  return whole;
}

absl::StatusOr<Url> ParseUrl(std::string_view text) {
  const std::size_t mark = text.find("://");
  if (mark == std::string_view::npos) return Wrong("no scheme");
  std::string name(text.substr(0, mark));
  absl::AsciiStrToLower(&name);
  const auto scheme = std::ranges::find(kSchemes, name, &Scheme::name);
  if (scheme == std::end(kSchemes)) return Wrong("a scheme that is none of http, https, ws, wss");
  text.remove_prefix(mark + 3);
  text = text.substr(0, text.find('#'));
  if (!std::ranges::all_of(text, [](char c) { return c > ' ' && c < '\x7f'; })) {
    return Wrong("a space, a control character or a letter outside of ASCII");
  }

  Url url{.tls = scheme->tls,
          .web_socket = scheme->web_socket,
          .user = "",
          .host = "",
          .port = static_cast<std::uint16_t>(scheme->tls ? 443 : 80),
          .target = "/"};
  const std::size_t path = std::min(text.find_first_of("/?"), text.size());
  std::string_view authority = text.substr(0, path);
  if (path < text.size()) {
    url.target =
        text[path] == '/' ? std::string(text.substr(path)) : Concat("/", text.substr(path));
  }
  if (const std::size_t at = authority.rfind('@'); at != std::string_view::npos) {
    auto user = Decoded(authority.substr(0, at));
    if (!user) return Wrong("no proper user");
    url.user = *std::move(user);
    authority.remove_prefix(at + 1);
  }
  if (absl::Status status = TakeHostAndPort(authority, url); !status.ok()) return status;
  return url;
}

}  // namespace nexy
