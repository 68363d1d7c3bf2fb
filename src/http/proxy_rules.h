#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "http/http_options.h"
#include "http/url.h"

namespace nexy {

// HTTPS_PROXY, HTTP_PROXY and NO_PROXY or, where one is not set, its form in small letters.
// `variable` gives a variable's value, nullptr where it is not set (std::getenv).
ProxySettings ReadProxies(const std::function<const char*(const char*)>& variable);

// Which proxy an address is asked through. Immutable.
//
// No proxy is asked for this machine itself, nor for what NO_PROXY lists: `*`, names (which stand
// for what is below them too, with or without a dot in front), addresses, networks (10.0.0.0/8),
// each with `:port` where only that port is meant.
class ProxyRules {
 public:
  explicit ProxyRules(const ProxySettings& settings);

  // Whether the settings are understood; a proxy that is not is never asked, nor left out silently:
  // Choose() then fails for the addresses that would need it.
  const absl::Status& status() const { return status_; }

  // nullopt: straight.
  absl::StatusOr<std::optional<Url>> Choose(const Url& url) const;

 private:
  struct Exception {
    std::string host;  // Small letters, no dot in front; "*": any.
    std::string port;  // Empty: any.
  };

  bool IsException(const Url& url) const;

  std::optional<Url> https_;
  std::optional<Url> http_;
  absl::Status https_status_;
  absl::Status http_status_;
  absl::Status status_;
  std::vector<Exception> exceptions_;
};

// The value of Proxy-Authorization for "name:password"; empty for an empty `user`.
std::string BasicAuthorization(std::string_view user);

}  // namespace nexy
