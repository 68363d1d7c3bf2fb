// Numbers that multiply: "1.5e-3", "3x a day", "12M users".
#include <string>

#include "text/spoken_amount.h"
#include "text/spoken_rates.h"
#include "text/spoken_rules.h"
#include "text/unicode.h"
#include "text/unit_after.h"
#include "text/word_classes.h"

namespace nexy {

// "1.5e-3", "2E+10"; "1e5" may be a name and stays.
bool SpeakScientific(SpokenCursor& cursor) {
  if (!cursor.InWords()) return false;
  const NumberToken number = cursor.NumberAt();
  if (!number.exact || (cursor.Peek(number.size) != U'e' && cursor.Peek(number.size) != U'E')) {
    return false;
  }
  const char32_t sign = cursor.Peek(number.size + 1);
  const bool minus = IsOneOfChars(sign, U"-−");
  const bool written_sign = minus || sign == U'+';
  const std::size_t at = number.size + (written_sign ? 2 : 1);
  const std::size_t digits = DigitsAt(cursor.Rest(), at);
  if (digits == 0 || digits > 3 || IsWordChar(cursor.Peek(at + digits))) return false;
  if (!written_sign && number.fraction == 0) return false;
  cursor.Say(cursor.Rest().substr(0, number.size));
  cursor.Say(cursor.Pick(U"times 10 to the power of", U"умножить на 10 в степени"));
  if (minus) cursor.Say(cursor.Pick(U"minus", U"минус"));
  std::u32string_view exponent = cursor.Rest().substr(at, digits);
  while (exponent.size() > 1 && exponent.front() == U'0') exponent.remove_prefix(1);  // "1.5e-05"
  const UnitAfter unit = FindUnitAfter(cursor, number, at + digits);
  if (!cursor.Russian() && unit.unit != nullptr) {  // "5.5e-7 m"
    cursor.Say(exponent);
    return cursor.SayFor(unit.end, unit.unit->english_many);
  }
  return cursor.SayFor(at + digits, exponent);
}

// "3x a day", "2x faster", "3x/week"; "2x AA batteries" stays.
bool SpeakTimes(SpokenCursor& cursor) {
  if (cursor.Russian() || !cursor.InWords()) return false;
  const NumberToken number = cursor.NumberAt();
  const std::size_t end = number.size + 1;
  if (!number.exact || !IsOneOfChars(cursor.Peek(number.size), U"x×")) return false;
  const bool rate = cursor.Peek(end) == U'/' && PerSize(cursor, end) > 0;
  if (!rate && !IsWordOf(WordClass::kAfterTimes, cursor.WordAfter(end).text)) return false;
  cursor.Say(cursor.Rest().substr(0, number.size));
  cursor.Say(number.whole == 1 && number.IsWhole() ? U"time" : U"times");
  cursor.Skip(rate ? SayPer(cursor, end) : end);
  return true;
}

// "12M users", "1.2k likes", "100K+ downloads"; "5K run" and "iPhone 12M" stay.
bool SpeakScaledCount(SpokenCursor& cursor) {
  if (cursor.Russian() || !cursor.InWords()) return false;
  const NumberToken number = cursor.NumberAt();
  const char32_t letter = cursor.Peek(number.size);
  if (!number.exact || !IsOneOfChars(letter, U"KkMB")) return false;
  const bool plus = cursor.Peek(number.size + 1) == U'+';
  const std::size_t end = number.size + (plus ? 2 : 1);
  const std::u32string counted = cursor.WordAfter(end).text;
  const bool plural =
      counted == U"people" || (counted.ends_with(U"s") && !IsWordOf(WordClass::kNoTimes, counted));
  const bool written_small = IsLower(cursor.Peek(end + 1));
  if (!plural || !written_small) return false;
  cursor.Say(cursor.Rest().substr(0, number.size));
  cursor.Say(letter == U'M' ? U"million" : letter == U'B' ? U"billion" : U"thousand");
  if (plus) cursor.Say(U"plus");
  cursor.Skip(end);
  return true;
}

}  // namespace nexy
