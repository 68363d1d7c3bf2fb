#include "text/english_words.h"

#include "text/number_speller.h"

namespace nexy {

std::u32string EnglishOrdinal(std::int64_t number) {
  static auto* const speller = new NumberSpeller("en");
  return speller->Spell(number, "%spellout-ordinal");
}

}  // namespace nexy
