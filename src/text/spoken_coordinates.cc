#include <string>

#include "text/number_token.h"
#include "text/spoken_amount.h"
#include "text/spoken_rules.h"
#include "text/unicode.h"

namespace nexy {

namespace {

struct Direction {
  std::u32string_view written, english, russian;
};
constexpr Direction kDirections[] = {
    {U"N", U"north", U"северной широты"},      {U"S", U"south", U"южной широты"},
    {U"E", U"east", U"восточной долготы"},     {U"W", U"west", U"западной долготы"},
    {U"с. ш.", U"north", U"северной широты"},  {U"ю. ш.", U"south", U"южной широты"},
    {U"в. д.", U"east", U"восточной долготы"}, {U"з. д.", U"west", U"западной долготы"},
    {U"с.ш.", U"north", U"северной широты"},   {U"ю.ш.", U"south", U"южной широты"},
    {U"в.д.", U"east", U"восточной долготы"},  {U"з.д.", U"west", U"западной долготы"}};

const Direction* FindDirection(std::u32string_view text) {
  for (const Direction& direction : kDirections) {
    const std::size_t size = direction.written.size();
    if (!text.starts_with(direction.written)) continue;
    if (text.size() > size && IsWordChar(text[size])) continue;
    return &direction;
  }
  return nullptr;
}

void SayPart(SpokenCursor& cursor, std::u32string_view written, std::u32string_view unit) {
  const Unit* const found = FindUnit(unit).unit;
  while (written.size() > 1 && written[0] == U'0' && IsAsciiDigit(written[1])) {
    written.remove_prefix(1);  // 2°21′03″
  }
  const NumberToken number = cursor.Russian() ? ReadRussianNumber(written) : ReadNumber(written);
  if (found == nullptr || !number.exact) return cursor.Say(written);
  cursor.Say(AmountWords(cursor, written, number, found->gender, RussianCase::kNominative));
  cursor.Say(UnitWord(cursor, *found, number, RussianCase::kNominative, false));
}

// Digits and the mark after them: "26′". Returns where they end; 0 if there is no such part.
std::size_t PartEnd(std::u32string_view text, std::size_t at, std::u32string_view marks) {
  std::size_t end = at + BlanksAt(text, at);
  const std::size_t digits = DigitsAt(text, end);
  if (digits == 0) return 0;
  end += ReadNumber(text.substr(end)).size;
  return end < text.size() && IsOneOfChars(text[end], marks) ? end + 1 : 0;
}

}  // namespace

// "55.7558° N", "40°26′46″N", "5'11"".
bool SpeakCoordinate(SpokenCursor& cursor) {
  const std::u32string_view rest = cursor.Rest();
  const std::size_t degrees = PartEnd(rest, 0, U"°");
  if (degrees == 0) {  // Feet and inches.
    const std::size_t feet = PartEnd(rest, 0, U"'′");
    const std::size_t inches = feet == 0 ? 0 : PartEnd(rest, feet, U"\"″");
    const std::size_t second = feet + BlanksAt(rest, feet);
    // 10'30" are minutes.
    if (inches == 0 || !cursor.InWords() || ReadNumber(rest.substr(second)).whole > 11)
      return false;
    SayPart(cursor, rest.substr(0, feet - 1), U"ft");
    SayPart(cursor, rest.substr(second, inches - 1 - second), U"″");
    cursor.Skip(inches);
    return true;
  }
  std::size_t end = degrees;
  const std::size_t minutes = PartEnd(rest, end, U"′'");
  const std::size_t seconds = minutes == 0 ? 0 : PartEnd(rest, minutes, U"″\"");
  if (minutes > 0) end = minutes;
  if (seconds > 0) end = seconds;
  const std::size_t gap = BlanksAt(rest, end);
  const Direction* const direction =
      gap <= 1 ? FindDirection(rest.substr(std::min(end + gap, rest.size()))) : nullptr;
  if (direction == nullptr && minutes == 0) return false;
  const auto part = [rest](std::size_t from, std::size_t to) {
    from += BlanksAt(rest, from);
    return rest.substr(from, to - 1 - from);
  };
  SayPart(cursor, part(0, degrees), U"°");
  if (minutes > 0) SayPart(cursor, part(degrees, minutes), U"min");
  if (seconds > 0) SayPart(cursor, part(minutes, seconds), U"sec");
  if (direction != nullptr) {
    cursor.Say(cursor.Pick(direction->english, direction->russian));
    end += gap + direction->written.size();
    const bool last = direction->written.back() == U'.' && TrimSpace(rest.substr(end)).empty();
    end -= last ? 1 : 0;
  }
  cursor.Skip(end);
  return true;
}

}  // namespace nexy
