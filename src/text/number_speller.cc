#include "text/number_speller.h"

#include <unicode/fieldpos.h>
#include <unicode/unistr.h>

#include "text/unicode.h"

namespace nexy {

NumberSpeller::NumberSpeller(const char* language)
    : format_(icu::URBNF_SPELLOUT, icu::Locale(language), status_) {}

std::u32string NumberSpeller::Spell(std::int64_t number, const std::string& rules) {
  const MutexLock lock(mutex_);
  UErrorCode status = status_;
  icu::UnicodeString words;
  icu::FieldPosition position;
  const icu::UnicodeString name(rules.c_str(), -1, US_INV);
  if (U_SUCCESS(status)) format_.format(number, name, words, position, status);
  std::u32string said(static_cast<std::size_t>(words.countChar32()), U'\0');
  words.toUTF32(reinterpret_cast<UChar32*>(said.data()), words.countChar32(), status);
  return U_SUCCESS(status) ? said : DecodeUtf8(std::to_string(number));
}

}  // namespace nexy
