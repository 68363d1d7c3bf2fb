#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "text/language.h"
#include "text/number_token.h"
#include "text/russian_words.h"

namespace nexy {

// A unit, currency or magnitude (src/text/data/units.tsv).
struct Unit {
  std::u32string english_one;
  std::u32string english_many;
  RussianGender gender = RussianGender::kMasculine;
  std::array<std::u32string, 11> russian;
  bool magnitude = false;  // Thousand, million …: what is counted follows in the genitive plural.
};

struct UnitMatch {
  const Unit* unit = nullptr;
  std::size_t size = 0;
};

// The longest unit that `text` begins with and that ends there as a word.
UnitMatch FindUnit(std::u32string_view text);

// The unit's word after `number`. English: `singular` is "a 5 gigabyte file".
std::u32string_view EnglishUnit(const Unit& unit, const NumberToken& number, bool singular);
std::u32string_view RussianUnit(const Unit& unit, const NumberToken& number, RussianCase kase);
// Whether a Russian word, in the genitive plural, is a unit: "килограммов".
bool IsUnitWord(std::u32string_view word);
std::u32string_view RussianUnitPlural(const Unit& unit);  // Genitive plural.

}  // namespace nexy
