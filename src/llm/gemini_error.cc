#include "llm/gemini_error.h"

#include <chrono>
#include <optional>
#include <string>

#include "absl/strings/numbers.h"
#include "base/failure.h"
#include "base/strings.h"
#include "http/reply_failure.h"
#include "llm/chat_json.h"

namespace nexy {
namespace {

using nlohmann::json;

// Every quota message ends with "please check your plan and billing details", so the word alone says
// nothing.
bool SaysNoMoney(std::string_view text) {
  return Mentions(text, "credits are depleted") || Mentions(text, "spending cap");
}

// A protobuf Duration as JSON: "34s", "34.5s".
std::optional<std::chrono::milliseconds> DurationOf(std::string_view text) {
  double seconds = 0;
  if (!text.ends_with('s')) return std::nullopt;
  if (!absl::SimpleAtod(std::string(text.substr(0, text.size() - 1)), &seconds)) return std::nullopt;
  if (!(seconds >= 0 && seconds < 604'800)) return std::nullopt;
  return std::chrono::milliseconds(static_cast<std::int64_t>(seconds * 1000));
}

struct Details {
  std::optional<std::chrono::milliseconds> retry_delay;
  bool daily = false;
  bool invalid_key = false;
};

Details DetailsOf(const json& error) {
  Details details;
  const json& list = Member(error, "details");
  if (!list.is_array()) return details;
  for (const json& detail : list) {
    if (const auto delay = DurationOf(TextMember(detail, "retryDelay"))) details.retry_delay = delay;
    if (TextMember(detail, "reason") == "API_KEY_INVALID") details.invalid_key = true;
    const json& violations = Member(detail, "violations");
    if (!violations.is_array()) continue;
    for (const json& violation : violations) {
      if (Mentions(TextMember(violation, "quotaId"), "PerDay")) details.daily = true;
    }
  }
  return details;
}

FailureReason ReasonOf(int code, const Details& details, std::string_view status,
                       std::string_view message) {
  if (code == 400 && (details.invalid_key || Mentions(message, "API key"))) return FailureReason::kKey;
  if (status == "FAILED_PRECONDITION") {
    const bool money = SaysNoMoney(message) || Mentions(message, "billing");
    return money ? FailureReason::kBilling : FailureReason::kForbidden;
  }
  if (code == 429 && SaysNoMoney(message)) return FailureReason::kBilling;
  if (code == 429 && details.daily) return FailureReason::kQuota;
  return ReasonOfHttpStatus(code);
}

}  // namespace

absl::Status GeminiFailure(const json& error, int http_status) {
  const int named = CountMember(error, "code");
  const int code = named >= 400 && named < 600 ? named : http_status;
  const Details details = DetailsOf(error);
  const std::string_view status = TextMember(error, "status");
  const FailureReason reason = ReasonOf(code, details, status, TextMember(error, "message"));
  return Failure(reason, Concat("gemini: error ", code), details.retry_delay);
}

absl::Status GeminiCloseFailure(int code, std::string_view reason) {
  const auto failed = [code](FailureReason why) {
    return Failure(why, Concat("gemini_live: closed with ", code));
  };
  if (Mentions(reason, "API key") || Mentions(reason, "unregistered callers")) {
    return failed(FailureReason::kKey);
  }
  if (SaysNoMoney(reason)) return failed(FailureReason::kBilling);
  if (Mentions(reason, "exceeded your current quota")) return failed(FailureReason::kQuota);
  if (Mentions(reason, "is not found for API version")) return failed(FailureReason::kModel);
  switch (code) {
    case 1000:
    case 1001:
    case 1005:
    case 1006:
    case 1008:
      return failed(FailureReason::kCut);
    case 1007:
      return failed(FailureReason::kBadRequest);
    case 1011:
      return failed(FailureReason::kServerError);
    case 1012:
    case 1013:
      return failed(FailureReason::kOverloaded);
    default:
      return failed(FailureReason::kCut);
  }
}

}  // namespace nexy
