#include "text/number_token.h"

#include <algorithm>

#include "text/unicode.h"

namespace nexy {

namespace {

bool IsAsciiDigit(char32_t c) { return c >= U'0' && c <= U'9'; }

std::size_t DigitsAt(std::u32string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && IsAsciiDigit(text[end])) ++end;
  return end - at;
}

bool IsGroupSpace(char32_t c) { return c == U' ' || c == 0xA0 || c == 0x202F || c == 0x2009; }

// The place of the last comma of "2,50,000"; `at` where there are no such groups.
std::size_t SkipGroupsOfTwo(std::u32string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && text[end] == U',' && DigitsAt(text, end + 1) == 2) end += 3;
  const bool last = end < text.size() && text[end] == U',' && DigitsAt(text, end + 1) == 3;
  return last ? end : at;
}

// Reads the groups of "1,000,000", "1 000 000" or "1.000.000" after the first `at` digits and
// returns their end. One group after a full stop is a decimal fraction.
std::size_t ReadGroups(std::u32string_view text, std::size_t at, NumberToken& number) {
  if (at == 0 || at > 3 || at >= text.size() || text[0] == U'0') return at;
  const char32_t separator = text[at];
  if (separator != U',' && separator != U'.' && !IsGroupSpace(separator)) return at;
  std::size_t end = at;
  std::size_t groups = 0;
  // "2,50,000": lakhs and crores have groups of two before the last one.
  if (separator == U',' && at < 3 && DigitsAt(text, at + 1) == 2) end = SkipGroupsOfTwo(text, at);
  while (end < text.size() && text[end] == separator && DigitsAt(text, end + 1) == 3) {
    end += 4;
    ++groups;
  }
  const bool more = end < text.size() && text[end] == separator && DigitsAt(text, end + 1) > 0;
  // "1.299,00" has a comma before its fraction, so that the stop is none.
  const bool cents = groups == 1 && end < text.size() && text[end] == U',' &&
                     DigitsAt(text, end + 1) > 0 && DigitsAt(text, end + 1) < 3;
  if (separator == U'.' && groups < 2 && !cents) return at;
  if (separator != U',' && more) return at;  // "555 123 4567", "1.234.567.8"
  if (groups == 0) return at;
  number.group = separator;
  number.groups = groups;
  return end;
}

}  // namespace

NumberToken ReadNumber(std::u32string_view text) {
  NumberToken number;
  const std::size_t first = DigitsAt(text, 0);
  std::size_t end = ReadGroups(text, first, number);
  for (std::size_t i = 0; i < end; ++i) {
    if (!IsAsciiDigit(text[i])) continue;
    ++number.digits;
    if (number.digits <= 18) number.whole = number.whole * 10 + static_cast<int>(text[i] - U'0');
  }
  if (end < text.size() && (text[end] == U'.' || text[end] == U',') && text[end] != number.group) {
    number.fraction = DigitsAt(text, end + 1);
    if (number.fraction > 0) {
      number.decimal = text[end];
      for (std::size_t i = 0; i < std::min<std::size_t>(number.fraction, 9); ++i) {
        number.fraction_value =
            number.fraction_value * 10 + static_cast<int>(text[end + 1 + i] - U'0');
      }
      end += 1 + number.fraction;
    }
  }
  number.exact =
      number.digits > 0 && number.digits <= 15 && (text[0] != U'0' || number.digits == 1);
  // More separators and digits: a version, an address, a time, a date, a fraction.
  while (end + 1 < text.size() && std::u32string_view(U".,:/").find(text[end]) != text.npos &&
         IsAsciiDigit(text[end + 1])) {
    number.exact = false;
    end += 1 + DigitsAt(text, end + 1);
  }
  if (number.digits == 0) end = 1;  // A digit of another script.
  number.size = end;
  return number;
}

NumberToken ReadRussianNumber(std::u32string_view text) {
  NumberToken number = ReadNumber(text);
  if (number.group != U',' || number.groups != 1 || number.fraction > 0) return number;
  number.fraction = 3;
  number.fraction_value = number.whole % 1000;
  number.whole /= 1000;
  number.digits -= 3;
  number.group = 0;
  number.groups = 0;
  number.decimal = U',';
  return number;
}

}  // namespace nexy
