#include "http/request_text.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "base/failure.h"
#include "base/strings.h"
#include "http/proxy_rules.h"

namespace nexy {
namespace {

// RFC 9110 5.6.2.
bool IsToken(std::string_view text) {
  static constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) ||
           kMarks.find(c) != std::string_view::npos;
  });
}

bool IsOurs(const HttpHeader& header) {
  return absl::EqualsIgnoreCase(header.name, "Host") ||
         absl::EqualsIgnoreCase(header.name, "Content-Length") ||
         absl::EqualsIgnoreCase(header.name, "Connection") ||
         absl::EqualsIgnoreCase(header.name, "Transfer-Encoding");
}

}  // namespace

absl::Status CheckHeader(const HttpHeader& header) {
  if (!IsToken(header.name)) {
    return Failure(FailureReason::kBadRequest, "a header's name may not stand on the wire");
  }
  const bool proper = std::ranges::all_of(header.value, [](char c) {
    return static_cast<unsigned char>(c) >= ' ' ? c != '\x7f' : c == '\t';
  });
  if (proper) return absl::OkStatus();
  return Failure(FailureReason::kBadRequest,
                 Concat("the value of header ", header.name, " has a control character"));
}

absl::StatusOr<std::string> RequestText(const ClientRequest& request, const Url& url,
                                        const Url* proxy) {
  if (!IsToken(request.method)) {
    return Failure(FailureReason::kBadRequest, "the method may not stand on the wire");
  }
  std::string text = Concat(request.method, " ");
  if (proxy != nullptr) text += Concat("http://", url.Authority());
  text += Concat(url.target, " HTTP/1.1\r\nHost: ", url.Authority(), "\r\n");
  if (!url.user.empty()) text += Concat("Authorization: ", BasicAuthorization(url.user), "\r\n");
  for (const HttpHeader& header : request.headers) {
    if (IsOurs(header)) continue;
    if (absl::Status status = CheckHeader(header); !status.ok()) return status;
    text += Concat(header.name, ": ", header.value, "\r\n");
  }
  if (proxy != nullptr && !proxy->user.empty()) {
    text += Concat("Proxy-Authorization: ", BasicAuthorization(proxy->user), "\r\n");
  }
  if (!request.body.empty() || request.method == "POST" || request.method == "PUT" ||
      request.method == "PATCH") {
    text += Concat("Content-Length: ", request.body.size(), "\r\n");
  }
  text.reserve(text.size() + 2 + request.body.size());
  text += "\r\n";
  text += request.body;
  return text;
}

std::string ConnectText(std::string_view host_and_port, const Url& proxy) {
  std::string text =
      Concat("CONNECT ", host_and_port, " HTTP/1.1\r\nHost: ", host_and_port, "\r\n");
  if (!proxy.user.empty()) {
    text += Concat("Proxy-Authorization: ", BasicAuthorization(proxy.user), "\r\n");
  }
  return text + "\r\n";
}

}  // namespace nexy
