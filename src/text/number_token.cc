#include "text/number_token.h"

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

// The end of "1,000,000" or "1 000 000"; `at` itself if no groups of three follow.
std::size_t GroupsEnd(std::u32string_view text, std::size_t at) {
  if (at == 0 || at > 3 || at >= text.size() || text[0] == U'0') return at;
  const char32_t separator = text[at];
  if (separator != U',' && !IsGroupSpace(separator)) return at;
  std::size_t end = at;
  while (end < text.size() && text[end] == separator && DigitsAt(text, end + 1) == 3) end += 4;
  return end;
}

}  // namespace

NumberToken ReadNumber(std::u32string_view text) {
  NumberToken number;
  const std::size_t first = DigitsAt(text, 0);
  std::size_t end = GroupsEnd(text, first);
  for (std::size_t i = 0; i < end; ++i) {
    if (!IsAsciiDigit(text[i])) continue;
    ++number.digits;
    if (number.digits <= 18) number.whole = number.whole * 10 + static_cast<int>(text[i] - U'0');
  }
  if (end < text.size() && (text[end] == U'.' || text[end] == U',')) {
    number.fraction = DigitsAt(text, end + 1);
    if (number.fraction > 0) end += 1 + number.fraction;
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

}  // namespace nexy
