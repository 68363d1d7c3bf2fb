#pragma once

#include <unicode/rbnf.h>

#include <cstdint>
#include <string>

#include "base/mutex.h"

namespace nexy {

// Numbers in words by the rules that ICU has for a language. Thread-safe.
class NumberSpeller {
 public:
  explicit NumberSpeller(const char* language);

  // `rules` is one of ICU's rule sets ("%spellout-ordinal"); the digits if there is no such set.
  std::u32string Spell(std::int64_t number, const std::string& rules);

 private:
  Mutex mutex_;  // ICU does not promise that one formatter may be used by two threads at once.
  UErrorCode status_ = U_ZERO_ERROR;
  icu::RuleBasedNumberFormat format_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace nexy
