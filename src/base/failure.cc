#include "base/failure.h"

#include <array>
#include <string>

#include "absl/strings/cord.h"
#include "absl/strings/numbers.h"
#include "base/strings.h"

namespace nexy {
namespace {

constexpr const char* kReasonUrl = "nexy/failure_reason";
constexpr const char* kRetryAfterUrl = "nexy/retry_after_ms";

struct Row {
  FailureReason reason;
  std::string_view token;
  absl::StatusCode code;
  bool transient;
};

using Code = absl::StatusCode;
using enum FailureReason;
constexpr std::array<Row, kFailureReasons> kRows = {{
    {kOther, "other", Code::kInternal, false},
    {kUnresolved, "unresolved", Code::kUnavailable, true},
    {kRefused, "refused", Code::kUnavailable, true},
    {kTls, "tls", Code::kUnavailable, false},
    {kConnectTimeout, "connect_timeout", Code::kDeadlineExceeded, true},
    {kSilent, "silent", Code::kDeadlineExceeded, true},
    {kStalled, "stalled", Code::kDeadlineExceeded, true},
    {kCut, "cut", Code::kUnavailable, true},
    {kMalformed, "malformed", Code::kDataLoss, false},
    {kOversized, "oversized", Code::kDataLoss, false},
    {kBadRequest, "bad_request", Code::kInternal, false},
    {kKey, "key", Code::kUnauthenticated, false},
    {kForbidden, "forbidden", Code::kPermissionDenied, false},
    {kModel, "model", Code::kUnavailable, false},
    {kRateLimited, "rate_limited", Code::kResourceExhausted, true},
    {kQuota, "quota", Code::kResourceExhausted, false},
    {kBilling, "billing", Code::kResourceExhausted, false},
    {kOverloaded, "overloaded", Code::kUnavailable, true},
    {kServerError, "server_error", Code::kUnavailable, true},
    {kPromptBlocked, "prompt_blocked", Code::kFailedPrecondition, false},
    {kAnswerBlocked, "answer_blocked", Code::kAborted, false},
    {kEmpty, "empty", Code::kNotFound, false},
}};

const Row& RowOf(FailureReason reason) { return kRows[static_cast<std::size_t>(reason)]; }

}  // namespace

std::string_view FailureToken(FailureReason reason) { return RowOf(reason).token; }

absl::Status Failure(FailureReason reason, std::string_view message,
                     std::optional<std::chrono::milliseconds> retry_after) {
  absl::Status status(RowOf(reason).code, absl::string_view(message.data(), message.size()));
  const std::string_view token = FailureToken(reason);
  status.SetPayload(kReasonUrl, absl::Cord(absl::string_view(token.data(), token.size())));
  if (retry_after) {
    status.SetPayload(kRetryAfterUrl, absl::Cord(std::to_string(retry_after->count())));
  }
  return status;
}

FailureReason FailureReasonOf(const absl::Status& status) {
  const auto payload = status.GetPayload(kReasonUrl);
  if (!payload) return kOther;
  const std::string token(*payload);
  for (const Row& row : kRows) {
    if (row.token == token) return row.reason;
  }
  return kOther;
}

std::optional<std::chrono::milliseconds> RetryAfterOf(const absl::Status& status) {
  const auto payload = status.GetPayload(kRetryAfterUrl);
  std::int64_t milliseconds = 0;
  if (!payload || !absl::SimpleAtoi(std::string(*payload), &milliseconds)) return std::nullopt;
  return std::chrono::milliseconds(milliseconds);
}

bool IsTransient(FailureReason reason) { return RowOf(reason).transient; }

}  // namespace nexy
