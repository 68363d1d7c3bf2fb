#pragma once

#include <string>
#include <vector>

#include "fault_rig.h"

namespace nexy {

// Ways to fail of a service that talks over a WebSocket and says why it hangs up.
inline std::vector<Fault> LiveFaults() {
  using enum FailureReason;
  const std::string text = R"("text": ["The first sentence is here. ", "The second sentence comes )"
                           R"(after it."], "audio_ms": 400, )";
  // Four pieces of sound, each half of them followed by its words.
  const std::string place = R"("after_pieces": 3)";
  const std::string words = "{" + place + "}";
  const auto hangs_up = [](const std::string& where, int code, const std::string& reason) {
    return R"({"text": ["The first sentence is here. ", "The second sentence comes after it."], )"
           R"("audio_ms": 400, "close": {)" +
           where + R"(, "code": )" + std::to_string(code) + R"(, "reason": ")" + reason + R"("}})";
  };
  const std::string before = R"("at": "before_headers")";
  std::vector<Fault> faults = {
      {"Refused", "down", "", {kRefused}, Cause::kLlmUnavailable},
      {"TlsError", "{}", R"({"tls": "expired"})", {kTls}, Cause::kLlmUnavailable},
      {"Unauthorized", R"({"status": 401})", "", {kKey}, Cause::kLlmKey},
      {"TooMany", R"({"status": 429})", "", {kRateLimited}, Cause::kLlmQuota},
      {"TooManyComeBackLater",
       R"({"status": 429, "retry_delay": "34s"})",
       "",
       {kRateLimited},
       Cause::kLlmQuota},
      {"TooManyToday",
       R"({"status": 429, "error_code": "GenerateRequestsPerDayPerProjectPerModel"})",
       "",
       {kQuota},
       Cause::kLlmQuota},
      {"ServerError", R"({"status": 500})", "", {kServerError}, Cause::kLlmUnavailable},
      {"Overloaded", R"({"status": 503})", "", {kOverloaded}, Cause::kLlmUnavailable},
      {"ClosedForTheKey",
       hangs_up(before, 1007, "API key not valid. Please pass a valid API key."),
       "",
       {kKey},
       Cause::kLlmKey},
      {"ClosedForWantOfAKey",
       hangs_up(before, 1008, "Method doesn't allow unregistered callers (callers without"),
       "",
       {kKey},
       Cause::kLlmKey},
      {"ClosedForTheModel",
       hangs_up(before, 1008, "models/x is not found for API version v1beta, or is not supported"),
       "",
       {kModel},
       Cause::kLlmUnavailable},
      {"ClosedForMoney",
       hangs_up(before, 1011, "Your prepayment credits are depleted. Please go to AI Studio"),
       "",
       {kBilling},
       Cause::kLlmQuota},
      {"ClosedForQuota",
       hangs_up(before, 1011, "You exceeded your current quota, please check your plan"),
       "",
       {kQuota},
       Cause::kLlmQuota},
      {"ClosedInternally",
       hangs_up(before, 1011, "Internal error encountered."),
       "",
       {kServerError},
       Cause::kLlmUnavailable},
      {"ClosedInMidAnswer",
       hangs_up(place, 1011, "Deadline expired before operation could complete."),
       "",
       {kServerError},
       Cause::kLlmUnavailable,
       true},
      {"ClosedInMidAnswerForMoney",
       hangs_up(place, 1011, "Your prepayment credits are depleted."),
       "",
       {kBilling},
       Cause::kLlmQuota,
       true},
      {"StallBeforeSetup", R"({"stall": "before_headers"})", "", {kSilent}, Cause::kLlmTimeout},
      {"StallAfterSetup", R"({"stall": "after_headers"})", "", {kSilent}, Cause::kLlmTimeout},
      {"StallMidStream",
       "{" + text + R"("stall": )" + words + "}",
       "",
       {kStalled, kSilent},
       Cause::kLlmTimeout,
       true},
      {"CutBeforeSetup", R"({"cut": "before_headers"})", "", {kCut}, Cause::kLlmUnavailable},
      {"CutAfterSetup",
       R"({"cut": {"at": "after_headers", "how": "rst"}})",
       "",
       {kCut},
       Cause::kLlmUnavailable},
      {"CutMidStream",
       "{" + text + R"("cut": )" + words + "}",
       "",
       {kCut},
       Cause::kLlmUnavailable,
       true},
      {"CutMidStreamReset",
       "{" + text + R"("cut": {"after_pieces": 3, "how": "rst"}})",
       "",
       {kCut},
       Cause::kLlmUnavailable,
       true},
      {"GarbageInsteadOfSetup",
       R"({"garbage": "before_headers"})",
       "",
       {kMalformed},
       Cause::kLlmMalformed},
      {"GarbageMidStream",
       "{" + text + R"("garbage": )" + words + "}",
       "",
       {kMalformed},
       Cause::kLlmMalformed,
       true},
      {"OversizedMessage",
       R"({"oversized": {"in_piece": 1, "bytes": 5000000}})",
       "",
       {kOversized},
       Cause::kLlmMalformed},
      {"SlowDrip",
       R"({"drip": {"bytes": 1, "ms": 100}})",
       "",
       {kConnectTimeout, kSilent, kStalled},
       Cause::kLlmTimeout},
  };
  return faults;
}

}  // namespace nexy
