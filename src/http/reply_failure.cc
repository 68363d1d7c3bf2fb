#include "http/reply_failure.h"

#include <algorithm>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/time/time.h"
#include "base/strings.h"

namespace nexy {
namespace {

using Milliseconds = std::chrono::milliseconds;

std::optional<Milliseconds> NumberOf(std::string_view text, double unit_ms) {
  constexpr double kLongest = 7 * 86'400'000.0;  // Nonsense above a week is a week.
  double number = 0;
  if (text.empty() || !absl::SimpleAtod(std::string(text), &number) || !(number >= 0)) {
    return std::nullopt;
  }
  return Milliseconds(static_cast<Milliseconds::rep>(std::min(number * unit_ms, kLongest)));
}

}  // namespace

std::optional<Milliseconds> RetryAfterOf(const ClientResponse& response, Clock::WallTime now) {
  if (const auto wait = NumberOf(response.Header("retry-after-ms"), 1)) return wait;
  const std::string after(response.Header("retry-after"));
  if (const auto wait = NumberOf(after, 1000)) return wait;
  absl::Time date;  // RFC 9110 10.2.3: an IMF-fixdate.
  if (after.empty() || !absl::ParseTime("%a, %d %b %Y %H:%M:%S GMT", after, &date, nullptr)) {
    return std::nullopt;
  }
  const auto wait = absl::ToChronoMilliseconds(date - absl::FromChrono(now));
  return std::max(wait, Milliseconds(0));
}

FailureReason ReasonOfHttpStatus(int status) {
  using enum FailureReason;
  switch (status) {
    case 401:
      return kKey;
    case 402:
      return kBilling;
    case 403:
      return kForbidden;
    case 404:
      return kModel;
    case 408:
    case 504:
      return kSilent;
    case 429:
      return kRateLimited;
    case 503:
    case 529:
      return kOverloaded;
    default:
      return status >= 500 ? kServerError : kBadRequest;
  }
}

absl::Status ReplyFailure(std::string_view service, FailureReason reason,
                          const ClientResponse& response, Clock::WallTime now) {
  return Failure(reason, Concat(service, ": HTTP ", response.status()),
                 RetryAfterOf(response, now));
}

}  // namespace nexy
