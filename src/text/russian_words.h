#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace nexy {

enum class RussianCase {
  kNominative,
  kGenitive,
  kDative,
  kAccusative,
  kInstrumental,
  kPrepositional
};
enum class RussianGender { kMasculine, kFeminine, kNeuter, kPlural };

// Numbers in words, by ICU's rules for Russian with their slips mended (ё, missing endings). Of
// what has no singular "двое суток"; empty for 22 of them, which Russian has no word for.
// Thread-safe.
std::u32string RussianCardinal(std::int64_t number, RussianGender gender, RussianCase kase);
// Empty for what has no ordinal in words: below 1, from a million on all but whole millions.
std::u32string RussianOrdinal(std::int64_t number, RussianGender gender, RussianCase kase);
// An adjective by its stem: "государственн" -> "государственного", "русск" -> "русским"; a soft one
// with ь after it: "среднь" -> "средняя".
std::u32string RussianAdjective(std::u32string_view stem, RussianGender gender, RussianCase kase);
// As the first part of a compound: 40 -> "сорока" (сорокалетний), 1 -> "одно".
std::u32string RussianJoined(std::int64_t number);

// The case that a preposition or comparative (lower case) asks of a number after it; nominative
// where there is none or where it is not certain.
RussianCase CaseAfter(std::u32string_view word);

// 1 for a month in the genitive ("мая") and so on to 12; 0 for other words (lower case).
int RussianMonth(std::u32string_view word);
std::u32string_view RussianMonthName(int month);  // In the genitive.

}  // namespace nexy
