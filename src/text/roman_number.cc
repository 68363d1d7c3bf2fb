#include "text/roman_number.h"

#include <algorithm>
#include <array>
#include <string>

#include "text/unicode.h"

namespace nexy {

namespace {

std::u32string WriteRoman(int value) {
  struct Step {
    int value;
    std::u32string_view letters;
  };
  static constexpr Step kSteps[] = {
      {1000, U"M"}, {900, U"CM"}, {500, U"D"}, {400, U"CD"}, {100, U"C"}, {90, U"XC"}, {50, U"L"},
      {40, U"XL"},  {10, U"X"},   {9, U"IX"},  {5, U"V"},    {4, U"IV"},  {1, U"I"}};
  std::u32string letters;
  for (const Step& step : kSteps) {
    while (value >= step.value) {
      letters += step.letters;
      value -= step.value;
    }
  }
  return letters;
}

// A Cyrillic Ha is often written for the ten.
char32_t Latin(char32_t c) { return c == U'Х' ? U'X' : c; }

}  // namespace

RomanNumber ReadRomanNumber(std::u32string_view text) {
  static constexpr std::u32string_view kDigits = U"IVXLCDM";
  static constexpr std::array<int, 7> kValues = {1, 5, 10, 50, 100, 500, 1000};
  constexpr std::size_t kRomanMax = 15;
  RomanNumber roman;
  int previous = 0;
  while (roman.size < std::min(text.size(), kRomanMax)) {
    const std::size_t digit = kDigits.find(Latin(text[roman.size]));
    if (digit == kDigits.npos) break;
    const int worth = kValues[digit];
    roman.value += worth > previous && roman.size > 0 ? worth - 2 * previous : worth;
    previous = worth;
    ++roman.size;
  }
  const bool word = roman.size >= text.size() || !IsWordChar(text[roman.size]);
  if (!word || roman.size == 0) return {};
  std::u32string letters(text.substr(0, roman.size));
  std::transform(letters.begin(), letters.end(), letters.begin(), Latin);
  return WriteRoman(roman.value) == letters ? roman : RomanNumber{};
}

}  // namespace nexy
