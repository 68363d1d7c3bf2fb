// Numbers that multiply: "1.5e-3", "3x a day", "12M users".
#include <string>
#include <utility>

#include "text/russian_quantity.h"
#include "text/spoken_amount.h"
#include "text/spoken_rates.h"
#include "text/spoken_rules.h"
#include "text/unicode.h"
#include "text/unit_after.h"
#include "text/word_classes.h"

namespace nexy {

// "1.5e-3", "2E+10"; "1e5" may be a name and stays.
bool SpeakScientific(SpokenCursor& cursor) {
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

// "8/day": a number and what it is in.
bool SayNumberPer(SpokenCursor& cursor, const NumberToken& number) {
  std::size_t end = number.size + 1;
  while (IsLetter(cursor.Peek(end))) ++end;
  const std::u32string_view word = cursor.Rest().substr(number.size + 1, end - number.size - 1);
  if (word.size() < 3 || !IsWordOf(WordClass::kPer, word)) return false;
  cursor.Say(cursor.Rest().substr(0, number.size));
  cursor.Say(U"per");
  return cursor.SayFor(end, word);
}

// "3x a day", "2x faster", "3x/week"; "2x AA batteries" stays.
bool SpeakTimes(SpokenCursor& cursor) {
  const NumberToken number = cursor.NumberAt();
  const std::size_t end = number.size + 1;
  if (!number.exact) return false;
  if (cursor.Peek(number.size) == U'/') return SayNumberPer(cursor, number);
  if (!IsOneOfChars(cursor.Peek(number.size), U"x×")) return false;
  const bool rate = cursor.Peek(end) == U'/' && PerSize(cursor, end) > 0;
  if (!rate && !IsWordOf(WordClass::kAfterTimes, cursor.WordAfter(end).text)) return false;
  cursor.Say(cursor.Rest().substr(0, number.size));
  cursor.Say(number.whole == 1 && number.IsWhole() ? U"time" : U"times");
  cursor.Skip(rate ? SayPer(cursor, end) : end);
  return true;
}

// "2 р./день", "3 р. в сутки", "1 раз/нед.": times, no roubles.
bool SpeakRussianTimes(SpokenCursor& cursor) {
  constexpr std::int64_t kTimesMax = 10;
  const NumberToken number = cursor.NumberAt();
  if (!number.exact || !number.IsWhole() || number.whole > kTimesMax) return false;
  const std::size_t begin = number.size + BlanksAt(cursor.Rest(), number.size);
  std::size_t end = begin;
  while (IsLetter(cursor.Peek(end))) ++end;
  static constexpr std::u32string_view kTimes[] = {U"р", U"раз", U"раза"};
  if (!IsAnyOf(kTimes, cursor.Rest().substr(begin, end - begin))) return false;
  end += UnitStop(cursor.Rest().substr(end));
  static constexpr std::pair<std::u32string_view, std::u32string_view> kPer[] = {
      {U"/день", U"в день"},   {U"/дн", U"в день"},         {U"/д", U"в день"},
      {U"/сутки", U"в сутки"}, {U"/сут", U"в сутки"},       {U"/неделю", U"в неделю"},
      {U"/нед", U"в неделю"},  {U" в день", U"в день"},     {U" в сутки", U"в сутки"},
      {U" в сут", U"в сутки"}, {U" в неделю", U"в неделю"}, {U" в нед", U"в неделю"}};
  for (const auto& [written, said] : kPer) {
    const std::size_t per_end = end + written.size();
    if (!cursor.Rest().substr(end).starts_with(written) || IsWordChar(cursor.Peek(per_end))) {
      continue;
    }
    cursor.Say(RussianQuantity(number, RussianGender::kMasculine, RussianCase::kNominative));
    cursor.Say(number.whole >= 2 && number.whole <= 4 ? U"раза" : U"раз");
    return cursor.SayFor(per_end + UnitStop(cursor.Rest().substr(per_end)), said);
  }
  return false;
}

namespace {

// "bn" of "1.42 bn", "5mn": where it ends after a number, and its word; empty if there is none.
struct Written {
  std::size_t end = 0;
  std::u32string_view word;
};

Written ReadScale(const SpokenCursor& cursor, std::size_t end) {
  const std::u32string_view rest = cursor.Rest().substr(end);
  const std::size_t gap = BlanksAt(rest, 0);
  static constexpr std::pair<std::u32string_view, std::u32string_view> kScales[] = {
      {U"bn", U"billion"},  {U"bln", U"billion"}, {U"mn", U"million"},
      {U"mln", U"million"}, {U"tn", U"trillion"}, {U"trn", U"trillion"}};
  for (const auto& [written, word] : kScales) {
    const bool whole = gap <= 1 && rest.substr(gap).starts_with(written);
    if (whole && !IsWordChar(cursor.Peek(end + gap + written.size()))) {
      return {end + gap + written.size(), word};
    }
  }
  const std::size_t letter_end = end + gap + 1;
  if (gap <= 1 && cursor.Peek(end + gap) == U'm' &&  // "5m users", no "5 m stairs".
      IsWordOf(WordClass::kInMillions, cursor.WordAfter(letter_end).text)) {
    return {letter_end, U"million"};
  }
  const char32_t letter = cursor.Peek(end);
  if (!IsOneOfChars(letter, U"KkMB")) return {};
  return {end + 1, letter == U'M' ? U"million" : letter == U'B' ? U"billion" : U"thousand"};
}

// "12M users": what is counted follows.
bool CountsThings(const SpokenCursor& cursor, std::size_t end) {
  const std::u32string counted = cursor.WordAfter(end).text;
  const bool plural =
      IsWordOf(WordClass::kPlural, counted) ||
      (counted.size() > 2 && counted.ends_with(U"s") && !IsWordOf(WordClass::kNoTimes, counted));
  return plural && IsLower(cursor.Peek(end + 1)) &&
         !cursor.HasBefore(1, WordClass::kNamedByCode);  // "flight 5K leaves"
}

// "50k–70k": both numbers have the letter; 0 if it is no such range.
std::size_t SayScaledRange(SpokenCursor& cursor, const NumberToken& lower) {
  const char32_t letter = cursor.Peek(lower.size);
  if (!IsOneOfChars(letter, U"kM") || !IsRangeDash(cursor.Peek(lower.size + 1))) return 0;
  const std::size_t second = lower.size + 2;
  const NumberToken upper = cursor.NumberAt(second);
  const std::size_t end = second + upper.size + 1;
  const bool range = upper.exact && upper.whole > lower.whole && cursor.Peek(end - 1) == letter;
  const std::u32string next = cursor.WordAfter(end).text;
  const bool run = !next.empty() && !IsWordOf(WordClass::kAfterDate, next);  // "a 5k–10k race"
  if (!range || run || IsWordChar(cursor.Peek(end))) return 0;
  cursor.Say(cursor.Rest().substr(0, lower.size));
  cursor.Say(RangeJoint(cursor));
  cursor.Say(cursor.Rest().substr(second, upper.size));
  cursor.Say(ReadScale(cursor, end - 1).word);
  return end;
}

}  // namespace

// "12M users", "1.2k likes", "100K+ downloads", "down 3.5k", "1.42 bn"; "5K run" and "iPhone 12M"
// stay.
bool SpeakScaledCount(SpokenCursor& cursor) {
  const NumberToken number = cursor.NumberAt();
  if (!number.exact) return false;
  if (const std::size_t end = SayScaledRange(cursor, number); end > 0) {
    cursor.Skip(end);
    return true;
  }
  Written scale = ReadScale(cursor, number.size);
  if (scale.end == 0) return false;
  const char32_t letter = cursor.Peek(number.size);
  const bool word = scale.end > number.size + 1;
  const bool plus = cursor.Peek(scale.end) == U'+';
  if (plus) ++scale.end;
  const std::u32string next = cursor.WordAfter(scale.end).text;
  const bool part = number.fraction > 0 && letter != U'K' && !IsWordChar(cursor.Peek(scale.end)) &&
                    cursor.Peek(scale.end) != U'/' &&
                    (next.empty() || IsWordOf(WordClass::kAfterDate, next) ||
                     IsWordOf(WordClass::kAfterScore, next));  // No "1.4M floppy".
  if (!word && !part && !CountsThings(cursor, scale.end)) return false;
  cursor.Say(cursor.Rest().substr(0, number.size));
  cursor.Say(scale.word);
  if (plus) cursor.Say(U"plus");
  cursor.Skip(scale.end);
  return true;
}

}  // namespace nexy
