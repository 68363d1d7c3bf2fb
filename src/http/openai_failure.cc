#include "http/openai_failure.h"

#include <nlohmann/json.hpp>

#include "base/failure.h"
#include "http/reply_failure.h"

namespace nexy {
namespace {

using nlohmann::json;

struct Row {
  std::string_view code;
  FailureReason reason;
};

// Limits that time heals are told apart from those that an operator has to lift.
constexpr Row kRows[] = {{"insufficient_quota", FailureReason::kQuota},
                         {"credit_balance_exhausted", FailureReason::kBilling},
                         {"billing_hard_limit_reached", FailureReason::kBilling},
                         {"billing_not_active", FailureReason::kBilling},
                         {"model_not_found", FailureReason::kModel},
                         {"invalid_api_key", FailureReason::kKey},
                         {"content_filter", FailureReason::kPromptBlocked},
                         {"content_policy_violation", FailureReason::kPromptBlocked},
                         {"rate_limit_exceeded", FailureReason::kRateLimited},
                         {"server_is_overloaded", FailureReason::kOverloaded},
                         {"slow_down", FailureReason::kOverloaded}};

}  // namespace

FailureReason OpenAiReasonOf(std::string_view error_json, FailureReason otherwise) {
  const json parsed = json::parse(error_json, nullptr, /*allow_exceptions=*/false);
  if (!parsed.is_object()) return otherwise;
  const auto error = parsed.find("error");
  const json& inner = error != parsed.end() && error->is_object() ? *error : parsed;
  const auto code = inner.find("code");
  if (code == inner.end()) return otherwise;
  if (code->is_number_integer()) {  // llama.cpp and vLLM: the HTTP status.
    const auto status = code->get<std::int64_t>();
    return status >= 400 && status < 600 ? ReasonOfHttpStatus(static_cast<int>(status)) : otherwise;
  }
  if (!code->is_string()) return otherwise;
  for (const Row& row : kRows) {
    if (row.code == code->get_ref<const std::string&>()) return row.reason;
  }
  return otherwise;
}

absl::Status OpenAiReplyFailure(std::string_view service, const ClientResponse& response,
                                std::string_view body, Clock::WallTime now) {
  const FailureReason reason = OpenAiReasonOf(body, ReasonOfHttpStatus(response.status()));
  return ReplyFailure(service, reason, response, now);
}

}  // namespace nexy
