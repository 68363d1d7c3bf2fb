// What stands above and below the line: x², 10⁻⁵, H₂O, xᵢ.
#include <string>

#include "text/spoken_amount.h"
#include "text/spoken_rates.h"
#include "text/spoken_rules.h"
#include "text/unicode.h"
#include "text/units.h"

namespace nexy {

namespace {

// "xᵢ", "2ⁿ": letters below and above the line.
bool SpeakScriptLetter(SpokenCursor& cursor) {
  static constexpr std::u32string_view kSigns = U"ᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓₐₑₕⁿⁱ";
  static constexpr std::u32string_view kLetters = U"ijklmnoprstuvxaehni";
  const std::size_t letter = kSigns.find(cursor.Peek());
  if (letter == kSigns.npos) return false;
  const bool above = IsOneOfChars(cursor.Peek(), U"ⁿⁱ");
  if (above) {
    cursor.Say(cursor.Pick(U"to the power of", U"в степени"));
  } else if (!IsScriptLetter(cursor.Before())) {
    cursor.Say(cursor.Pick(U"sub", U"индекс"));
  }
  return cursor.SayFor(1, kLetters.substr(letter, 1));
}

constexpr std::u32string_view kSuperscripts = U"⁰¹²³⁴⁵⁶⁷⁸⁹";
constexpr std::u32string_view kSubscripts = U"₀₁₂₃₄₅₆₇₈₉";

// "∫₀¹", "∑₁⁹": whether what stands here is a bound of the sign before it.
bool IsBound(const SpokenCursor& cursor) {
  std::size_t sign = cursor.at;
  while (sign > 0 && IsOneOfChars(cursor.in[sign - 1], kSubscripts)) --sign;
  return sign > 0 && IsOneOfChars(cursor.in[sign - 1], U"∫∑∏");
}

// "log₂8", "log₁₀ x": the base, set off from what the logarithm is of.
bool SayBase(SpokenCursor& cursor) {
  std::u32string base;
  std::size_t size = 0;
  for (std::size_t digit = kSubscripts.find(cursor.Peek()); digit != kSubscripts.npos;
       digit = kSubscripts.find(cursor.Peek(++size))) {
    base.push_back(U'0' + static_cast<char32_t>(digit));
  }
  cursor.Say(cursor.Pick(U"base", U"по основанию"));
  cursor.Say(base);
  if (IsAsciiDigit(cursor.Peek(size))) cursor.Say(cursor.Pick(U"of", U"от"));
  cursor.Skip(size);
  return true;
}

}  // namespace

bool SpeakScript(SpokenCursor& cursor) {
  if (SpeakScriptLetter(cursor)) return true;
  if (const std::size_t digit = kSubscripts.find(cursor.Peek()); digit != kSubscripts.npos) {
    const std::u32string_view before = cursor.in.substr(0, cursor.at);
    if (IsBound(cursor) && !IsOneOfChars(cursor.Before(), kSubscripts)) {
      cursor.Say(cursor.Pick(U"from ", U"от "));
    }
    if (before.ends_with(U"log")) return SayBase(cursor);
    cursor.out.push_back(U'0' + static_cast<char32_t>(digit));
    ++cursor.at;
    return true;
  }
  const bool minus = cursor.Peek() == U'⁻';
  std::u32string digits;
  std::size_t size = minus ? 1 : 0;
  for (std::size_t digit = kSuperscripts.find(cursor.Peek(size)); digit != kSuperscripts.npos;
       digit = kSuperscripts.find(cursor.Peek(++size))) {
    digits.push_back(U'0' + static_cast<char32_t>(digit));
  }
  if (digits.empty()) return false;
  if (!minus && IsUpper(cursor.Peek(size)) && !IsWordChar(cursor.Before()) &&
      !IsOneOfChars(cursor.Before(), U")]")) {  // ¹⁴C
    cursor.Say(digits);
    cursor.at += size;
    return true;
  }
  if (!minus && IsBound(cursor)) {
    cursor.Say(cursor.Pick(U"to", U"до"));
    return cursor.SayFor(size, digits);
  }
  if (!minus && digits == U"2") return cursor.SayFor(size, cursor.Pick(U"squared", U"в квадрате"));
  if (!minus && digits == U"3") return cursor.SayFor(size, cursor.Pick(U"cubed", U"в кубе"));
  cursor.Say(cursor.Pick(U"to the power of", U"в степени"));
  if (minus) cursor.Say(cursor.Pick(U"minus", U"минус"));
  // "3 × 10⁸ m/s": the unit of the whole.
  const std::size_t gap = BlanksAt(cursor.Rest(), size);
  const UnitMatch unit = FindUnit(cursor.Rest().substr(size + gap));
  const bool letter = unit.size == 1 && !cursor.Russian() && IsDigit(cursor.Before());  // "10⁻³ m"
  cursor.Say(digits);
  if (gap != 1 || (unit.size < 2 && !letter)) {
    const bool rate = cursor.Peek(size) == U'/' && PerSize(cursor, size) > 0;
    cursor.Skip(rate || cursor.Russian() ? SayPer(cursor, size) : size);  // "10⁹/L"
    return true;
  }
  cursor.Say(cursor.Russian() ? RussianUnitPlural(*unit.unit)
                              : std::u32string_view(unit.unit->english_many));
  cursor.Skip(SayPer(cursor, size + gap + unit.size));
  return true;
}

}  // namespace nexy
