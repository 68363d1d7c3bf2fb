// Two numbers with a slash that are no fraction: "page 3/10", "2:05 / 3:41", "3.2 GB/4 GB",
// "120/80".
#include <string>

#include "text/spoken_amount.h"
#include "text/spoken_rules.h"
#include "text/unicode.h"
#include "text/word_classes.h"

namespace nexy {

namespace {

// Two whole numbers with a slash, without blanks or with one on each side.
struct Pair {
  std::size_t first = 0, second = 0;  // Digits of each.
  std::size_t from = 0, end = 0;      // Where the second begins and ends; 0 if there is no pair.
};

Pair ReadPair(const SpokenCursor& cursor) {
  const std::size_t first = DigitsAt(cursor.Rest(), 0);
  const std::size_t gap = cursor.Peek(first) == U' ' ? 1 : 0;
  if (cursor.Peek(first + gap) != U'/') return {};
  const std::size_t from = first + gap + 1 + gap;
  const std::size_t second = DigitsAt(cursor.Rest(), from);
  const std::size_t end = from + second;
  const char32_t before = cursor.Before();
  const char32_t after = cursor.Peek(end);
  const bool longer = IsOneOfChars(before, U"/.,:-") ||
                      (IsOneOfChars(after, U"/.,:-") && IsWordChar(cursor.Peek(end + 1)));
  if (first == 0 || first > 6 || second == 0 || second > 6 || longer || IsLetter(after)) return {};
  return {first, second, from, end};
}

// "120/80 mmHg", "BP: 120/80", "blood pressure was 118/76"
bool IsBloodPressure(const SpokenCursor& cursor, const Pair& pair) {
  if (pair.first < 2 || pair.first > 3 || pair.second < 2 || pair.second > 3) return false;
  const std::size_t unit = pair.end + BlanksAt(cursor.Rest(), pair.end);
  if (cursor.Rest().substr(unit).starts_with(U"mmHg")) return true;
  const std::u32string before = ToLower(cursor.in.substr(0, cursor.at));
  const std::size_t pressure = before.rfind(U"blood pressure");
  return before.ends_with(U"bp ") || before.ends_with(U"bp: ") ||
         (pressure != before.npos && cursor.at - pressure < 40);
}

std::int64_t Value(std::u32string_view digits) {
  std::int64_t value = 0;
  for (const char32_t c : digits) value = value * 10 + static_cast<std::int64_t>(c - U'0');
  return value;
}

// "page 3/10", "Step 2/5", "12/20 tests passed"
bool IsCountOfAll(const SpokenCursor& cursor, const Pair& pair) {
  const std::u32string_view rest = cursor.Rest();
  if (Value(rest.substr(0, pair.first)) > Value(rest.substr(pair.from, pair.second))) return false;
  return IsWordOf(WordClass::kNumbered, cursor.WordBefore()) ||
         IsWordOf(WordClass::kAchieved, cursor.WordAfter(pair.end).text);
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

// Gigabytes and megabytes are alike.
bool AreAlike(const Unit* one, const Unit* other) {
  if (one == nullptr || other == nullptr) return false;
  return one == other ||
         (one->english_one.ends_with(U"byte") && other->english_one.ends_with(U"byte"));
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
  if (cursor.Russian() || !cursor.InWords()) return false;
  const Pair pair = ReadPair(cursor);
  if (pair.end == 0) return false;
  const bool pressure = IsBloodPressure(cursor, pair);
  if (!pressure && !IsCountOfAll(cursor, pair)) return false;
  const std::u32string_view rest = cursor.Rest();
  cursor.Say(rest.substr(0, pair.first));
  cursor.Say(pressure ? U"over" : U"of");
  if (pressure) {
    NumberToken number;
    number.whole = Value(rest.substr(pair.from, pair.second));
    if (const UnitAfter unit = FindUnitAfter(cursor, number, pair.end); unit.unit != nullptr) {
      cursor.Say(rest.substr(pair.from, pair.second));
      return cursor.SayFor(unit.end, unit.unit->english_many);
    }
  }
  return cursor.SayFor(pair.end, rest.substr(pair.from, pair.second));
}

// The slash of "3.2 GB/4 GB" and "2:05 / 3:41".
bool SpeakOfAll(SpokenCursor& cursor) {
  if (cursor.Peek() != U'/' || cursor.Russian() || !cursor.InWords()) return false;
  const std::size_t gap = cursor.Before() == U' ' && cursor.Peek(1) == U' ' ? 1 : 0;
  SpokenCursor there = cursor;
  there.at += 1 + gap;
  if (!IsAsciiDigit(there.Peek())) return false;
  const std::u32string_view left = cursor.in.substr(0, cursor.at - gap);
  const bool times = gap == 1 && EndsInTime(left) && StartsWithTime(there.Rest());
  const NumberToken number = there.NumberAt();
  const bool measured = AreAlike(UnitAtEnd(left), FindUnitAfter(there, number, number.size).unit);
  return (times || measured) && cursor.SayFor(1, U"of");
}

}  // namespace nexy
