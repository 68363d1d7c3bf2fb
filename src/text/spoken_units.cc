#include <string>

#include "text/spoken_amount.h"
#include "text/spoken_rates.h"
#include "text/spoken_rules.h"
#include "text/unit_after.h"
#include "text/word_classes.h"

namespace nexy {

namespace {

using Kase = RussianCase;

// "100 million kg"
bool SayScaledUnit(SpokenCursor& cursor, std::u32string_view written, const NumberToken& number) {
  static constexpr std::u32string_view kScales[] = {U"thousand", U"million", U"billion",
                                                    U"trillion"};
  const SpokenCursor::Word scale = cursor.WordAfter(number.size);
  if (cursor.Russian() || !IsAnyOf(kScales, scale.text)) return false;
  const UnitAfter counted = FindUnitAfter(cursor, number, scale.end);
  const bool symbol = cursor.Peek(scale.end) == U' ' && counted.end > scale.end + 2 &&
                      cursor.WordAfter(scale.end).text != U"in";
  if (!symbol || counted.unit == nullptr) return false;
  cursor.Say(written);
  cursor.Say(scale.text);
  cursor.Say(counted.unit->english_many);
  cursor.Skip(SayPer(cursor, counted.end));
  return true;
}

// "1 ч 05 мин": no number is exact that begins with a zero.
bool SayTwoDigits(SpokenCursor& cursor) {
  if (cursor.Peek() != U'0' || DigitsAt(cursor.Rest(), 0) != 2 || !cursor.InWords()) return false;
  NumberToken number;
  number.size = 2;
  number.digits = 1;
  number.whole = ValueOf(cursor.Rest().substr(0, 2));
  const UnitAfter part = FindUnitAfter(cursor, number, 2);
  static constexpr std::u32string_view kTwoDigits[] = {U"minute", U"second", U"kopeck", U"cent"};
  if (part.unit == nullptr || !IsAnyOf(kTwoDigits, part.unit->english_one)) return false;
  SayAmount(cursor, cursor.Rest().substr(1, 1), number, *part.unit, UnitCase(cursor, number, part),
            false);
  cursor.Skip(part.end);
  return true;
}

}  // namespace

// "5 GB", "20 %", "1 299 ₽", "5 млн руб."
bool SpeakUnit(SpokenCursor& cursor) {
  if (SayTwoDigits(cursor)) return true;
  const NumberToken number = cursor.NumberAt();
  const std::u32string_view written = cursor.Rest().substr(0, number.size);
  if (!number.exact) return false;
  if (SayScaledUnit(cursor, written, number)) return true;
  const UnitAfter found = FindUnitAfter(cursor, number, number.size);
  if (found.unit == nullptr) return false;
  if (cursor.Russian() && IsOneOfChars(cursor.Before(), kTimesSigns) && number.IsWhole()) {
    cursor.Say(written);  // "1920×1080 пикс."
    return cursor.SayFor(found.end, RussianUnit(*found.unit, number, Kase::kNominative));
  }
  const Kase kase = UnitCase(cursor, number, found);
  const bool attribute = cursor.Peek(number.size) == U'-' || IsAttribute(cursor, found.end);
  SayAmount(cursor, written, number, *found.unit, kase, attribute);
  std::size_t end = found.end;
  if (found.unit->magnitude) end = SayAfterMagnitude(cursor, end);
  cursor.Skip(SayPer(cursor, end));
  return true;
}

}  // namespace nexy
