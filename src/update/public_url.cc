#include "update/public_url.h"

#include <cstdio>

#include "absl/strings/ascii.h"
#include "base/strings.h"

namespace nexy {
namespace {

bool IsLocalHost(std::string_view host) {
  for (const char* prefix :
       {"127.", "10.", "192.168.", "169.254.", "0.", "[::1]", "[fe80", "[fd", "[::ffff:"}) {
    if (host.starts_with(prefix)) return true;
  }
  for (int second = 16; second <= 31; ++second) {
    if (host.starts_with(Concat("172.", second, "."))) return true;
  }
  return host == "localhost" || host.ends_with(".localhost") || host.ends_with(".local") ||
         host == "[::]";
}

absl::Status Wrong(std::string_view url, std::string_view why) {
  return absl::InvalidArgumentError(Concat("\"", url.substr(0, 200), "\" ", why));
}

}  // namespace

absl::Status CheckPublicUrl(std::string_view url, bool require_https) {
  const bool https = url.starts_with("https://");
  if (!https && !url.starts_with("http://")) return Wrong(url, "does not begin with https://");
  if (!https && require_https) return Wrong(url, "is not encrypted; expected https://");
  for (const char c : url) {
    if (!absl::ascii_isalnum(static_cast<unsigned char>(c)) &&
        std::string_view("-._~:/[]%").find(c) == std::string_view::npos) {
      return Wrong(url, "contains a character that the address of a service does not have");
    }
  }
  const std::string_view rest = url.substr(https ? 8 : 7);
  std::string_view host = rest.substr(0, rest.find('/'));
  if (!host.starts_with('[')) host = host.substr(0, host.find(':'));
  if (host.empty()) return Wrong(url, "has no host");
  if (require_https &&
      IsLocalHost(absl::AsciiStrToLower(absl::string_view(host.data(), host.size())))) {
    return Wrong(url,
                 "is an address of this machine or of a private network; clients elsewhere "
                 "cannot reach it");
  }
  if (url.ends_with('/')) return Wrong(url, "ends with a slash; leave it out");
  return absl::OkStatus();
}

std::string EncodedSegment(std::string_view text) {
  std::string encoded;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (absl::ascii_isalnum(byte) || std::string_view("-._~").find(c) != std::string_view::npos) {
      encoded += c;
    } else {
      char escape[4];
      std::snprintf(escape, sizeof(escape), "%%%02X", byte);
      encoded += escape;
    }
  }
  return encoded;
}

}  // namespace nexy
