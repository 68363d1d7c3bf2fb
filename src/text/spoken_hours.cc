// Hours without a colon: "10am", "в 5 утра", "в 18.00".
#include <algorithm>
#include <array>
#include <string>

#include "text/russian_dates.h"
#include "text/spoken_rules.h"
#include "text/unicode.h"
#include "text/units.h"

namespace nexy {

namespace {

using Kase = RussianCase;

// "5.45pm", "4.30 p.m."
bool SpeakDottedHalf(SpokenCursor& cursor) {
  const std::size_t hours = DigitsAt(cursor.Rest(), 0);
  const std::size_t end = hours + 3;
  if (hours == 0 || hours > 2 || cursor.Peek(hours) != U'.' ||
      DigitsAt(cursor.Rest(), hours + 1) != 2)
    return false;
  const std::u32string half = ToLower(cursor.Rest().substr(end + BlanksAt(cursor.Rest(), end), 4));
  const bool plain = (half.starts_with(U"am") || half.starts_with(U"pm")) &&
                     (half.size() < 3 || !IsWordChar(half[2]));
  if (!plain && half != U"a.m." && half != U"p.m.") return false;
  if (ValueOf(cursor.Rest().substr(0, hours)) > 12 ||
      ValueOf(cursor.Rest().substr(hours + 1, 2)) > 59)
    return false;
  std::u32string said(cursor.Rest().substr(0, end));
  said[hours] = U':';
  return cursor.SayFor(end, said);
}

// "10am": a voice says "ten am" only with a space.
bool SpeakHalfOfDay(SpokenCursor& cursor) {
  if (SpeakDottedHalf(cursor)) return true;
  const std::size_t digits = DigitsAt(cursor.Rest(), 0);
  if (digits == 0 || digits > 2 || ValueOf(cursor.Rest().substr(0, digits)) > 12) return false;
  const std::u32string half = ToLower(cursor.Rest().substr(digits, 2));
  if ((half != U"am" && half != U"pm") || IsWordChar(cursor.Peek(digits + 2))) return false;
  cursor.Say(cursor.Rest().substr(0, digits));
  return cursor.SayFor(digits + 2, cursor.Rest().substr(digits, 2));
}

// "в час ночи", "к часу дня": nobody says "один".
std::u32string_view OneOClock(Kase kase) {
  return kase == Kase::kGenitive || kase == Kase::kDative ? U"часу" : U"час";
}

// "в 5 утра", "с 9 утра до 6 вечера", but "за 2 ночи"
bool SpeakPartOfDay(SpokenCursor& cursor) {
  const std::size_t digits = DigitsAt(cursor.Rest(), 0);
  if (digits == 0 || digits > 2 || cursor.Peek() == U'0') return false;
  const int hour = ValueOf(cursor.Rest().substr(0, digits));
  const std::u32string part = cursor.WordAfter(digits).text;
  static constexpr std::u32string_view kParts[] = {U"утра", U"вечера", U"ночи", U"пополудни"};
  const std::u32string before = cursor.WordBefore();
  const bool day = part == U"дня" && hour <= 12 && IsRussianTimePreposition(before);
  if (hour > 12 || before == U"за" || (!IsAnyOf(kParts, part) && !day)) return false;
  const Kase kase = RussianTimeCase(before);
  if (hour == 1) return cursor.SayFor(digits, OneOClock(kase));
  return cursor.SayFor(digits, RussianCardinal(hour, RussianGender::kMasculine, kase));
}

struct Dotted {
  int hour = 0, minute = 0;
  std::size_t size = 0;  // 0 if there is none.
};

Dotted ReadDotted(std::u32string_view text) {
  const std::size_t hours = DigitsAt(text, 0);
  if (hours == 0 || hours > 2 || hours >= text.size() || text[hours] != U'.') return {};
  if (DigitsAt(text, hours + 1) != 2) return {};
  const Dotted time{ValueOf(text.substr(0, hours)), ValueOf(text.substr(hours + 1, 2)), hours + 3};
  if (time.hour > 23 || time.minute > 59) return {};
  if (time.size < text.size()) {
    const char32_t after = text[time.size];
    if (IsWordChar(after) || IsOneOfChars(after, U"%°$€₽")) return {};
    if (IsOneOfChars(after, U".,:/") && DigitsAt(text, time.size + 1) > 0) return {};
  }
  return time;
}

// What is measured after it shows that it is a decimal: "в 2.15 раза".
bool IsMeasured(const SpokenCursor& cursor, std::size_t offset) {
  const SpokenCursor::Word word = cursor.WordAfter(offset);
  static constexpr std::array<std::u32string_view, 6> kWords = {U"раз",   U"раза",    U"процента",
                                                                U"балла", U"градуса", U"метра"};
  if (IsAnyOf(kWords, word.text)) return true;
  const std::size_t blanks = BlanksAt(cursor.Rest(), offset);
  const std::u32string_view rest = cursor.Rest().substr(offset + blanks);
  return blanks == 1 && !rest.empty() && rest.substr(0, 2) != U"с " && rest.substr(0, 2) != U"в " &&
         FindUnit(rest).unit != nullptr;
}

// "до 10.12" may be a day of December where no other time shows what is meant.
bool MayBeDate(const SpokenCursor& cursor, const Dotted& time) {
  if (cursor.WordBefore() == U"в" || time.minute < 1 || time.minute > 12) return false;
  for (std::size_t at = 0; at < cursor.in.size(); ++at) {
    const bool begins = IsAsciiDigit(cursor.in[at]) && (at == 0 || !IsWordChar(cursor.in[at - 1]));
    const Dotted other = begins ? ReadDotted(cursor.in.substr(at)) : Dotted{};
    if (other.size > 0 && (other.minute == 0 || other.minute > 12)) return false;
  }
  return true;
}

// "в 18.00", "с 9.00 до 18.30", "9.00–18.00"
bool SpeakDotted(SpokenCursor& cursor) {
  const Dotted time = ReadDotted(cursor.Rest());
  if (time.size == 0) return false;
  const std::u32string before = cursor.WordBefore();
  if (IsRangeDash(cursor.Peek(time.size))) {
    const Dotted until = ReadDotted(cursor.Rest().substr(time.size + 1));
    const bool later = until.hour * 60 + until.minute > time.hour * 60 + time.minute;
    if (until.size == 0 || !later || time.minute % 5 != 0 || until.minute % 5 != 0) return false;
    SayRussianTimes(cursor, {time.hour, time.minute}, {until.hour, until.minute}, before);
    cursor.Skip(time.size + 1 + until.size);
    return true;
  }
  if (!IsRussianTimePreposition(before) || IsMeasured(cursor, time.size)) return false;
  if (MayBeDate(cursor, time)) return false;
  SayRussianTime(cursor, time.hour, time.minute, RussianTimeCase(before));
  cursor.Skip(time.size);
  return true;
}

}  // namespace

bool SpeakHour(SpokenCursor& cursor) {
  if (IsWordChar(cursor.Before())) return false;
  if (!cursor.Russian()) return SpeakHalfOfDay(cursor);
  return SpeakPartOfDay(cursor) || SpeakDotted(cursor);
}

}  // namespace nexy
