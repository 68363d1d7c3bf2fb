#pragma once

#include <string_view>

namespace nexy {

// How a turn ended, weakest first (wire contract 5.1); kCancelled: the client left, nothing was
// sent.
enum class Outcome { kOk, kDegraded, kFailed, kBlocked, kInterrupted, kCancelled };

// Why it was not kOk. Both sets are closed; the tokens are on the wire and label metrics.
enum class Cause {
  kNone,
  kLlmFallback,
  kVoiceFallback,
  kScreenshotIgnored,
  kActionRefused,
  kLlmUnavailable,
  kLlmTimeout,
  kLlmQuota,
  kLlmKey,
  kLlmEmpty,
  kLlmMalformed,
  kTurnDeadline,
  kDraining,
  kInternal,
  kVoiceUnavailable,
  kPromptBlocked,
  kAnswerBlocked,
  kUserInterrupt,
};

std::string_view OutcomeToken(Outcome outcome);  // "ok", "degraded", …
std::string_view CauseToken(Cause cause);        // "", "llm_fallback", …

// The strongest outcome of a turn with its first cause.
struct Verdict {
  Outcome outcome = Outcome::kOk;
  Cause cause = Cause::kNone;

  void Raise(Outcome to, Cause why) {
    if (to > outcome) *this = {to, why};
  }
};

}  // namespace nexy
