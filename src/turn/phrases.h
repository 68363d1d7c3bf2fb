#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "text/language.h"
#include "turn/outcome.h"

namespace nexy {

// What Nexy says of its own accord: apologies and notices (wire contract 5.2 to 5.4, 9.3).
enum class Phrase {
  kOneMoment,  // 5.4: nothing is ready yet.
  kAllRight,   // 9.3: before an action that came without words.
  kVoiceFallback,
  kScreenshotIgnored,
  kActionRefused,
  kScreenBlack,  // Of a picture that nobody is asked to describe: the fact, then what to do.
  kScreenBlank,
  kScreenEmpty,
  kScreenLocked,
  kScreenTooSmall,
  kScreenSame,        // As the one before, though something should have changed.
  kScreenSameButClock,
  kScreenOld,         // No new picture came with a question about what has changed.
  kLlmUnavailable,
  kLlmTimeout,
  kLlmQuota,
  kLlmBilling,  // llm_quota too, but waiting does not help.
  kLlmKey,
  kLlmEmpty,
  kLlmMalformed,
  kBlocked,
  kTurnDeadline,
  kDraining,
  kInternal,
};

// The apology for a turn that failed or was blocked for `cause`; kInternal for causes without one.
Phrase ApologyFor(Cause cause);

// "one_moment", "llm_quota", …: the metric label.
std::string_view PhraseToken(Phrase phrase);

// The sentences of `phrase`, each to be sent and spoken by itself.
std::vector<std::string_view> PhraseSentences(Phrase phrase, Language language);

// The sentences in `language` that are to be rendered ahead: all but those about the screen, which come
// while the voices work and would take megabytes.
std::vector<std::string_view> AllPhraseSentences(Language language);

}  // namespace nexy
