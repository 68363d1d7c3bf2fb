#include "nexyd/base_url.h"

#include <algorithm>

#include "absl/strings/ascii.h"

namespace nexy {
namespace {

constexpr std::string_view kHttps = "https://";
constexpr std::string_view kHttp = "http://";

// host[:port] of an address with a scheme.
std::string_view AuthorityOf(std::string_view url) {
  const std::string_view scheme = url.starts_with(kHttps) ? kHttps : kHttp;
  if (!url.starts_with(scheme)) return {};
  url.remove_prefix(scheme.size());
  return url.substr(0, url.find_first_of("/?#"));
}

}  // namespace

std::string_view HostOf(std::string_view url) {
  const std::string_view authority = AuthorityOf(url);
  if (authority.starts_with('[')) {
    return authority.substr(1, std::min(authority.find(']'), authority.size()) - 1);
  }
  return authority.substr(0, authority.rfind(':'));
}

bool IsLocal(std::string_view url) {
  const std::string_view host = HostOf(url);
  return host == "localhost" || host == "::1" || host.starts_with("127.");
}

bool IsOpenAiItself(std::string_view url) {
  const std::string_view host = HostOf(url);
  return host == "openai.com" || host.ends_with(".openai.com");
}

std::string WithoutSlash(std::string url) {
  while (url.ends_with('/')) url.pop_back();
  return url;
}

std::string AddressMistake(std::string_view url) {
  if (!url.starts_with(kHttps) && !url.starts_with(kHttp)) {
    return "must begin with https:// or http://";
  }
  if (HostOf(url).empty()) return "must name a host";
  if (AuthorityOf(url).find('@') != std::string_view::npos) {
    return "must not hold a user or a key; keys come from the environment or a file";
  }
  if (url.find_first_of("?#") != std::string_view::npos) return "must not hold ? or #";
  if (std::ranges::any_of(
          url, [](char c) { return !absl::ascii_isgraph(static_cast<unsigned char>(c)); })) {
    return "must not hold a space";
  }
  return "";
}

}  // namespace nexy
