#include <algorithm>
#include <string>

#include "text/english_words.h"
#include "text/russian_dates.h"
#include "text/russian_words.h"
#include "text/spoken_amount.h"
#include "text/spoken_rules.h"
#include "text/unicode.h"
#include "text/word_classes.h"

namespace nexy {

namespace {

using Kase = RussianCase;

// "14:30"
struct TimeOfDay {
  int hour = 0;
  int minute = 0;
  std::size_t size = 0;  // 0 if there is none.
};

TimeOfDay ReadTime(std::u32string_view text) {
  const std::size_t hours = DigitsAt(text, 0);
  if (hours == 0 || hours > 2 || hours >= text.size() || text[hours] != U':') return {};
  if (DigitsAt(text, hours + 1) != 2) return {};
  const std::size_t size = hours + 3;
  const TimeOfDay time{ValueOf(text.substr(0, hours)), ValueOf(text.substr(hours + 1, 2)), size};
  if (time.hour > 24 || time.minute > 59) return {};
  if (size < text.size()) {
    if (IsLetter(text[size]) && !IsOneOfChars(text[size], U"apAP")) return {};
    const bool more = IsOneOfChars(text[size], U":.,/") && DigitsAt(text, size + 1) > 0;
    if (more) return {};
  }
  return time;
}

// The same, or an hour alone: "9", "11".
TimeOfDay ReadTimeOrHour(std::u32string_view text) {
  if (const TimeOfDay time = ReadTime(text); time.size > 0) return time;
  const std::size_t digits = DigitsAt(text, 0);
  if (digits == 0 || digits > 2 || text[0] == U'0') return {};
  const bool more =
      digits < text.size() && IsOneOfChars(text[digits], U":.,/") && DigitsAt(text, digits + 1) > 0;
  const int hour = ValueOf(text.substr(0, digits));
  return hour > 12 || more ? TimeOfDay{} : TimeOfDay{hour, 0, digits};
}

// The size of " PM" or "p.m." after the time; 0 if there is none.
std::size_t HalfOfDaySize(std::u32string_view after) {
  std::size_t at = BlanksAt(after, 0);
  if (at + 1 >= after.size() || !IsOneOfChars(after[at], U"apAP")) return 0;
  const bool stops = after[++at] == U'.';
  if (stops) ++at;
  if (at >= after.size() || !IsOneOfChars(after[at], U"mM")) return 0;
  ++at;
  if (at < after.size() && IsLetter(after[at])) return 0;
  return at + (stops && at < after.size() && after[at] == U'.' ? 1 : 0);
}

bool HasHalfOfDay(std::u32string_view after) { return HalfOfDaySize(after) > 0; }

void SayEnglishTime(SpokenCursor& cursor, const TimeOfDay& time, std::u32string_view written,
                    bool half_of_day) {
  const std::u32string hour = DecodeUtf8(std::to_string(time.hour));
  if (time.minute == 0) {
    if (time.hour == 0 || time.hour == 24) return cursor.Say(written);
    cursor.Say(hour);
    if (!half_of_day) cursor.Say(time.hour > 12 ? U"hundred" : U"o'clock");
    return;
  }
  if (time.minute >= 10 || time.hour == 0) {
    const bool zero = written.size() == 5 && written.front() == U'0' && time.hour > 0;
    return cursor.Say(written.substr(zero ? 1 : 0));
  }
  cursor.Say(hour);
  cursor.Say(U"oh");
  cursor.Say(DecodeUtf8(std::to_string(time.minute)));
}

void SayTime(SpokenCursor& cursor, const TimeOfDay& time, Kase kase) {
  if (cursor.Russian()) return SayRussianTime(cursor, time.hour, time.minute, kase);
  const std::u32string_view rest = cursor.Rest();
  SayEnglishTime(cursor, time, rest.substr(0, time.size), HasHalfOfDay(rest.substr(time.size)));
}

}  // namespace

void SayRussianTime(SpokenCursor& cursor, int hour, int minute, RussianCase kase) {
  cursor.Say(RussianCardinal(hour, RussianGender::kMasculine, kase));
  if (minute == 0) return cursor.Say(U"ноль-ноль");
  if (minute < 10) cursor.Say(U"ноль");
  cursor.Say(RussianCardinal(minute, RussianGender::kMasculine, kase));
}

bool IsRussianTimePreposition(std::u32string_view word) {
  static constexpr std::u32string_view kWords[] = {U"в",  U"во",      U"к",    U"ко",    U"с",
                                                   U"со", U"до",      U"от",   U"после", U"около",
                                                   U"на", U"начиная", U"кроме"};
  return IsAnyOf(kWords, word);
}

void SayRussianTimes(SpokenCursor& cursor, HourMinute from, HourMinute until,
                     std::u32string_view before) {
  const bool begins = before == U"с" || before == U"со" || before == U"от";
  if (IsRussianTimePreposition(before) && !begins) {  // "в 14:30–15:00"
    const Kase kase = RussianTimeCase(before);
    SayRussianTime(cursor, from.hour, from.minute, kase);
    cursor.Say(U"—");
    return SayRussianTime(cursor, until.hour, until.minute, kase);
  }
  if (!begins) cursor.Say(U"с");
  SayRussianTime(cursor, from.hour, from.minute, Kase::kGenitive);
  cursor.Say(U"до");
  SayRussianTime(cursor, until.hour, until.minute, Kase::kGenitive);
}

RussianCase RussianTimeCase(std::u32string_view before) {
  if (before == U"с" || before == U"со") return Kase::kGenitive;
  const Kase kase = CaseAfter(before);
  const bool plain = kase == Kase::kAccusative || kase == Kase::kPrepositional;
  return plain ? Kase::kNominative : kase;
}

namespace {

// The preposition of a time: "между" of "между 13:00 и 16:00" for both.
std::u32string WordBeforeTimes(const SpokenCursor& cursor) {
  std::u32string before = cursor.WordBefore();
  if (before != U"и" && before != U"или") return before;
  SpokenCursor first = cursor.BeforeWord();
  while (first.at > 0 && IsSpace(first.Before())) --first.at;
  const std::size_t end = first.at;
  while (first.at > 0 && (IsAsciiDigit(first.Before()) || first.Before() == U':')) --first.at;
  const TimeOfDay time = ReadTime(cursor.in.substr(first.at));
  return time.size > 0 && first.at + time.size == end ? first.WordBefore() : before;
}

// Where the second of two times begins after a dash at `end`; 0 if there is no dash.
std::size_t AfterDash(const SpokenCursor& cursor, std::size_t end) {
  const std::size_t dash = end + BlanksAt(cursor.Rest(), end);
  if (!IsRangeDash(cursor.Peek(dash))) return 0;
  return std::min(dash + 1 + BlanksAt(cursor.Rest(), dash + 1), cursor.Rest().size());
}

// "9-11am", "1-1:30 pm", "10:30–11 a.m.": an hour alone is a time where both end in a half of the
// day.
bool SayHours(SpokenCursor& cursor) {
  const std::u32string_view rest = cursor.Rest();
  const TimeOfDay from = ReadTimeOrHour(rest);
  if (from.size == 0) return false;
  const std::size_t first_half = HalfOfDaySize(rest.substr(from.size));  // "9 am - 5 pm"
  const std::size_t second = AfterDash(cursor, from.size + first_half);
  if (second == 0) return false;
  const TimeOfDay until = ReadTimeOrHour(rest.substr(second));
  const bool half = until.size > 0 && HasHalfOfDay(rest.substr(second + until.size));
  const bool minutes = from.size < 3 && until.size > 3 && until.hour >= from.hour &&
                       !IsWordOf(WordClass::kScripture, cursor.WordBefore());  // "9–9:30"
  if (!minutes && (!half || until.hour > 12)) return false;
  SayEnglishTime(cursor, from, rest.substr(0, from.size), true);
  cursor.Say(TrimSpace(rest.substr(from.size, first_half)));
  cursor.Say(RangeJoint(cursor));
  SayEnglishTime(cursor, until, cursor.Rest().substr(second, until.size), true);
  cursor.Skip(second + until.size);
  return true;
}

// "14:30 h", "1:05 h": says the unit unless "o'clock" was said, and returns where it ends.
std::size_t SayHoursAfter(SpokenCursor& cursor, const TimeOfDay& time) {
  const SpokenCursor::Word unit = cursor.WordAfter(time.size);
  if (cursor.Russian() || unit.text != U"h") return time.size;
  if (time.minute > 0 || time.hour > 12) cursor.Say(U"hours");
  return unit.end;
}

// "won 21:19", "a scale of 1:50", «матч 3:15»; but "the match is at 19:45", «матч в 19:45».
bool IsScoreOrRatio(const SpokenCursor& cursor) {
  const std::u32string before = cursor.WordBefore();
  if (cursor.Russian() ? IsRussianTimePreposition(before) : before == U"at") return false;
  if (cursor.HasBefore(3, WordClass::kRatio)) return true;
  if (cursor.Russian()) return cursor.HasBefore(3, WordClass::kScore);
  return !IsWordOf(WordClass::kBeforeTime, before) && cursor.HasBefore(3, WordClass::kWon);
}

}  // namespace

// "14:30", "9:00–18:00", "9–11 am".
bool SpeakTime(SpokenCursor& cursor) {
  if (cursor.Before() == U':') return false;
  if (!cursor.Russian() && SayHours(cursor)) return true;
  const TimeOfDay time = ReadTime(cursor.Rest());
  if (time.size == 0 || (cursor.Russian() && IsMinutesWritten(cursor, time.size))) return false;
  if (IsScoreOrRatio(cursor)) return false;
  const std::size_t second = AfterDash(cursor, time.size);
  const TimeOfDay until = second > 0 ? ReadTime(cursor.Rest().substr(second)) : TimeOfDay{};
  const std::u32string before = WordBeforeTimes(cursor);
  const Kase kase = RussianTimeCase(before);
  if (until.size == 0) {
    SayTime(cursor, time, kase);
    cursor.Skip(SayHoursAfter(cursor, time));
    return true;
  }
  if (cursor.Russian()) {
    SayRussianTimes(cursor, {time.hour, time.minute}, {until.hour, until.minute}, before);
    cursor.at += second;
  } else {
    SayTime(cursor, time, kase);
    cursor.Say(U"to");
    cursor.at += second;
    SayTime(cursor, until, kase);
  }
  cursor.Skip(until.size);
  return true;
}

namespace {

// "They won 3-1.": a word of winning before it and nothing that is counted after it.
bool IsHyphenScore(const SpokenCursor& cursor, std::size_t first) {
  const std::size_t second = DigitsAt(cursor.Rest(), first + 1);
  if (!IsRangeDash(cursor.Peek(first)) || first > 3 || second == 0 || second > 3) return false;
  if (first + second > 4 && (first < 2 || second < 2)) return false;  // "102-99"
  const std::size_t end = first + 1 + second;
  if (IsWordChar(cursor.Peek(end)) || cursor.JoinsAt(end)) return false;
  const std::u32string next = cursor.WordAfter(end).text;
  if (IsWordOf(WordClass::kVoted, next)) return true;  // "a 5-4 decision"
  if (!next.empty() && !IsWordOf(WordClass::kAfterScore, next)) return false;
  return cursor.HasBefore(5, WordClass::kWon);  // "won the third set 6-4"
}

// "Реал — Барселона 3:2"
bool IsBetweenTeams(const SpokenCursor& cursor) {
  std::u32string_view before = TrimSpace(cursor.in.substr(0, cursor.at));
  if (before.ends_with(U'—')) before = TrimSpace(before.substr(0, before.size() - 1));
  const std::size_t dash = before.find_last_of(U"—–-");
  if (dash == before.npos || dash == 0 || dash + 2 >= before.size()) return false;
  const std::u32string_view home = TrimSpace(before.substr(0, dash));
  const std::u32string_view guest = TrimSpace(before.substr(dash + 1));
  const bool named = IsUpper(guest[guest[0] == U'«' ? 1 : 0]) && guest.find(U' ') == guest.npos;
  const std::size_t name = home.find_last_of(U' ') == home.npos ? 0 : home.find_last_of(U' ') + 1;
  return named && IsUpper(home[home[name] == U'«' ? name + 1 : name]);
}

// "Матч 3:2 (1:1, 2:1)": an earlier one is the score of something.
bool FollowsScore(const SpokenCursor& cursor) {
  if (IsBetweenTeams(cursor)) return true;
  const auto joins_digits = [&cursor](std::size_t at) {
    return at > 0 && IsAsciiDigit(cursor.in[at - 1]) && IsAsciiDigit(cursor.in[at + 1]);
  };
  SpokenCursor first = cursor.From(cursor.in.substr(0, cursor.at).find(U':'));
  while (first.at < cursor.at && !joins_digits(first.at))
    first.at = cursor.in.find(U':', first.at + 1);
  if (first.at >= cursor.at) return false;
  while (first.at > 0 && IsAsciiDigit(first.Before())) --first.at;
  return first.HasBefore(3, WordClass::kScore) || IsBetweenTeams(first);
}

// "Transactions 27:2 (March 2001)": the number of a journal.
bool IsIssue(const SpokenCursor& cursor, std::size_t end) {
  const std::u32string_view rest = cursor.Rest().substr(end);
  const bool year = DigitsAt(rest, 2) == 4 && rest.size() > 6 && !IsWordChar(rest[6]);
  return rest.starts_with(U" (") && !cursor.HasBefore(3, WordClass::kScore) &&
         (year || ReadEnglishMonth(rest.substr(2)).number > 0);
}

}  // namespace

// "3:1", "16:9", "won 3-1".
bool SpeakScore(SpokenCursor& cursor) {
  if (cursor.Before() == U':') return false;
  std::u32string book = cursor.WordBefore();
  if (book.ends_with(U'.')) book.pop_back();  // "Gen. 1:1"
  if (IsWordOf(WordClass::kScripture, book)) return false;
  const std::u32string_view rest = cursor.Rest();
  const std::size_t first = DigitsAt(rest, 0);
  if (first == 0 || first > 6) return false;
  const bool hyphen = cursor.Peek(first) != U':';
  if (hyphen && !IsHyphenScore(cursor, first)) return false;
  std::size_t second = DigitsAt(rest, first + 1);
  if (second == 0 || second > 6) return false;
  // "1:50,000"
  if (const NumberToken number = cursor.NumberAt(first + 1); number.group == U',') {
    second = number.size;
  }
  const std::size_t size = first + 1 + second;
  // "Psalm 23:1-6", "Transactions 27:2 (March 2001)"
  const bool verse = (IsRangeDash(cursor.Peek(size)) && IsDigit(cursor.Peek(size + 1))) ||
                     (!cursor.Russian() && IsIssue(cursor, size));
  if (verse || IsLetter(cursor.Peek(size))) return false;
  if (IsOneOfChars(cursor.Peek(size), U":.,/") && IsDigit(cursor.Peek(size + 1))) return false;
  const bool score = hyphen || cursor.HasBefore(3, WordClass::kScore) || FollowsScore(cursor);
  if (second == 2 && first <= 2 && !score && !cursor.HasBefore(3, WordClass::kRatio)) return false;
  const bool names = first > 3 && second > 1;  // Of ports "8080:80", of a standard "9001:2015".
  if (names && !score && !cursor.HasBefore(3, WordClass::kRatio)) return false;
  if (rest[0] == U'0' && first > 1) return false;
  if (!score && IsWordOf(WordClass::kNoRatio, cursor.WordBefore()))
    return false;  // "в строке 12:5"
  const std::u32string_view left = rest.substr(0, first);
  const std::u32string_view right = rest.substr(first + 1, second);
  if (!cursor.Russian()) {
    cursor.Say(left);
    cursor.Say(U"to");
    return cursor.SayFor(size, right);
  }
  cursor.Say(RussianCardinal(ValueOf(left), RussianGender::kMasculine, Kase::kNominative));
  if (!score) cursor.Say(U"к");
  const Kase kase = score ? Kase::kNominative : Kase::kDative;
  return cursor.SayFor(size, RussianCardinal(ValueOf(right), RussianGender::kMasculine, kase));
}

}  // namespace nexy
