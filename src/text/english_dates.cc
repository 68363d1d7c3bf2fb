#include <algorithm>
#include <string>

#include "text/english_calendar.h"
#include "text/english_words.h"
#include "text/spoken_rules.h"
#include "text/unicode.h"
#include "text/units.h"
#include "text/word_classes.h"

namespace nexy {

namespace {

// A day of one or two digits that stands alone; 0 if there is none.
struct Day {
  int day = 0;
  std::size_t size = 0;  // With "st", "nd", "rd", "th".
};

Day ReadDay(std::u32string_view text) {
  const std::size_t digits = DigitsAt(text, 0);
  if (digits == 0 || digits > 2) return {};
  const int day = ValueOf(text.substr(0, digits));
  std::size_t size = digits;
  for (const std::u32string_view suffix : {U"st", U"nd", U"rd", U"th"}) {
    if (text.substr(digits).starts_with(suffix)) size += 2;
  }
  if (day < 1 || day > 31) return {};
  if (size < text.size()) {
    if (IsWordChar(text[size]) || IsOneOfChars(text[size], U"%°$€")) return {};
    const bool more = IsOneOfChars(text[size], U".,:/") && DigitsAt(text, size + 1) > 0;
    if (more) return {};
  }
  return {day, size};
}

// ", 2024" or " 2024": how much of it is a year; 0 if there is none.
std::size_t YearSize(std::u32string_view text) {
  std::size_t at = text.starts_with(U',') ? 1 : 0;
  if (BlanksAt(text, at) != 1) return 0;
  ++at;
  if (DigitsAt(text, at) != 4 || ValueOf(text.substr(at, 4)) < 1000) return 0;
  const bool more = at + 4 < text.size() && IsWordChar(text[at + 4]);
  return more ? 0 : at + 4;
}

bool UnitFollows(std::u32string_view text) {
  const std::size_t blanks = BlanksAt(text, 0);
  return blanks <= 1 && FindUnit(text.substr(blanks)).unit != nullptr;
}

// "May 5 people join?", "in June 5 users joined", "in May 5 of them": the number may count.
bool MayCount(const SpokenCursor& cursor, std::size_t month, std::size_t end) {
  const std::u32string word = cursor.WordAfter(end).text;
  if (word.empty() || !IsLower(cursor.Peek(end + 1)) || IsWordOf(WordClass::kAfterDate, word)) {
    return false;
  }
  if (word == U"of") return !IsWordOf(WordClass::kOfYear, cursor.WordAfter(end + 3).text);
  const bool question = month == 5 && TrimSpace(cursor.in.substr(0, cursor.at)).empty();
  return question || IsWordOf(WordClass::kPlural, word) ||
         (word.size() > 3 && word.ends_with(U's'));
}

// "May 3 – Jul 8", "3 Jun–8 Jul 2025", "Sat 12 Sep – Sun 20 Sep": says the dash before another date
// and returns where it ends.
std::size_t SayUntilDate(SpokenCursor& cursor, std::size_t end) {
  const std::u32string_view rest = cursor.Rest();
  const std::size_t dash = end + BlanksAt(rest, end);
  const std::size_t begin = dash + 1 + BlanksAt(rest, dash + 1);
  if (begin >= rest.size() || !IsRangeDash(rest[dash])) return end;
  const std::size_t next = begin + WeekdaySize(rest.substr(begin));
  const EnglishMonth month = ReadEnglishMonth(rest.substr(next));
  const Day day = ReadDay(rest.substr(next));
  const std::size_t size = month.number > 0 ? month.size : day.size;
  if (size == 0 || BlanksAt(rest, next + size) != 1) return end;
  const std::u32string_view other = rest.substr(next + size + 1);
  const bool date = month.number > 0 ? ReadDay(other).day > 0 : ReadEnglishMonth(other).number > 0;
  if (!date) return end;
  cursor.Say(U"to");
  return begin;
}

// "May 3, 2024", "May 3–5".
bool SpeakMonthFirst(SpokenCursor& cursor) {
  const std::u32string_view rest = cursor.Rest();
  const EnglishMonth month = ReadEnglishMonth(rest);
  if (month.number == 0 || BlanksAt(rest, month.size) != 1) return false;
  const std::size_t at = month.size + 1;
  const Day day = ReadDay(rest.substr(at));
  if (day.day == 0 || UnitFollows(rest.substr(at + day.size))) return false;
  std::size_t end = at + day.size;
  Day last;
  if (IsRangeDash(cursor.Peek(end)) && IsAsciiDigit(cursor.Peek(end + 1))) {
    last = ReadDay(rest.substr(end + 1));
    if (last.day <= day.day) return false;  // "in May 3-1 won"
    end += 1 + last.size;
  }
  if (MayCount(cursor, month.number, end)) return false;
  cursor.Say(EnglishMonthName(month.number));
  cursor.Say(EnglishOrdinal(day.day));
  if (last.day > 0) {
    cursor.Say(U"to");
    cursor.Say(EnglishOrdinal(last.day));
  }
  if (const std::size_t year = YearSize(rest.substr(end)); year > 0) {
    cursor.out.append(rest.substr(end, year));
    end += year;
  }
  cursor.Skip(SayUntilDate(cursor, end));
  return true;
}

void SayTheDayOf(SpokenCursor& cursor, int day, std::size_t month) {
  if (cursor.WordBefore() != U"the") cursor.Say(U"the");
  cursor.Say(EnglishOrdinal(day));
  cursor.Say(U"of");
  cursor.Say(EnglishMonthName(month));
}

// The word between two days, and where the second begins: "24–26 Dec", "from 1 to 7 March".
struct Joint {
  std::u32string word;
  std::size_t end = 0;  // 0 if there is none.
};

Joint ReadJoint(const SpokenCursor& cursor, std::size_t at) {
  if (IsRangeDash(cursor.Peek(at))) return {U"to", at + 1};
  const SpokenCursor::Word word = cursor.WordAfter(at);
  const std::u32string before = cursor.WordBefore();
  const bool pair = (before == U"from" && (word.text == U"to" || word.text == U"until")) ||
                    (before == U"between" && word.text == U"and");
  return pair && cursor.Peek(word.end) == U' ' ? Joint{word.text, word.end + 1} : Joint{};
}

// "24–26 Dec": says the first day and returns where the second begins; 0 if there is no range.
std::size_t SayFirstOfDays(SpokenCursor& cursor, const Day& first) {
  const std::u32string_view rest = cursor.Rest();
  const Joint joint = first.day == 0 ? Joint{} : ReadJoint(cursor, first.size);
  const std::size_t second = joint.end;
  if (second == 0 || second >= rest.size()) return 0;
  const Day last = ReadDay(rest.substr(second));
  const std::size_t at = second + last.size + 1;
  if (last.day <= first.day || at >= rest.size() || rest[at - 1] != U' ' ||
      ReadEnglishMonth(rest.substr(at)).number == 0) {
    return 0;
  }
  if (cursor.WordBefore() != U"the") cursor.Say(U"the");
  cursor.Say(EnglishOrdinal(first.day));
  cursor.Say(joint.word);
  return second;
}

// "3 May 2024", "1 September", "24–26 Dec".
bool SpeakDayFirst(SpokenCursor& cursor) {
  if (const std::size_t second = SayFirstOfDays(cursor, ReadDay(cursor.Rest())); second > 0) {
    cursor.at += second;
  }
  const std::u32string_view rest = cursor.Rest();
  const Day day = ReadDay(rest);
  if (day.day == 0 || BlanksAt(rest, day.size) != 1) return false;
  const std::size_t at = day.size + 1;
  const EnglishMonth month = ReadEnglishMonth(rest.substr(at));
  if (month.number == 0) return false;
  SayTheDayOf(cursor, day.day, month.number);
  std::size_t end = at + month.size;
  if (const std::size_t year = YearSize(rest.substr(end)); year > 0) {
    cursor.out.append(rest.substr(end, year));
    end += year;
  } else if (end == rest.size() && rest[end - 1] == U'.') {
    --end;  // "on 5 Sep.": the stop also ends the sentence.
  }
  cursor.Skip(SayUntilDate(cursor, end));
  return true;
}

// "15-Mar-2024", "Jan-15-2020"
bool SpeakHyphened(SpokenCursor& cursor) {
  const std::u32string_view rest = cursor.Rest();
  int day = 0;
  EnglishMonth month;
  std::size_t at = 0;
  for (int part = 0; part < 2; ++part) {
    if (const std::size_t digits = DigitsAt(rest, at); digits > 0) {
      if (digits > 2) return false;
      day = ValueOf(rest.substr(at, digits));
      at += digits;
    } else {
      month = ReadEnglishMonth(rest.substr(at));
      at += month.size;
    }
    if (cursor.Peek(at++) != U'-') return false;
  }
  if (month.number == 0 || day < 1 || day > 31 || DigitsAt(rest, at) != 4) return false;
  SayEnglishDate(cursor, day, static_cast<int>(month.number), rest.substr(at, 4),
                 IsAsciiDigit(cursor.Peek()));
  cursor.Skip(at + 4);
  return true;
}

}  // namespace

bool SpeakEnglishDate(SpokenCursor& cursor) {
  if (SpeakHyphened(cursor)) return true;
  return IsAsciiDigit(cursor.Peek()) ? SpeakDayFirst(cursor) : SpeakMonthFirst(cursor);
}

void SayEnglishDate(SpokenCursor& cursor, int day, int month, std::u32string_view year,
                    bool day_first) {
  if (day_first) {
    SayTheDayOf(cursor, day, static_cast<std::size_t>(month));
  } else {
    cursor.Say(EnglishMonthName(static_cast<std::size_t>(month)));
    cursor.Say(EnglishOrdinal(day));
    cursor.Pause();
  }
  cursor.Say(year);
}

bool SpeakEnglishOrdinal(SpokenCursor& cursor) {
  const std::u32string_view rest = cursor.Rest();
  const NumberToken number = ReadNumber(rest);
  if (!number.IsWhole()) return false;
  const std::size_t letters = number.size + (cursor.Peek(number.size) == U'-' ? 1 : 0);  // "20-th"
  const std::u32string suffix = ToLower(rest.substr(std::min(letters, rest.size()), 2));
  if (suffix != EnglishOrdinalSuffix(number.whole) || IsWordChar(cursor.Peek(letters + 2))) {
    return false;
  }
  return cursor.SayFor(letters + 2, EnglishOrdinal(number.whole));
}

}  // namespace nexy
