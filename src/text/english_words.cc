#include "text/english_words.h"

#include <algorithm>
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
  if (letters < 3 || letters > 9) return {};
  const bool small = IsLower(text[0]);
  for (std::size_t month = 0; month < kMonths.size(); ++month) {
    const std::u32string_view name = kMonths[month];
    const bool whole = letters == name.size();
    if (ToLower(text[0]) != ToLower(name[0]) || letters > name.size()) continue;
    if (!whole && letters != 3 && !(month == 8 && letters == 4)) continue;
    if (!std::equal(name.begin() + 1, name.begin() + static_cast<std::ptrdiff_t>(letters),
                    text.begin() + 1, [](char32_t a, char32_t b) { return a == ToLower(b); })) {
      continue;
    }
    if (small && (!whole || month == 2 || month == 4 || month == 7)) return {};
    const bool stop = !whole && letters < text.size() && text[letters] == U'.';
    return {month + 1, letters + (stop ? 1 : 0)};
  }
  return {};
}

std::u32string_view EnglishOrdinalSuffix(std::int64_t number) {
  const bool teen = number % 100 > 10 && number % 100 < 14;
  switch (teen ? 0 : number % 10) {
    case 1:
      return U"st";
    case 2:
      return U"nd";
    case 3:
      return U"rd";
    default:
      return U"th";
  }
}

std::u32string_view EnglishMonthName(std::size_t number) { return kMonths.at(number - 1); }

}  // namespace nexy
