#include "text/number_speller.h"

#include <unicode/fieldpos.h>
#include <unicode/unistr.h>

#include "text/unicode.h"

namespace nexy {

NumberSpeller::NumberSpeller(const char* language)
    : format_(icu::URBNF_SPELLOUT, icu::Locale(language), status_) {}

std::u32string NumberSpeller::Spell(std::int64_t number, const std::string& rules) {
  const MutexLock lock(mutex_);
  std::string utf8 = std::to_string(number);
  if (U_FAILURE(status_)) return DecodeUtf8(utf8);
  UErrorCode status = U_ZERO_ERROR;
  icu::UnicodeString words;
  icu::FieldPosition position;
  format_.format(number, icu::UnicodeString::fromUTF8(rules), words, position, status);
  if (U_FAILURE(status)) return DecodeUtf8(utf8);
  utf8.clear();
  words.toUTF8String(utf8);
  return DecodeUtf8(utf8);
}

}  // namespace nexy
