#include "text/russian_quantity.h"

#include <array>
#include <cstddef>

namespace nexy {

namespace {

using Kase = RussianCase;
using Gender = RussianGender;

bool EndsInOne(std::int64_t number) { return number % 10 == 1 && number % 100 != 11; }

// The ending of "целая", "десятая" after a number that ends in one, and after others.
std::u32string_view EndingAfter(std::int64_t number, Kase kase) {
  static constexpr std::array<std::u32string_view, 6> kOne = {U"ая", U"ой", U"ой",
                                                              U"ую", U"ой", U"ой"};
  static constexpr std::array<std::u32string_view, 6> kOther = {U"ых", U"ых",  U"ым",
                                                                U"ых", U"ыми", U"ых"};
  return (EndsInOne(number) ? kOne : kOther)[static_cast<std::size_t>(kase)];
}

std::u32string Part(std::int64_t number, Kase kase) {
  return RussianCardinal(number, Gender::kFeminine, kase);
}

// ICU has no cases of zero.
std::u32string WholePart(std::int64_t number, Kase kase) {
  static constexpr std::array<std::u32string_view, 6> kZero = {U"ноль", U"нуля",  U"нулю",
                                                               U"ноль", U"нулём", U"нуле"};
  if (number == 0) return std::u32string(kZero[static_cast<std::size_t>(kase)]);
  return Part(number, kase);
}

std::u32string Decimal(const NumberToken& number, Kase kase) {
  static constexpr std::array<std::u32string_view, 7> kStems = {
      U"", U"десят", U"сот", U"тысячн", U"десятитысячн", U"стотысячн", U"миллионн"};
  std::u32string words = WholePart(number.whole, kase);
  words += U" цел";
  words += EndingAfter(number.whole, kase);
  words += U' ';
  words += WholePart(number.fraction_value, kase);
  words += U' ';
  words += kStems[number.fraction];
  words += EndingAfter(number.fraction_value, kase);
  return words;
}

}  // namespace

bool IsOneAndAHalf(const NumberToken& number) {
  return number.exact && number.whole == 1 && number.fraction == 1 && number.fraction_value == 5;
}

std::u32string RussianQuantity(const NumberToken& number, Gender gender, Kase kase) {
  if (!number.exact || number.fraction > 6) return {};
  if (number.fraction == 0) {
    return number.whole == 0 ? WholePart(0, kase) : RussianCardinal(number.whole, gender, kase);
  }
  if (IsOneAndAHalf(number)) {
    const bool plain = kase == Kase::kNominative || kase == Kase::kAccusative;
    if (!plain) return U"полутора";
    return gender == Gender::kFeminine ? U"полторы" : U"полтора";
  }
  return Decimal(number, kase);
}

}  // namespace nexy
