#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "absl/status/status.h"

namespace nexy {

// Why an outside service gave nothing, told apart as an operator needs it. A closed set: the tokens
// label metrics and stand in /status and the log.
enum class FailureReason {
  kOther,           // A status that did not come from Failure().
  kUnresolved,      // The name has no address.
  kRefused,         // No connection.
  kTls,             // The handshake failed, or the certificate is not trusted.
  kConnectTimeout,  // Name, TCP, proxy and TLS together took too long.
  kSilent,          // Connected, but nothing came in time.
  kStalled,         // Something came, then nothing more in time.
  kCut,             // The connection ended before the answer did.
  kMalformed,       // What came does not follow the protocol.
  kOversized,       // More came than we are ready to take.
  kBadRequest,      // The service found our request wrong.
  kKey,             // Key or token refused.
  kForbidden,       // The key is valid but may not do this.
  kModel,           // No such model or voice.
  kRateLimited,     // Too fast; soon again.
  kQuota,           // A limit of the day or month is used up.
  kBilling,         // No money.
  kOverloaded,      // The service is too busy.
  kServerError,
  kPromptBlocked,  // Safety systems of the service.
  kAnswerBlocked,
  kEmpty,  // A complete answer without content.
};
inline constexpr int kFailureReasons = 22;

std::string_view FailureToken(FailureReason reason);  // "rate_limited", …

// A status with the reason, and with what the service said of when to come back. `message` is for
// the operator's log: no key, no prompt, no answer, no whole URL.
//
// The code follows from the reason: UNAVAILABLE kUnresolved kRefused kTls kCut kModel kOverloaded
// kServerError; DEADLINE_EXCEEDED kConnectTimeout kSilent kStalled; RESOURCE_EXHAUSTED kRateLimited
// kQuota kBilling; UNAUTHENTICATED kKey; PERMISSION_DENIED kForbidden; DATA_LOSS kMalformed
// kOversized; FAILED_PRECONDITION kPromptBlocked; ABORTED kAnswerBlocked; NOT_FOUND kEmpty;
// INTERNAL kBadRequest kOther.
absl::Status Failure(FailureReason reason, std::string_view message,
                     std::optional<std::chrono::milliseconds> retry_after = std::nullopt);

// kOther where `status` was not made by Failure().
FailureReason FailureReasonOf(const absl::Status& status);
std::optional<std::chrono::milliseconds> RetryAfterOf(const absl::Status& status);

// Whether the same request may succeed if it is sent again soon, before anything was heard.
bool IsTransient(FailureReason reason);

}  // namespace nexy
