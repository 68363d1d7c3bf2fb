#include <algorithm>
#include <array>
#include <string>

#include "text/number_token.h"
#include "text/russian_words.h"
#include "text/spoken_rules.h"
#include "text/unicode.h"

namespace nexy {

namespace {

using Kase = RussianCase;
using Gender = RussianGender;
using Word = SpokenCursor::Word;

template <typename Words>
bool IsOneOf(const Words& words, std::u32string_view word) {
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

bool IsYear(const NumberToken& number) {
  return number.IsWhole() && number.size == 4 && number.whole >= 1000 && number.whole <= 2100;
}

bool IsDay(const NumberToken& number) {
  return number.IsWhole() && number.size <= 2 && number.whole >= 1 && number.whole <= 31;
}

// The case of a date or year after a preposition.
Kase DateCase(std::u32string_view before, Kase otherwise) {
  if (before == U"к" || before == U"ко") return Kase::kDative;
  if (before == U"по" || before == U"на") return Kase::kAccusative;
  static constexpr std::u32string_view kGenitive[] = {
      U"с", U"со", U"до", U"от", U"после", U"из", U"около", U"кроме", U"начиная"};
  if (IsOneOf(kGenitive, before)) return Kase::kGenitive;
  static constexpr std::u32string_view kNominative[] = {U"сегодня", U"завтра", U"вчера", U"это"};
  if (IsOneOf(kNominative, before)) return Kase::kNominative;
  return otherwise;
}

// Whether nothing but a year, or a dash, follows the date with which the sentence begins.
bool OnlyDateIn(const SpokenCursor& cursor, std::size_t end) {
  if (!TrimSpace(cursor.in.substr(0, cursor.at)).empty()) return false;
  std::u32string_view after = TrimSpace(cursor.Rest().substr(end));
  while (!after.empty() && IsDigit(after.front())) after.remove_prefix(1);
  after = TrimSpace(after);
  if (after.starts_with(U"года")) after.remove_prefix(4);
  if (after.starts_with(U"г.")) after.remove_prefix(2);
  after = TrimSpace(after);
  if (after.starts_with(U'—') || after.starts_with(U'–'))
    return true;  // "1 сентября — День знаний"
  return std::none_of(after.begin(), after.end(), [](char32_t c) { return IsWordChar(c); });
}

// " 2024", " 2024 года", " 2024 г." after a day's month: says the year and returns where it ends.
std::size_t SayYearOfDate(SpokenCursor& cursor, std::size_t offset) {
  const std::u32string_view rest = cursor.Rest();
  if (offset + 5 > rest.size() || !IsSpace(rest[offset]) || !IsDigit(rest[offset + 1]))
    return offset;
  const NumberToken year = ReadNumber(rest.substr(offset + 1));
  if (!IsYear(year)) return offset;
  std::size_t end = offset + 1 + year.size;
  cursor.Say(RussianOrdinal(year.whole, Gender::kMasculine, Kase::kGenitive));
  cursor.Say(U"года");
  const Word word = cursor.WordAfter(end);
  if (word.text == U"года") end = word.end;
  if (word.text == U"г") {
    end = word.end;
    const std::u32string_view stop = rest.substr(end);
    if (stop.starts_with(U'.') && !TrimSpace(stop.substr(1)).empty()) ++end;
  }
  return end;
}

// "5 мая", "5 мая 2024 г.", "с 3 по 5 мая", "3–5 мая".
bool SpeakDate(SpokenCursor& cursor, const NumberToken& day) {
  if (!IsDay(day)) return false;
  const Word month = cursor.WordAfter(day.size);
  const std::u32string before = cursor.WordBefore();
  if (RussianMonth(month.text) > 0) {
    const Kase otherwise = OnlyDateIn(cursor, month.end) ? Kase::kNominative : Kase::kGenitive;
    cursor.Say(RussianOrdinal(day.whole, Gender::kNeuter, DateCase(before, otherwise)));
    cursor.Say(month.text);
    cursor.Skip(SayYearOfDate(cursor, month.end));
    return true;
  }
  if (month.text == U"по" && (before == U"с" || before == U"со")) {
    const std::u32string_view rest =
        cursor.Rest().substr(std::min(month.end + 1, cursor.Rest().size()));
    if (rest.empty() || !IsDigit(rest.front())) return false;
    const NumberToken last = ReadNumber(rest);
    SpokenCursor ahead = cursor;
    ahead.at += month.end + 1;
    if (!IsDay(last) || RussianMonth(ahead.WordAfter(last.size).text) == 0) return false;
    cursor.Say(RussianOrdinal(day.whole, Gender::kNeuter, Kase::kGenitive));
    cursor.Skip(day.size);
    return true;
  }
  const std::u32string_view rest = cursor.Rest();
  const bool dashed =
      day.size + 1 < rest.size() && (rest[day.size] == U'–' || rest[day.size] == U'-');
  if (!dashed || !IsDigit(rest[day.size + 1]) || !before.empty()) return false;
  const NumberToken last = ReadNumber(rest.substr(day.size + 1));
  const std::size_t end = day.size + 1 + last.size;
  const Word later = cursor.WordAfter(end);
  if (!IsDay(last) || RussianMonth(later.text) == 0) return false;
  cursor.Say(U"с");
  cursor.Say(RussianOrdinal(day.whole, Gender::kNeuter, Kase::kGenitive));
  cursor.Say(U"по");
  cursor.Say(RussianOrdinal(last.whole, Gender::kNeuter, Kase::kAccusative));
  cursor.Skip(end);
  return true;
}

// "05.03.2024", also with "г." after it.
bool SpeakNumericDate(SpokenCursor& cursor, const NumberToken& token) {
  const std::u32string_view text = cursor.Rest().substr(0, token.size);
  if (token.size != 10 || text[2] != U'.' || text[5] != U'.') return false;
  const auto number = [text](std::size_t at, std::size_t size) {
    int value = 0;
    for (std::size_t i = at; i < at + size; ++i)
      value = value * 10 + static_cast<int>(text[i] - U'0');
    return value;
  };
  const int day = number(0, 2);
  const int month = number(3, 2);
  const int year = number(6, 4);
  if (day < 1 || day > 31 || month < 1 || month > 12 || year < 1000 || year > 2100) return false;
  const Kase otherwise = OnlyDateIn(cursor, token.size) ? Kase::kNominative : Kase::kGenitive;
  cursor.Say(RussianOrdinal(day, Gender::kNeuter, DateCase(cursor.WordBefore(), otherwise)));
  cursor.Say(RussianMonthName(month));
  cursor.Say(RussianOrdinal(year, Gender::kMasculine, Kase::kGenitive));
  cursor.Say(U"года");
  cursor.Skip(token.size);
  return true;
}

struct YearWord {
  std::u32string_view word;
  Gender gender;
  Kase kase;
};

// "в 2024 году", "2024 год", "с 2010 по 2015 год", "в 2024 г."
bool SpeakYear(SpokenCursor& cursor, const NumberToken& number) {
  if (!IsYear(number)) return false;
  static constexpr YearWord kWords[] = {{U"год", Gender::kMasculine, Kase::kNominative},
                                        {U"года", Gender::kMasculine, Kase::kGenitive},
                                        {U"году", Gender::kMasculine, Kase::kPrepositional},
                                        {U"годом", Gender::kMasculine, Kase::kInstrumental},
                                        {U"годе", Gender::kMasculine, Kase::kPrepositional}};
  const Word word = cursor.WordAfter(number.size);
  const std::u32string before = cursor.WordBefore();
  for (const YearWord& year : kWords) {
    if (word.text != year.word) continue;
    Kase kase = year.kase;
    if (word.text == U"году" && (before == U"к" || before == U"ко")) kase = Kase::kDative;
    cursor.Say(RussianOrdinal(number.whole, year.gender, kase));
    cursor.Skip(number.size);
    return true;
  }
  if (word.text == U"г" && cursor.Peek(word.end) == U'.') {
    const Kase kase = before == U"в" || before == U"во"    ? Kase::kPrepositional
                      : before == U"за" || before == U"на" ? Kase::kAccusative
                                                           : DateCase(before, Kase::kGenitive);
    cursor.Say(RussianOrdinal(number.whole, Gender::kMasculine, kase));
    cursor.Say(kase == Kase::kPrepositional || kase == Kase::kDative ? U"году"
               : kase == Kase::kGenitive                             ? U"года"
                                                                     : U"год");
    const bool last = TrimSpace(cursor.Rest().substr(word.end + 1)).empty();
    cursor.Skip(word.end + (last ? 0 : 1));
    return true;
  }
  if (word.text == U"по" && (before == U"с" || before == U"со")) {
    SpokenCursor ahead = cursor;
    ahead.at += std::min(word.end + 1, cursor.Rest().size());
    const NumberToken last = IsDigit(ahead.Peek()) ? ReadNumber(ahead.Rest()) : NumberToken{};
    if (!IsYear(last) || !ahead.WordAfter(last.size).text.starts_with(U"г")) return false;
    cursor.Say(RussianOrdinal(number.whole, Gender::kMasculine, Kase::kGenitive));
    cursor.Skip(number.size);
    return true;
  }
  return false;
}

}  // namespace

bool SpeakRussianDate(SpokenCursor& cursor) {
  const NumberToken number = ReadNumber(cursor.Rest());
  return SpeakDate(cursor, number) || SpeakNumericDate(cursor, number) || SpeakYear(cursor, number);
}

}  // namespace nexy
