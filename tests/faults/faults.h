#pragma once

#include <algorithm>
#include <chrono>
#include <iterator>
#include <string>
#include <vector>

#include "base/failure.h"
#include "base/strings.h"
#include "turn/outcome.h"

namespace nexy {

inline constexpr const char* kSaidFirst = "The first sentence is here.";
inline constexpr const char* kSaidSecond = "The second sentence comes after it.";

// A way to fail, as a script of nexy-sim, and what has to come of it.
struct Fault {
  std::string name;
  std::string script;                  // Of the service; "down": its port is gone.
  std::vector<FailureReason> reasons;  // What the operator may be told.
  Cause cause;                         // What the person hears if it is a mind.
  bool midway = false;                 // Something was said before.
  std::string connection = "";         // Script of the connections; empty: good.
};

// How long the stage that fails is waited for. Short where silence is the fault; else long enough
// for a machine that is busy with other things: nothing waits for its end.
inline std::chrono::milliseconds PatienceFor(const Fault& fault) {
  return std::chrono::milliseconds(fault.cause == Cause::kLlmTimeout ? 700 : 10'000);
}

// When the last deadline can fire: that of the first piece or, where one came, of the next.
inline std::chrono::milliseconds LastDeadline(const Fault& fault) {
  return (fault.midway ? 2 : 1) * PatienceFor(fault);
}

// Two sentences, and then `rest` of the script.
inline std::string TwoSentences(const std::string& rest) {
  return Concat(R"({"audio_ms": 400, "text": [")", kSaidFirst, R"( ", ")", kSaidSecond, R"("], )",
                rest, "}");
}

// Before there is anything of an answer; any service can fail so.
inline std::vector<Fault> FaultsBeforeTheAnswer() {
  using enum FailureReason;
  return {
      {"Refused", "down", {kRefused}, Cause::kLlmUnavailable},
      {"TlsError", "{}", {kTls}, Cause::kLlmUnavailable, false, R"({"tls": "expired"})"},
      {"Unauthorized", R"({"status": 401})", {kKey}, Cause::kLlmKey},
      {"TooMany", R"({"status": 429})", {kRateLimited}, Cause::kLlmQuota},
      {"TooManyComeBackSoon",
       R"({"status": 429, "retry_after": "0", "retry_delay": "0s"})",
       {kRateLimited},
       Cause::kLlmQuota},
      {"TooManyComeBackLater",
       R"({"status": 429, "retry_after": "34", "retry_delay": "34s"})",
       {kRateLimited},
       Cause::kLlmQuota},
      {"ServerError", R"({"status": 500})", {kServerError}, Cause::kLlmUnavailable},
      {"Overloaded", R"({"status": 503})", {kOverloaded}, Cause::kLlmUnavailable},
      {"StallBeforeHeaders", R"({"stall": "before_headers"})", {kSilent}, Cause::kLlmTimeout},
      {"StallAfterHeaders",
       R"({"stall": "after_headers"})",
       {kSilent, kStalled},
       Cause::kLlmTimeout},
      {"CutBeforeHeaders", R"({"cut": "before_headers"})", {kCut}, Cause::kLlmUnavailable},
      {"CutAfterHeaders",
       R"({"cut": {"at": "after_headers", "how": "rst"}})",
       {kCut},
       Cause::kLlmUnavailable},
      {"Garbage", R"({"garbage": "before_headers"})", {kMalformed}, Cause::kLlmMalformed},
      {"SlowDrip",
       R"({"drip": {"bytes": 1, "ms": 100}})",
       {kConnectTimeout, kSilent, kStalled},
       Cause::kLlmTimeout},
  };
}

// After the first of two sentences, which is there with `place`.
inline std::vector<Fault> FaultsInMidAnswer(const std::string& place) {
  using enum FailureReason;
  return {
      {"StallMidStream",
       TwoSentences(R"("stall": {)" + place + "}"),
       {kStalled, kSilent},
       Cause::kLlmTimeout,
       true},
      {"CutMidStream",
       TwoSentences(R"("cut": {)" + place + "}"),
       {kCut},
       Cause::kLlmUnavailable,
       true},
      {"CutMidStreamReset",
       TwoSentences(R"("cut": {)" + place + R"(, "how": "rst"})"),
       {kCut},
       Cause::kLlmUnavailable,
       true},
      {"GarbageMidStream",
       TwoSentences(R"("garbage": {)" + place + "}"),
       {kMalformed},
       Cause::kLlmMalformed,
       true},
  };
}

// Of a service over HTTP, by its name in nexy-sim.
inline std::vector<Fault> HttpFaults(const std::string& service) {
  using enum FailureReason;
  const bool sound = service == "azure_tts" || service == "openai_speech";
  const bool chat = service == "openai_chat";  // Its first piece has no text, only a role.
  std::vector<Fault> faults = FaultsBeforeTheAnswer();
  faults.push_back({"OversizedHeaders",
                    R"({"oversized": {"at": "mid_headers", "bytes": 100000}})",
                    {kOversized},
                    Cause::kLlmMalformed});
  std::ranges::move(FaultsInMidAnswer(chat ? R"("after_pieces": 2)" : R"("after_pieces": 1)"),
                    std::back_inserter(faults));
  faults.push_back(
      {"OversizedMidStream",
       TwoSentences(Concat(R"("latency": {"between": 20}, "oversized": {"in_piece": )",
                           chat ? 3 : 2, R"(, "bytes": )", sound ? 4'500'000 : 1'500'000, "}")),
       {kOversized},
       Cause::kLlmMalformed,
       true});
  for (Fault& fault : faults) {
    if (!sound || fault.name != "GarbageMidStream") continue;
    // Any bytes are sound; only the framing around them can be garbage, or end early.
    fault.script = TwoSentences(R"("garbage": {"after_pieces": 1, "framing": true})");
    fault.reasons.push_back(kCut);
  }
  return faults;
}

// Of Gemini Live, which talks over a WebSocket and says why it hangs up.
inline std::vector<Fault> LiveFaults() {
  using enum FailureReason;
  // Four pieces of sound, each half of them followed by its words.
  const std::string place = R"("after_pieces": 3)";
  const auto hangs_up = [](const std::string& where, int code, const std::string& reason) {
    return TwoSentences(
        Concat(R"("close": {)", where, R"(, "code": )", code, R"(, "reason": ")", reason, R"("})"));
  };
  const std::string before = R"("at": "before_headers")";
  std::vector<Fault> faults = FaultsBeforeTheAnswer();
  std::ranges::move(FaultsInMidAnswer(place), std::back_inserter(faults));
  std::ranges::move(
      std::vector<Fault>{
          {"TooManyToday",
           R"({"status": 429, "error_code": "GenerateRequestsPerDayPerProjectPerModel"})",
           {kQuota},
           Cause::kLlmQuota},
          {"ClosedForTheKey",
           hangs_up(before, 1007, "API key not valid. Please pass a valid API key."),
           {kKey},
           Cause::kLlmKey},
          {"ClosedForWantOfAKey",
           hangs_up(before, 1008, "Method doesn't allow unregistered callers (callers without"),
           {kKey},
           Cause::kLlmKey},
          {"ClosedForTheModel",
           hangs_up(before, 1008, "models/x is not found for API version v1beta, or is not sup"),
           {kModel},
           Cause::kLlmUnavailable},
          {"ClosedForMoney",
           hangs_up(before, 1011, "Your prepayment credits are depleted. Please go to AI Studio"),
           {kBilling},
           Cause::kLlmQuota},
          {"ClosedForQuota",
           hangs_up(before, 1011, "You exceeded your current quota, please check your plan"),
           {kQuota},
           Cause::kLlmQuota},
          {"ClosedInternally",
           hangs_up(before, 1011, "Internal error encountered."),
           {kServerError},
           Cause::kLlmUnavailable},
          {"ClosedInMidAnswer",
           hangs_up(place, 1011, "Deadline expired before operation could complete."),
           {kServerError},
           Cause::kLlmUnavailable,
           true},
          {"ClosedInMidAnswerForMoney",
           hangs_up(place, 1011, "Your prepayment credits are depleted."),
           {kBilling},
           Cause::kLlmQuota,
           true},
          {"OversizedMessage",
           R"({"oversized": {"in_piece": 1, "bytes": 5000000}})",
           {kOversized},
           Cause::kLlmMalformed},
          {"OversizedMidStream",
           TwoSentences(R"("oversized": {"in_piece": 4, "bytes": 5000000})"),
           {kOversized},
           Cause::kLlmMalformed,
           true},
      },
      std::back_inserter(faults));
  return faults;
}

inline std::vector<Fault> FaultsOf(const std::string& service) {
  return service == "gemini_live" ? LiveFaults() : HttpFaults(service);
}

}  // namespace nexy
