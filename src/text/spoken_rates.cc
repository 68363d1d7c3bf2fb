#include "text/spoken_rates.h"

#include <algorithm>
#include <string>

#include "text/unicode.h"
#include "text/unit_after.h"
#include "text/units.h"
#include "text/word_classes.h"

namespace nexy {

namespace {

// "/мес.", "/час": "в месяц", "в час".
std::size_t SayRussianPer(SpokenCursor& cursor, std::size_t offset) {
  struct Per {
    std::u32string_view written, said;
  };
  static constexpr Per kPer[] = {
      {U"мес", U"в месяц"},     {U"месяц", U"в месяц"},   {U"час", U"в час"},
      {U"ч", U"в час"},         {U"год", U"в год"},       {U"день", U"в день"},
      {U"дн", U"в день"},       {U"сутки", U"в сутки"},   {U"сут", U"в сутки"},
      {U"нед", U"в неделю"},    {U"неделя", U"в неделю"}, {U"мин", U"в минуту"},
      {U"с", U"в секунду"},     {U"сек", U"в секунду"},   {U"шт", U"за штуку"},
      {U"кг", U"за килограмм"}, {U"л", U"за литр"},       {U"м²", U"за квадратный метр"},
      {U"чел", U"с человека"}};
  std::size_t end = offset + 1;
  while (IsLetter(cursor.Peek(end)) || cursor.Peek(end) == U'²') ++end;
  const std::u32string_view word = cursor.Rest().substr(offset + 1, end - offset - 1);
  for (const Per& per : kPer) {
    if (per.written != word) continue;
    cursor.Say(per.said);
    return end + UnitStop(cursor.Rest().substr(end));
  }
  return offset;
}

}  // namespace

std::size_t PerSize(const SpokenCursor& cursor, std::size_t offset) {
  const std::u32string_view rest = cursor.Rest().substr(offset + 1);
  if (const UnitMatch unit = FindUnit(rest); unit.unit != nullptr && !unit.unit->magnitude) {
    return 1 + unit.size;
  }
  std::size_t size = 0;
  while (size < rest.size() && IsLetter(rest[size])) ++size;
  return IsWordOf(WordClass::kPer, rest.substr(0, size)) ? 1 + size : 0;
}

std::size_t SayPer(SpokenCursor& cursor, std::size_t offset) {
  constexpr std::u32string_view kHead = U" с чел.";  // "500 ₽ с чел."
  const std::u32string_view here = cursor.Rest().substr(std::min(offset, cursor.Rest().size()));
  if (cursor.Russian() && here.starts_with(kHead)) {
    cursor.Say(U"с человека");
    return offset + kHead.size() - 1 + UnitStop(here.substr(kHead.size() - 1));
  }
  // "a $20-a-month plan"
  if (!cursor.Russian() && here.starts_with(U"-a-")) {
    cursor.Say(U"a");
    return offset + 3;
  }
  if (!cursor.Russian() && here.starts_with(U"/ea") && !IsWordChar(cursor.Peek(offset + 3))) {
    cursor.Say(U"each");
    return offset + 3;
  }
  // "5 g/100 ml"
  const std::size_t digits =
      cursor.Peek(offset + 1) == U'1' ? DigitsAt(cursor.Rest(), offset + 1) : 0;
  const bool tens =
      digits > 1 && cursor.Rest().substr(offset + 2, digits - 1).find_first_not_of(U'0') ==
                        std::u32string_view::npos;
  if (!cursor.Russian() && cursor.Peek(offset) == U'/' && tens) {
    cursor.Say(U"per");
    return offset + 1;
  }
  if (cursor.Peek(offset) != U'/' || !IsLetter(cursor.Peek(offset + 1))) return offset;
  // Of a price "за килограмм", of a density "на литр".
  const bool price =
      offset > 0 && IsOneOfChars(cursor.Peek(offset - 1), U"₽$€£.0123456789рб");
  if (cursor.Russian()) {
    static constexpr std::u32string_view kTimes[] = {U"second", U"minute", U"hour", U"day"};
    const UnitMatch measure = FindUnit(cursor.Rest().substr(offset + 1));
    const bool physical =
        !price && measure.unit != nullptr && !IsAnyOf(kTimes, measure.unit->english_one);
    const std::size_t said = physical ? offset : SayRussianPer(cursor, offset);
    if (said != offset || PerSize(cursor, offset) == 0) return said;
  }
  if (!cursor.Russian() && IsUpper(cursor.Peek(offset + 1)) && PerSize(cursor, offset) == 0) {
    return offset;  // "Hi 31°/Lo 22°"
  }
  const UnitMatch unit = FindUnit(cursor.Rest().substr(offset + 1));
  cursor.Say(cursor.Pick(U"per", price ? U"за" : U"на"));
  if (unit.unit == nullptr) return offset + 1;
  cursor.Say(cursor.Russian() ? std::u32string_view(unit.unit->russian[5])
                              : std::u32string_view(unit.unit->english_one));
  std::size_t end = offset + 1 + unit.size;
  if (cursor.Russian()) return end;
  if (unit.size > 1) end += EnglishStop(cursor.Rest().substr(end));
  const bool again = cursor.Peek(end) == U'/' && PerSize(cursor, end) > 0;
  return again ? SayPer(cursor, end) : end;  // "5 mg/kg/day"
}

}  // namespace nexy
