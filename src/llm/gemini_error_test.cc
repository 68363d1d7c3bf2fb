#include "llm/gemini_error.h"

#include <gtest/gtest.h>

#include "base/failure.h"

namespace nexy {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;

constexpr const char* kQuotaMessage =
    "You exceeded your current quota, please check your plan and billing details.";

json Error(int code, const char* status, const char* message, json details = json::array()) {
  return {{"code", code}, {"status", status}, {"message", message}, {"details", details}};
}

json Violation(const char* quota_id) {
  return {{"@type", "type.googleapis.com/google.rpc.QuotaFailure"},
          {"violations", json::array({{{"quotaId", quota_id}}})}};
}

FailureReason ReasonOf(const json& error, int http_status = 400) {
  return FailureReasonOf(GeminiFailure(error, http_status));
}

TEST(GeminiError, TellsAMinutesLimitFromADaysAndFromAnEmptyAccount) {
  const json delay = {{"@type", "type.googleapis.com/google.rpc.RetryInfo"}, {"retryDelay", "34s"}};
  const json minute =
      Error(429, "RESOURCE_EXHAUSTED", kQuotaMessage,
            json::array({Violation("GenerateRequestsPerMinutePerProjectPerModel"), delay}));
  EXPECT_EQ(ReasonOf(minute), FailureReason::kRateLimited);
  EXPECT_EQ(RetryAfterOf(GeminiFailure(minute, 429)), 34s);
  EXPECT_EQ(ReasonOf(Error(429, "RESOURCE_EXHAUSTED", kQuotaMessage,
                           json::array({Violation("GenerateRequestsPerDayPerProjectPerModel")}))),
            FailureReason::kQuota);
  EXPECT_EQ(ReasonOf(Error(429, "RESOURCE_EXHAUSTED", "Your prepayment credits are depleted.")),
            FailureReason::kBilling);
}

TEST(GeminiError, KnowsAKeyAndABillThatStopIt) {
  EXPECT_EQ(ReasonOf(Error(400, "INVALID_ARGUMENT", "API key not valid.",
                           json::array({{{"reason", "API_KEY_INVALID"}}}))),
            FailureReason::kKey);
  EXPECT_EQ(ReasonOf(Error(400, "INVALID_ARGUMENT", "Unknown name \"x\"")),
            FailureReason::kBadRequest);
  EXPECT_EQ(ReasonOf(Error(400, "FAILED_PRECONDITION", "Please enable billing on your project.")),
            FailureReason::kBilling);
  EXPECT_EQ(ReasonOf(Error(400, "FAILED_PRECONDITION", "User location is not supported.")),
            FailureReason::kForbidden);
  EXPECT_EQ(ReasonOf(Error(503, "UNAVAILABLE", "The model is overloaded.")),
            FailureReason::kOverloaded);
}

TEST(GeminiError, ReadsTheReasonOfAClose) {
  const auto reason = [](int code, const char* text) {
    return FailureReasonOf(GeminiCloseFailure(code, text));
  };
  EXPECT_EQ(reason(1011, kQuotaMessage), FailureReason::kQuota);
  EXPECT_EQ(reason(1011, "Your prepayment credits are depleted..."), FailureReason::kBilling);
  EXPECT_EQ(reason(1011, "Internal error encountered."), FailureReason::kServerError);
  EXPECT_EQ(reason(1007, "API key not valid. Please pass a valid API key."), FailureReason::kKey);
  EXPECT_EQ(reason(1008, "models/x is not found for API version v1beta"), FailureReason::kModel);
  EXPECT_EQ(reason(1006, ""), FailureReason::kCut);
}

}  // namespace
}  // namespace nexy
