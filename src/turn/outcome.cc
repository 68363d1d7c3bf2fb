#include "turn/outcome.h"

namespace nexy {

std::string_view OutcomeToken(Outcome outcome) {
  switch (outcome) {
    case Outcome::kOk:
      return "ok";
    case Outcome::kDegraded:
      return "degraded";
    case Outcome::kFailed:
      return "failed";
    case Outcome::kBlocked:
      return "blocked";
    case Outcome::kInterrupted:
      return "interrupted";
    case Outcome::kCancelled:
      return "cancelled";
  }
  return "";
}

std::string_view CauseToken(Cause cause) {
  switch (cause) {
    case Cause::kNone:
      return "";
    case Cause::kLlmFallback:
      return "llm_fallback";
    case Cause::kVoiceFallback:
      return "voice_fallback";
    case Cause::kScreenshotIgnored:
      return "screenshot_ignored";
    case Cause::kActionRefused:
      return "action_refused";
    case Cause::kLlmUnavailable:
      return "llm_unavailable";
    case Cause::kLlmTimeout:
      return "llm_timeout";
    case Cause::kLlmQuota:
      return "llm_quota";
    case Cause::kLlmKey:
      return "llm_key";
    case Cause::kLlmEmpty:
      return "llm_empty";
    case Cause::kLlmMalformed:
      return "llm_malformed";
    case Cause::kTurnDeadline:
      return "turn_deadline";
    case Cause::kDraining:
      return "draining";
    case Cause::kInternal:
      return "internal";
    case Cause::kVoiceUnavailable:
      return "voice_unavailable";
    case Cause::kPromptBlocked:
      return "prompt_blocked";
    case Cause::kAnswerBlocked:
      return "answer_blocked";
    case Cause::kUserInterrupt:
      return "user_interrupt";
  }
  return "";
}

}  // namespace nexy
