// Addresses and proxy settings as an operator or a redirect may write them: no crash; what is taken
// for an address holds nothing that would end a line of a request, and reads the same again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "http/proxy_rules.h"
#include "http/url.h"

namespace {

bool EndsALine(std::string_view text) {
  for (const char byte : text) {
    if (static_cast<unsigned char>(byte) <= ' ' || byte == 0x7f) return true;
  }
  return false;
}

void CheckAddress(const nexy::Url& url) {
  if (url.host.empty() || url.port == 0) std::abort();
  if (url.target.empty() || url.target[0] != '/') std::abort();
  if (EndsALine(url.Authority()) || EndsALine(url.target)) std::abort();
  const std::string scheme =
      url.web_socket ? (url.tls ? "wss://" : "ws://") : (url.tls ? "https://" : "http://");
  const auto again = nexy::ParseUrl(scheme + url.HostAndPort() + url.target);
  if (!again.ok() || again->host != url.host || again->port != url.port ||
      again->target != url.target) {
    std::abort();
  }
}

}  // namespace

// Four lines: an address, HTTPS_PROXY, HTTP_PROXY, NO_PROXY.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  std::string lines[4];
  for (std::string& line : lines) {
    const std::size_t end = rest.find('\n');
    line = std::string(rest.substr(0, end));
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
  }
  const auto url = nexy::ParseUrl(lines[0]);
  if (url.ok()) CheckAddress(*url);
  const nexy::ProxySettings settings = nexy::ReadProxies([&lines](const char* name) -> const char* {
    const std::string_view wanted(name);
    if (wanted == "HTTPS_PROXY") return lines[1].c_str();
    if (wanted == "HTTP_PROXY") return lines[2].c_str();
    return wanted == "NO_PROXY" ? lines[3].c_str() : nullptr;
  });
  const nexy::ProxyRules rules(settings);
  if (!url.ok()) return 0;
  const auto proxy = rules.Choose(*url);
  if (proxy.ok() && proxy->has_value()) CheckAddress(**proxy);
  return 0;
}
