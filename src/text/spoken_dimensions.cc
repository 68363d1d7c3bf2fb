// What multiplies or measures: 1920×1080, 4x4, "3 x 4 x 5 m", «10х15 см».
#include "text/spoken_amount.h"
#include "text/spoken_rules.h"
#include "text/unicode.h"
#include "text/unit_after.h"
#include "text/units.h"

namespace nexy {

namespace {

bool IsCalculation(const SpokenCursor& cursor) { return cursor.in.find(U'=') != cursor.in.npos; }

// The unit of the last of the amounts that begin at `offset`: "20 x 30 cm".
const Unit* LastUnit(const SpokenCursor& cursor, std::size_t offset) {
  while (true) {
    const NumberToken number = cursor.NumberAt(offset);
    const std::size_t end = offset + number.size;
    const std::size_t sign = end + BlanksAt(cursor.Rest(), end);
    const bool more = IsOneOfChars(cursor.Peek(sign), kTimesSigns) && cursor.Peek(sign + 1) == U' ';
    if (!more || !IsDigit(cursor.Peek(sign + 2))) return FindUnitAfter(cursor, number, end).unit;
    offset = sign + 2;
  }
}

bool IsLength(const Unit& unit) {
  static constexpr std::u32string_view kLengths[] = {U"inch", U"foot", U"yard", U"mile"};
  return (unit.english_one.ends_with(U"meter") && !unit.english_one.starts_with(U"square")) ||
         IsAnyOf(kLengths, unit.english_one);
}

// "25 m x 12.5 m", "a resolution of 2560 × 1440", "2 x 16 GB": the sign with blanks between
// amounts.
bool SpeakSpacedTimes(SpokenCursor& cursor) {
  if (!IsOneOfChars(cursor.Peek(), kTimesSigns) || !IsDigit(cursor.Peek(2))) return false;
  if (!IsSpace(cursor.Before()) || cursor.Peek(1) != U' ') return false;
  const std::u32string before = cursor.WordBefore();
  std::u32string_view unit = before;
  unit.remove_prefix(DigitsAt(before, 0));
  const bool side = unit.size() == 1 && IsOneOfChars(unit[0], U"lwhd");  // 12" W x 8" H
  const bool measured = side || (!unit.empty() && FindUnit(unit).size == unit.size());
  if (!measured && !unit.empty()) return false;
  const Unit* const last = LastUnit(cursor, 2);
  const bool pixels = DigitsAt(before, 0) > 2 && DigitsAt(cursor.Rest(), 2) > 2;  // 1920 × 1080
  const bool length = last != nullptr && IsLength(*last);
  const bool sized = (pixels && last == nullptr) || cursor.HasBefore(5, WordClass::kHasSize);
  const bool size = (length || sized) && !IsCalculation(cursor);
  if (!size && (measured || cursor.Peek() == U'×')) return false;
  return cursor.SayFor(1, size ? cursor.Pick(U"by", U"на") : cursor.Pick(U"times", U"умножить на"));
}

}  // namespace

bool SpeakDimensions(SpokenCursor& cursor) {
  if (SpeakSpacedTimes(cursor)) return true;
  if (!IsOneOfChars(cursor.Peek(), kTimesSigns)) return false;
  if (!IsDigit(cursor.Before()) || !IsDigit(cursor.Peek(1))) return false;
  const bool hex = cursor.Before() == U'0' && (cursor.at < 2 || !IsDigit(cursor.in[cursor.at - 2]));
  const bool power = cursor.Rest().substr(1).starts_with(U"10") &&
                     IsOneOfChars(cursor.Peek(3), U"⁰¹²³⁴⁵⁶⁷⁸⁹⁻^");  // 3×10⁴
  if (power && !hex) return cursor.SayFor(1, cursor.Pick(U"times", U"умножить на"));
  std::size_t begin = cursor.at;
  while (begin > 0 && IsDigit(cursor.in[begin - 1])) --begin;
  const bool chain =
      begin > 1 && IsOneOfChars(cursor.in[begin - 1], kTimesSigns) && IsDigit(cursor.in[begin - 2]);
  const bool name = begin > 0 && IsLetter(cursor.in[begin - 1]) && !chain;  // "R4x000"
  if (hex || name || IsCalculation(cursor)) return false;
  return cursor.SayFor(1, cursor.Pick(U"by", U"на"));
}

}  // namespace nexy
