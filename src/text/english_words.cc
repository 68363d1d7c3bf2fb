#include "text/english_words.h"

#include <array>

#include "text/number_speller.h"
#include "text/unicode.h"

namespace nexy {

namespace {

constexpr std::array<std::u32string_view, 12> kMonths = {
    U"January", U"February", U"March",     U"April",   U"May",      U"June",
    U"July",    U"August",   U"September", U"October", U"November", U"December"};

}  // namespace

std::u32string EnglishOrdinal(std::int64_t number) {
  static auto* const speller = new NumberSpeller("en");
  return speller->Spell(number, "%spellout-ordinal");
}

EnglishMonth ReadEnglishMonth(std::u32string_view text) {
  std::size_t letters = 0;
  while (letters < text.size() && IsLetter(text[letters])) ++letters;
  if (letters < 3 || letters > 9 || !IsUpper(text[0])) return {};
  const std::u32string word = ToLower(text.substr(0, letters));
  for (std::size_t month = 0; month < kMonths.size(); ++month) {
    const std::u32string name = ToLower(kMonths[month]);
    const bool short_form = letters == 3 || word == U"sept";
    if (word != name && !(short_form && name.starts_with(word))) continue;
    const bool stop = word != name && letters < text.size() && text[letters] == U'.';
    return {month + 1, letters + (stop ? 1 : 0)};
  }
  return {};
}

std::u32string_view EnglishMonthName(std::size_t number) { return kMonths.at(number - 1); }

}  // namespace nexy
