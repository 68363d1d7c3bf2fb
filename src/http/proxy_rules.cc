#include "http/proxy_rules.h"

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_split.h"
#include "base/strings.h"

namespace nexy {
namespace {

namespace ip = boost::asio::ip;
using boost::system::error_code;

std::optional<ip::address> AddressOf(const std::string& host) {
  error_code error;
  const ip::address address = ip::make_address(host, error);
  return error ? std::nullopt : std::optional(address);
}

bool IsLoopback(const std::string& host) {
  if (host == "localhost" || host.ends_with(".localhost")) return true;
  const auto address = AddressOf(host);
  return address && address->is_loopback();
}

bool IsInNetwork(const ip::address& address, const std::string& network) {
  error_code error;
  if (address.is_v4()) {
    const auto there = ip::make_network_v4(network, error);
    return !error && there.prefix_length() <= 32 &&
           ip::network_v4(address.to_v4(), there.prefix_length()).network() == there.network();
  }
  const auto there = ip::make_network_v6(network, error);
  return !error &&
         ip::network_v6(address.to_v6(), there.prefix_length()).network() == there.network();
}

bool Covers(const std::string& rule, const std::string& host) {
  if (rule == "*" || rule == host) return true;
  if (const auto address = AddressOf(host)) {
    if (rule.find('/') != std::string::npos) return IsInNetwork(*address, rule);
    return AddressOf(rule) == address;
  }
  return host.size() > rule.size() && host.ends_with(rule) &&
         host[host.size() - rule.size() - 1] == '.';
}

// Also without a scheme: "proxy.example:3128".
absl::Status Take(const std::string& text, std::string_view variable, std::optional<Url>& proxy) {
  if (text.empty()) return absl::OkStatus();
  auto url = ParseUrl(text.find("://") == std::string::npos ? Concat("http://", text) : text);
  if (!url.ok()) {
    return absl::InvalidArgumentError(Concat(variable, ": ", MessageOf(url.status())));
  }
  if (url->tls || url->web_socket) {
    return absl::InvalidArgumentError(Concat(variable, ": the proxy has to be an http:// address"));
  }
  proxy = *std::move(url);
  return absl::OkStatus();
}

}  // namespace

ProxySettings ReadProxies(const std::function<const char*(const char*)>& variable) {
  const auto value = [&variable](const char* large, const char* small) {
    const char* text = variable(large);
    if (text == nullptr || *text == '\0') text = variable(small);
    return std::string(text == nullptr ? "" : text);
  };
  return {.https = value("HTTPS_PROXY", "https_proxy"),
          .http = value("HTTP_PROXY", "http_proxy"),
          .no_proxy = value("NO_PROXY", "no_proxy")};
}

ProxyRules::ProxyRules(const ProxySettings& settings)
    : https_status_(Take(settings.https, "HTTPS_PROXY", https_)),
      http_status_(Take(settings.http, "HTTP_PROXY", http_)) {
  status_ = https_status_.ok() ? http_status_ : https_status_;
  for (const absl::string_view part :
       absl::StrSplit(settings.no_proxy, absl::ByAnyChar(", \t"), absl::SkipEmpty())) {
    Exception exception{absl::AsciiStrToLower(part), ""};
    std::string& host = exception.host;
    // "name:port" and "[address]:port"; a bare IPv6 address has more colons than one.
    const std::size_t colon = host.rfind(':');
    if (colon != std::string::npos && (host.find(':') == colon || host[colon - 1] == ']')) {
      exception.port = host.substr(colon + 1);
      host.resize(colon);
    }
    if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
      host = host.substr(1, host.size() - 2);
    }
    if (host.starts_with("*.")) host.erase(0, 1);
    if (host.starts_with('.')) host.erase(0, 1);
    if (!host.empty()) exceptions_.push_back(std::move(exception));
  }
}

bool ProxyRules::IsException(const Url& url) const {
  if (IsLoopback(url.host)) return true;
  return std::ranges::any_of(exceptions_, [&url](const Exception& exception) {
    return (exception.port.empty() || exception.port == std::to_string(url.port)) &&
           Covers(exception.host, url.host);
  });
}

absl::StatusOr<std::optional<Url>> ProxyRules::Choose(const Url& url) const {
  if (IsException(url)) return std::optional<Url>();
  const absl::Status& status = url.tls ? https_status_ : http_status_;
  if (!status.ok()) return status;
  return url.tls ? https_ : http_;
}

std::string BasicAuthorization(std::string_view user) {
  if (user.empty()) return "";
  std::string coded;
  absl::Base64Escape(absl::string_view(user.data(), user.size()), &coded);
  return "Basic " + coded;
}

}  // namespace nexy
