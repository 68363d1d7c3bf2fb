// Two numbers with a slash that are no fraction: "page 3/10", "2:05 / 3:41", "3.2 GB/4 GB",
// "120/80".
#include "text/spoken_pairs.h"

#include <algorithm>
#include <string>

#include "text/spoken_amount.h"
#include "text/spoken_rules.h"
#include "text/unicode.h"
#include "text/unit_after.h"
#include "text/word_classes.h"

namespace nexy {

namespace {

// The number at `at`, which a slash may follow.
NumberToken ReadPart(const SpokenCursor& cursor, std::size_t at) {
  const std::u32string_view rest = cursor.Rest().substr(std::min(at, cursor.Rest().size()));
  std::size_t end = DigitsAt(rest, 0);
  while (cursor.Russian() && BlanksAt(rest, end) == 1 && DigitsAt(rest, end + 1) == 3) end += 4;
  const bool decimal = end > 0 && end < rest.size();
  if (decimal && (rest[end] == U'.' || (rest[end] == U',' && cursor.Russian()))) {
    const std::size_t fraction = DigitsAt(rest, end + 1);
    end += fraction > 0 ? fraction + 1 : 0;
  }
  return end > 0 ? ReadNumber(rest.substr(0, end)) : NumberToken{};
}

Pair ReadPair(const SpokenCursor& cursor) {
  Pair pair;
  pair.lower = ReadPart(cursor, 0);
  const std::size_t gap = cursor.Peek(pair.lower.size) == U' ' ? 1 : 0;
  const bool longer = IsOneOfChars(cursor.Before(), U"/.,:-");
  if (longer || cursor.Peek(pair.lower.size + gap) != U'/') return {};
  pair.from = pair.lower.size + gap + 1 + gap;
  pair.upper = ReadPart(cursor, pair.from);
  if (pair.upper.size == 0) return {};
  pair.end = pair.from + pair.upper.size;
  const bool more =
      IsOneOfChars(cursor.Peek(pair.end), U"/.,:-") && IsWordChar(cursor.Peek(pair.end + 1));
  pair.grows = pair.upper.whole > pair.lower.whole ||
               (pair.upper.whole == pair.lower.whole &&
                pair.upper.fraction_value >= pair.lower.fraction_value);
  return more ? Pair{} : pair;
}

// "120/80 mmHg", "BP: 120/80", "blood pressure was 118/76", "давление 120/80"
bool IsBloodPressure(const SpokenCursor& cursor, const Pair& pair) {
  const auto plausible = [](const NumberToken& number) {
    return number.IsWhole() && number.whole > 20 && number.whole < 300;
  };
  if (!plausible(pair.lower) || !plausible(pair.upper)) return false;
  const std::size_t unit = pair.end + BlanksAt(cursor.Rest(), pair.end);
  if (cursor.Rest().substr(unit).starts_with(U"mmHg")) return true;
  const std::u32string before = ToLower(cursor.in.substr(0, cursor.at));
  const std::size_t pressure = before.rfind(cursor.Pick(U"blood pressure", U"давлени"));
  for (const std::u32string_view word : {U"bp ", U"bp: ", U"ад "}) {
    if (before.ends_with(word)) return true;
  }
  return pressure != before.npos && cursor.at - pressure < 40;
}

// "page 3/10", "Step 2/5", "12/20 tests passed", "Progress: 3/10"; a half or quarter of something
// may be done too.
bool IsCountOfAll(const SpokenCursor& cursor, const Pair& pair) {
  if (!pair.lower.IsWhole() || !pair.upper.IsWhole() || IsLetter(cursor.Peek(pair.end)))
    return false;
  const std::u32string next = cursor.WordAfter(pair.end).text;
  const bool many = next.empty() || next.ends_with(U's');
  const bool done = pair.upper.whole > 4 && many && cursor.WordBefore() != U"used" &&
                    cursor.HasBefore(1, WordClass::kAchieved);
  return done || IsWordOf(WordClass::kNumbered, cursor.WordBefore()) ||
         IsWordOf(WordClass::kAchieved, next);
}

// "4.7/5", "rated 8/10", "5/5"
bool IsMark(const SpokenCursor& cursor, const Pair& pair) {
  const std::int64_t best = pair.upper.whole;
  if (!pair.grows || !pair.upper.IsWhole() || (best != 5 && best % 10 != 0) || best > 100) {
    return false;
  }
  if (cursor.WordAfter(pair.end).text == U"of") return false;
  const bool full = pair.lower.whole == best && (best == 5 || best == 10 || best == 100);
  return pair.lower.fraction > 0 || cursor.HasBefore(3, WordClass::kRated) ||
         (full && !cursor.HasBefore(1, WordClass::kBeforeDate));
}

// "in 3/4 time", "a 6/8 groove", "the beat is 12/8"
bool IsMetre(const SpokenCursor& cursor, const Pair& pair) {
  const std::int64_t unit = pair.upper.whole;
  if (!pair.lower.IsWhole() || !pair.upper.IsWhole() || (unit != 2 && unit != 4 && unit != 8)) {
    return false;
  }
  const std::u32string next = cursor.WordAfter(pair.end).text;
  if (next == U"time") return cursor.WordBefore() == U"in";
  const bool measured = next == U"meter" || next == U"metre";  // "3/4 meter of cloth"
  return (!measured && IsWordOf(WordClass::kMusical, next)) ||
         cursor.HasBefore(3, WordClass::kMusical);
}

// "24/7", "9/11", a metre, and two shares or a sight, "60/40", "20/20": two numbers without
// a word.
bool IsSaidPlainly(const SpokenCursor& cursor, const Pair& pair) {
  const std::u32string_view written = cursor.Rest().substr(0, pair.end);
  if (cursor.Russian()) return false;
  if (written == U"24/7" || written == U"9/11" || IsMetre(cursor, pair)) return true;
  const bool whole = pair.lower.IsWhole() && pair.upper.IsWhole();
  if (whole && pair.lower.digits == 4 && pair.upper.digits == 2) {  // "the 2025/26 season"
    return (pair.lower.whole + 1) % 100 == pair.upper.whole;
  }
  return whole && written.size() == 5 &&
         (pair.lower.whole + pair.upper.whole == 100 ||
          (pair.lower.whole == 20 && pair.upper.whole == 20));
}

// The unit of the amount at the end of `text`: of "3.2 GB"; null if there is none.
const Unit* UnitAtEnd(std::u32string_view text) {
  std::size_t symbol = text.size();
  while (symbol > 0 && IsLetter(text[symbol - 1])) --symbol;
  const std::size_t number = symbol - (symbol > 0 && text[symbol - 1] == U' ' ? 1 : 0);
  const UnitMatch unit = FindUnit(text.substr(symbol));
  const bool whole = symbol < text.size() && unit.size == text.size() - symbol;
  return whole && number > 0 && IsAsciiDigit(text[number - 1]) ? unit.unit : nullptr;
}

// Of memory a part is used; "50 Hz/60 Hz" are two values.
bool AreBytes(const Unit* one, const Unit* other) {
  return one != nullptr && other != nullptr && one->english_one.ends_with(U"byte") &&
         other->english_one.ends_with(U"byte");
}

bool StartsWithTime(std::u32string_view text) {
  const std::size_t digits = DigitsAt(text, 0);
  return digits > 0 && digits < text.size() && text[digits] == U':' &&
         DigitsAt(text, digits + 1) == 2;
}

bool EndsInTime(std::u32string_view text) {
  const std::size_t colon = text.rfind(U':');
  return colon != text.npos && colon > 0 && IsAsciiDigit(text[colon - 1]) &&
         colon + 3 == text.size() && DigitsAt(text, colon + 1) == 2;
}

}  // namespace

// The whole pair at its first number.
bool SpeakPair(SpokenCursor& cursor) {
  const Pair pair = ReadPair(cursor);
  if (pair.end == 0) return false;
  const bool pressure = IsBloodPressure(cursor, pair);
  if (cursor.Russian() && !pressure) return SayRussianPair(cursor, pair, IsMark(cursor, pair));
  if (IsSaidPlainly(cursor, pair)) {
    cursor.Say(cursor.Rest().substr(0, pair.lower.size));
    return cursor.SayFor(pair.end, cursor.Rest().substr(pair.from, pair.upper.size));
  }
  const UnitAfter unit = FindUnitAfter(cursor, pair.upper, pair.end);
  const bool bytes = unit.unit != nullptr && unit.unit->english_one.ends_with(U"byte");
  const bool mark = !pressure && unit.unit == nullptr && IsMark(cursor, pair);
  if (!pressure && !mark && !(pair.grows && (bytes || IsCountOfAll(cursor, pair)))) return false;
  cursor.Say(cursor.Rest().substr(0, pair.lower.size));
  cursor.Say(pressure ? cursor.Pick(U"over", U"на") : mark ? U"out of" : U"of");
  cursor.Say(cursor.Rest().substr(pair.from, pair.upper.size));
  if (!bytes && !(pressure && unit.unit != nullptr)) {
    cursor.Skip(pair.end);
    return true;
  }
  return cursor.SayFor(unit.end, cursor.Russian() ? RussianUnitPlural(*unit.unit)
                                                  : EnglishUnit(*unit.unit, pair.upper, false));
}

// The slash of "3.2 GB/4 GB" and "2:05 / 3:41".
bool SpeakOfAll(SpokenCursor& cursor) {
  if (cursor.Peek() != U'/') return false;
  const std::size_t gap = cursor.Before() == U' ' && cursor.Peek(1) == U' ' ? 1 : 0;
  const SpokenCursor there = cursor.From(cursor.at + 1 + gap);
  if (!IsAsciiDigit(there.Peek())) return false;
  const std::u32string_view left = cursor.in.substr(0, cursor.at - gap);
  const bool times = gap == 1 && EndsInTime(left) && StartsWithTime(there.Rest());
  const NumberToken number = there.NumberAt();
  const bool measured = AreBytes(UnitAtEnd(left), FindUnitAfter(there, number, number.size).unit);
  return (times || measured) && cursor.SayFor(1, U"of");
}

}  // namespace nexy
