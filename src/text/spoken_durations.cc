// How long something takes, in short: "1h 20m", "2d 4h", "5m ago".
#include <algorithm>
#include <string>

#include "text/russian_dates.h"
#include "text/russian_government.h"
#include "text/spoken_rates.h"
#include "text/spoken_rules.h"
#include "text/unicode.h"
#include "text/unit_after.h"
#include "text/units.h"
#include "text/word_classes.h"

namespace nexy {

namespace {

struct Span {
  std::u32string_view written, one;
  int rank;  // A smaller one follows a larger one.
};
constexpr Span kSpans[] = {{U"y", U"year", 0},     {U"mo", U"month", 1},      {U"w", U"week", 2},
                           {U"wk", U"week", 2},    {U"d", U"day", 3},         {U"h", U"hour", 4},
                           {U"hr", U"hour", 4},    {U"hrs", U"hour", 4},      {U"m", U"minute", 5},
                           {U"min", U"minute", 5}, {U"mins", U"minute", 5},   {U"s", U"second", 6},
                           {U"sec", U"second", 6}, {U"ms", U"millisecond", 7}};

const Span* FindSpan(std::u32string_view letters) {
  const auto* const found = std::find_if(std::begin(kSpans), std::end(kSpans),
                                         [&](const Span& span) { return span.written == letters; });
  return found == std::end(kSpans) ? nullptr : found;
}

// One part of a duration at `at`: "20m", "20 min"; `span` is null if there is none.
struct Part {
  const Span* span = nullptr;
  std::u32string_view number;
  std::size_t end = 0;
};

// A single letter after a blank ("35 m") is a span only beside another one.
enum class Letter { kJoined, kApart };

Part ReadPart(const SpokenCursor& cursor, std::size_t at, Letter letter) {
  const std::size_t digits = DigitsAt(cursor.Rest(), at);
  if (digits == 0 || digits > 4) return {};
  std::size_t begin = at + digits;
  const std::size_t least = letter == Letter::kApart ? 1 : 2;
  if (cursor.Peek(begin) == U' ' && IsLetter(cursor.Peek(begin + least))) ++begin;  // "1 hr 20 min"
  std::size_t end = begin;
  while (IsLetter(cursor.Peek(end))) ++end;
  return {FindSpan(cursor.Rest().substr(begin, end - begin)), cursor.Rest().substr(at, digits),
          end};
}

void SayPart(SpokenCursor& cursor, const Part& part) {
  std::u32string_view number = part.number;
  while (number.size() > 1 && number.front() == U'0') number.remove_prefix(1);  // "1h 05m"
  cursor.Say(number);
  cursor.Say(part.span->one);
  if (number != U"1") cursor.out.push_back(U's');
}

int TwoDigitsAt(const SpokenCursor& cursor, std::size_t at) {
  if (DigitsAt(cursor.Rest(), at) != 2) return -1;
  return static_cast<int>(cursor.Peek(at) - U'0') * 10 +
         static_cast<int>(cursor.Peek(at + 1) - U'0');
}

void SayClockPart(SpokenCursor& cursor, int value, std::u32string_view symbol) {
  const Unit& unit = *FindUnit(symbol).unit;
  NumberToken number;
  number.whole = value;
  number.digits = value < 10 ? 1 : 2;
  const RussianCase before = CaseBefore(cursor);
  const bool in = before == RussianCase::kPrepositional || TakesObject(cursor.WordBefore());
  const RussianCase kase = in ? RussianCase::kAccusative : before;
  cursor.Say(RussianQuantityHere(cursor, number, unit.gender, kase));
  cursor.Say(RussianUnit(unit, number, kase));
}

// "2:01:39", "00:05:00" in Russian, be it a time or a duration: hours, minutes and seconds, of an
// hour that is zero the others.
bool SayClock(SpokenCursor& cursor) {
  const std::size_t hours = DigitsAt(cursor.Rest(), 0);
  if (hours == 0 || hours > 2 || cursor.Peek(hours) != U':' || cursor.Peek(hours + 3) != U':') {
    return false;
  }
  const int minutes = TwoDigitsAt(cursor, hours + 1);
  const int seconds = TwoDigitsAt(cursor, hours + 4);
  const std::size_t end = hours + 6;
  const bool more = IsWordChar(cursor.Peek(end)) || (IsOneOfChars(cursor.Peek(end), U":.,/-") &&
                                                     IsAsciiDigit(cursor.Peek(end + 1)));
  const bool joined = IsOneOfChars(cursor.Before(), U":./-");
  if (minutes < 0 || minutes > 59 || seconds < 0 || seconds > 59 || more || joined) return false;
  const int hour = hours == 2 ? TwoDigitsAt(cursor, 0) : static_cast<int>(cursor.Peek() - U'0');
  if (hour > 0) SayClockPart(cursor, hour, U"ч");
  SayClockPart(cursor, minutes, U"мин");
  SayClockPart(cursor, seconds, U"сек");
  cursor.Skip(end);
  return true;
}

// "5:30 мин/км", "0:42 мин": minutes and seconds.
bool SayMinutes(SpokenCursor& cursor) {
  const std::size_t minutes = DigitsAt(cursor.Rest(), 0);
  if (cursor.Peek(minutes) != U':') return false;
  const int seconds = TwoDigitsAt(cursor, minutes + 1);
  if (!IsMinutesWritten(cursor, minutes + 3) || minutes == 0 || minutes > 2 || seconds < 0)
    return false;
  const int whole = ValueOf(cursor.Rest().substr(0, minutes));
  if (whole > 0) SayClockPart(cursor, whole, U"мин");
  SayClockPart(cursor, seconds, U"сек");
  const std::size_t end = minutes + 3 + std::u32string_view(U" мин").size();
  cursor.Skip(SayPer(cursor, end + UnitStop(cursor.Rest().substr(end))));
  return true;
}

}  // namespace

bool IsMinutesWritten(const SpokenCursor& cursor, std::size_t end) {
  constexpr std::u32string_view kMinutes = U" мин";
  return cursor.Rest().substr(std::min(end, cursor.Rest().size())).starts_with(kMinutes) &&
         !IsWordChar(cursor.Peek(end + kMinutes.size()));
}

// Two parts from the larger to the smaller one, or one before "ago", "left" and the like: "m" alone
// may be meters.
bool SpeakDuration(SpokenCursor& cursor) {
  if (cursor.Russian()) return SayClock(cursor) || SayMinutes(cursor);
  const Part first = ReadPart(cursor, 0, Letter::kApart);
  if (first.span == nullptr) return false;
  std::size_t next = first.end + (cursor.Peek(first.end) == U' ' ? 1 : 0);
  const Part second = ReadPart(cursor, next, Letter::kApart);
  const bool more = second.span != nullptr && second.span->rank > first.span->rank;
  const bool alone = ReadPart(cursor, 0, Letter::kJoined).span != nullptr &&
                     IsWordOf(WordClass::kAfterDuration, cursor.WordAfter(first.end).text);
  if (!more && !alone) return false;
  SayPart(cursor, first);
  std::size_t end = first.end;
  const Span* span = first.span;
  for (Part part = second; part.span != nullptr && part.span->rank > span->rank;) {
    SayPart(cursor, part);
    span = part.span;
    end = part.end;
    next = end + (cursor.Peek(end) == U' ' ? 1 : 0);
    part = ReadPart(cursor, next, Letter::kApart);
  }
  cursor.Skip(end);
  return true;
}

}  // namespace nexy
