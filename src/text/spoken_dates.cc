// Dates that are written in digits alone.
#include <algorithm>
#include <string>
#include <vector>

#include "text/english_words.h"
#include "text/russian_dates.h"
#include "text/russian_lexicon.h"
#include "text/russian_words.h"
#include "text/spoken_rules.h"
#include "text/unicode.h"
#include "text/word_classes.h"

namespace nexy {

namespace {

struct Date {
  int day = 0, month = 0, year = 0;
  bool day_first = false;
  std::size_t size = 0;       // 0 if there is none.
  std::size_t year_size = 4;  // How many digits of the year are written.
};

bool IsPossible(const Date& date) {
  static constexpr int kDays[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return date.year >= 1000 && date.year <= 2999 && date.month >= 1 && date.month <= 12 &&
         date.day >= 1 && date.day <= kDays[date.month - 1];
}

// "2024-05-03"
Date ReadYearFirst(std::u32string_view text) {
  if (DigitsAt(text, 0) != 4 || text.size() < 10) return {};
  const char32_t separator = text[4];
  if (!IsOneOfChars(separator, U"-./") || text[7] != separator) return {};
  if (DigitsAt(text, 5) != 2 || DigitsAt(text, 8) != 2) return {};
  const Date date{ValueOf(text.substr(8, 2)), ValueOf(text.substr(5, 2)),
                  ValueOf(text.substr(0, 4)), false, 10};
  return IsPossible(date) ? date : Date{};
}

// "03.05.2024" is a day and a month everywhere; "03/05/2024" is certain only if one number is no
// month, unless the sentence is Russian.
Date ReadYearLast(std::u32string_view text, bool russian) {
  const std::size_t first = DigitsAt(text, 0);
  if (first == 0 || first > 2 || first >= text.size()) return {};
  const char32_t separator = text[first];
  if (!IsOneOfChars(separator, U"./-") || (russian && separator == U'-')) return {};
  const std::size_t second = DigitsAt(text, first + 1);
  const std::size_t third = first + 1 + second;
  if (second == 0 || second > 2 || third >= text.size() || text[third] != separator) return {};
  const std::size_t digits = DigitsAt(text, third + 1);
  const bool two_digits =
      digits == 2 && (russian ? separator == U'.' && first == 2 && second == 2 : separator == U'/');
  if (digits != 4 && !two_digits) return {};
  const int one = ValueOf(text.substr(0, first));
  const int two = ValueOf(text.substr(first + 1, second));
  const int year = ValueOf(text.substr(third + 1, digits)) + (two_digits ? 2000 : 0);
  const std::size_t size = third + 1 + digits;
  const bool american = separator != U'.' && two > 12;
  const bool doubtful =
      separator != U'.' && one <= 12 && two <= 12 && !russian && (one != two || two_digits);
  const Date date = american ? Date{two, one, year, false, size, digits}
                             : Date{one, two, year, true, size, digits};
  return IsPossible(date) && !doubtful ? date : Date{};
}

// "раздел 08.03", "прошивка до 02.05", "код … с 10.11": numbers that name.
bool IsNamedBefore(const SpokenCursor& cursor) {
  return cursor.HasBefore(4, [](std::u32string_view word) {
    if (IsWordOf(WordClass::kNoDate, word) || IsWordOf(WordClass::kVersioned, word)) return true;
    const std::vector<RussianNoun> nouns = ReadRussianWord(word).nouns;
    return std::any_of(nouns.begin(), nouns.end(), [](const RussianNoun& one) {
      return IsWordOf(WordClass::kRussianPart, one.lemma);
    });
  });
}

bool IsDatePreposition(std::u32string_view word) {
  static constexpr std::u32string_view kWords[] = {U"с", U"со", U"до", U"от",
                                                   U"к", U"на", U"по", U"после"};
  return IsAnyOf(kWords, word);
}

// "от 12.02.24", "12.02.24 г.", "Дата: 12.02.24": three numbers of two digits may be a version.
bool IsCertainlyDate(const SpokenCursor& cursor, const Date& date) {
  const bool more = cursor.Peek(date.size) == U'.' && IsAsciiDigit(cursor.Peek(date.size + 1));
  const std::u32string after = cursor.WordAfter(date.size).text;
  const bool dated = IsDatePreposition(cursor.WordBefore()) || after == U"г" || after == U"года" ||
                     cursor.HasBefore(2, WordClass::kDateNoun);
  return dated && !more && !IsNamedBefore(cursor);
}

// "+02:00" after a time: says it and returns its size; 0 if it is something else.
std::size_t SayOffset(SpokenCursor& cursor, std::u32string_view text) {
  if (text.size() < 6 || !IsOneOfChars(text[0], U"+-−") || DigitsAt(text, 1) != 2 ||
      text[3] != U':' || DigitsAt(text, 4) != 2) {
    return 0;
  }
  const bool plus = text[0] == U'+';
  cursor.Say(U"UTC");
  cursor.Say(plus ? cursor.Pick(U"plus", U"плюс") : cursor.Pick(U"minus", U"минус"));
  const std::size_t zero = text[1] == U'0' ? 1 : 0;
  cursor.Say(text.substr(1 + zero, 5 - zero));
  return 6;
}

// "14:30:05.123Z", "09:05Z" of ISO 8601 at `offset`: says it and returns its size, 0 if it is
// something else.
std::size_t SayTimestamp(SpokenCursor& cursor, std::size_t offset) {
  const std::u32string_view text = cursor.Rest().substr(offset);
  if (DigitsAt(text, 0) != 2 || text.size() < 5 || text[2] != U':' || DigitsAt(text, 3) != 2)
    return 0;
  std::size_t end = 5;
  std::u32string seconds = U"0";
  if (end < text.size() && text[end] == U':' && DigitsAt(text, end + 1) == 2) {
    seconds = DecodeUtf8(std::to_string(ValueOf(text.substr(end + 1, 2))));
    end += 3;
    const std::size_t digits = end < text.size() && text[end] == U'.' ? DigitsAt(text, end + 1) : 0;
    if (digits > 0) {
      seconds += text.substr(end, digits + 1);
      end += digits + 1;
    }
  }
  const bool utc = end < text.size() && text[end] == U'Z';
  if (end + (utc ? 1 : 0) < text.size() && IsWordChar(text[end + (utc ? 1 : 0)])) return 0;
  cursor.Say(text.substr(0, 5));
  if (seconds != U"0") {
    cursor.Say(cursor.Pick(U"and", U"и"));
    cursor.Say(seconds);
    cursor.Say(cursor.Pick(U"seconds", U"секунд"));
  }
  if (utc) cursor.Say(U"UTC");
  return end + (utc ? 1 : SayOffset(cursor, text.substr(end)));
}

// "section 4.10.2023", "version 1.2.2023"
bool IsPartNumber(const SpokenCursor& cursor) {
  if (cursor.Russian() || cursor.Peek(DigitsAt(cursor.Rest(), 0)) != U'.') return false;
  const std::u32string before = cursor.WordBefore();
  return IsWordOf(WordClass::kRomanLabel, before) || IsWordOf(WordClass::kVersioned, before);
}

}  // namespace

// "2024-05-03", "03.05.2024", "12/25/2024", also with the time of ISO 8601 after it.
bool SpeakIsoDate(SpokenCursor& cursor) {
  const std::u32string_view rest = cursor.Rest();
  Date date = ReadYearFirst(rest);
  if (date.size == 0) date = ReadYearLast(rest, cursor.Russian());
  if (date.size == 0 || IsPartNumber(cursor)) return false;
  const char32_t after = cursor.Peek(date.size);
  const bool time = after == U'T' && DigitsAt(rest, date.size + 1) == 2;
  if ((IsWordChar(after) && !time) || IsOneOfChars(after, U"-/")) return false;
  const bool short_year = date.year_size == 2;
  if (cursor.Russian() && short_year && !IsCertainlyDate(cursor, date)) return false;
  if (cursor.Russian()) {
    const RussianCase kase = RussianDateCaseHere(cursor, date.size);
    cursor.Say(RussianOrdinal(date.day, RussianGender::kNeuter, kase));
    cursor.Say(RussianMonthName(date.month));
    const int year_said = short_year && date.year % 100 > 0 ? date.year % 100 : date.year;
    cursor.Say(RussianOrdinal(year_said, RussianGender::kMasculine, RussianCase::kGenitive));
    cursor.Say(U"года");
    const SpokenCursor::Word year = cursor.WordAfter(date.size);
    if (year.text == U"года" || year.text == U"г") {
      date.size = year.end;
      if (year.text == U"г" && cursor.Peek(year.end) == U'.' && year.end + 1 < rest.size() &&
          !TrimSpace(rest.substr(year.end + 1)).empty()) {
        ++date.size;
      }
    }
  } else {
    const std::u32string year = DecodeUtf8(std::to_string(date.year));
    SayEnglishDate(cursor, date.day, date.month,
                   std::u32string_view(year).substr(year.size() - date.year_size), date.day_first);
  }
  if (time) {
    cursor.Say(cursor.Pick(U"at", U"в"));
    ++date.size;
    if (const std::size_t stamp = SayTimestamp(cursor, date.size); stamp > 0) {
      cursor.Skip(date.size + stamp);
      return true;
    }
    cursor.out.push_back(U' ');
    cursor.at += date.size;
    return true;
  }
  cursor.Skip(date.size);
  return true;
}

// "09/2027": a month of a year, unless it is the number of a paper.
bool SpeakEnglishMonthOfYear(SpokenCursor& cursor) {
  if (!cursor.BeginsToken()) return false;
  const std::u32string_view rest = cursor.Rest();
  const bool written = DigitsAt(rest, 0) == 2 && cursor.Peek(2) == U'/' && DigitsAt(rest, 3) == 4 &&
                       !IsWordChar(cursor.Peek(7)) && !IsOneOfChars(cursor.Peek(7), U"/-");
  if (!written) return false;
  const Date date{1, ValueOf(rest.substr(0, 2)), ValueOf(rest.substr(3, 4))};
  if (!IsPossible(date) || date.year < 1900 || date.year > 2100) return false;
  const bool dated =
      cursor.HasBefore(1, WordClass::kBeforeDate) || cursor.HasBefore(1, WordClass::kBeforeMonth);
  if (!dated && (rest[0] != U'0' || (cursor.HasBefore(2, WordClass::kNumberedPaper) ||
                                     cursor.HasBefore(2, WordClass::kNamedByCode))))
    return false;
  cursor.Say(EnglishMonthName(static_cast<std::size_t>(date.month)));
  return cursor.SayFor(7, rest.substr(3, 4));
}

// "Tue 9/16", "due 4/30": a day after the twelfth shows which number is the month.
bool SpeakEnglishDayOfYear(SpokenCursor& cursor) {
  if (!cursor.BeginsToken()) return false;
  const std::u32string_view rest = cursor.Rest();
  const std::size_t slash = DigitsAt(rest, 0);
  const std::size_t digits = DigitsAt(rest, slash + 1);
  const std::size_t end = slash + 1 + digits;
  if (slash == 0 || slash > 2 || cursor.Peek(slash) != U'/' || digits != 2) return false;
  const Date date{ValueOf(rest.substr(slash + 1, 2)), ValueOf(rest.substr(0, slash)), 2000};
  const bool more = IsOneOfChars(cursor.Peek(end), U"/-.") && IsWordChar(cursor.Peek(end + 1));
  if (date.day <= 12 || !IsPossible(date) || more || IsWordChar(cursor.Peek(end))) return false;
  const bool measured = IsWordOf(WordClass::kMeasured, cursor.WordAfter(end).text);
  if (measured || !cursor.HasBefore(1, WordClass::kBeforeDate)) return false;
  std::u32string_view before = cursor.in.substr(0, cursor.at);
  while (!before.empty() && !IsLetter(before.back())) before.remove_suffix(1);
  const std::u32string_view word = before.substr(before.find_last_of(U" (") + 1);
  const bool small = !word.empty() && IsLower(word[0]);
  if (small && IsWordOf(WordClass::kEnglishDay, word)) return false;  // "he sat 9/16"
  cursor.Say(EnglishMonthName(static_cast<std::size_t>(date.month)));
  return cursor.SayFor(end, EnglishOrdinal(date.day));
}

namespace {

// "01.09": size 0 if it is no day of a year.
Date ReadDayAndMonth(std::u32string_view text) {
  if (DigitsAt(text, 0) != 2 || text.size() < 5 || text[2] != U'.' || DigitsAt(text, 3) != 2) {
    return {};
  }
  const bool more = text.size() > 5 && (IsWordChar(text[5]) || IsOneOfChars(text[5], U"%°/-–")) &&
                    !IsSpace(text[5]);
  const bool part = text.size() > 6 && IsOneOfChars(text[5], U".,:") && IsDigit(text[6]);
  const Date date{ValueOf(text.substr(0, 2)), ValueOf(text.substr(3, 2)), 2000, true, 5};
  return more || part || !IsPossible(date) ? Date{} : date;
}

// "на 08.03 %", "от 01.02 баллов": what is measured follows in the genitive.
bool IsMeasuredAfter(const SpokenCursor& cursor, std::size_t end) {
  const std::size_t next = end + BlanksAt(cursor.Rest(), end);
  if (IsOneOfChars(cursor.Peek(next), U"%‰°₽$€") ||
      cursor.Rest().substr(next).starts_with(U"у.")) {
    return true;
  }
  const SpokenCursor::Word word = cursor.WordAfter(end);
  if (word.end == 0) return false;
  const std::vector<RussianNoun> nouns = ReadRussianWord(word.text).nouns;
  return !nouns.empty() && std::all_of(nouns.begin(), nouns.end(), [](const RussianNoun& one) {
    return one.kase == RussianCase::kGenitive;
  });
}

// "30.11 в 18:00", "30.11 с 18:00": a time of the day follows.
bool IsBeforeTime(const SpokenCursor& cursor, std::size_t end) {
  const SpokenCursor::Word in = cursor.WordAfter(end);
  if (in.text != U"в" && in.text != U"с") return false;
  const std::size_t hours = DigitsAt(cursor.Rest(), in.end + 1);
  const std::size_t colon = in.end + 1 + hours;
  return hours > 0 && hours <= 2 && cursor.Peek(colon) == U':' &&
         DigitsAt(cursor.Rest(), colon + 1) == 2;
}

// Whether the short date that begins at the cursor, or ends before it, has `other` as its end or
// beginning: two days after "с … по", or after "с … до" where one of them cannot be a time.
bool ArePair(const Date& date, const Date& other, std::u32string_view joint) {
  return date.size > 0 && other.size > 0 &&
         (joint == U"по" || (joint == U"до" && (date.day > 24 || other.day > 24)));
}

}  // namespace

// "до 01.09", "с 10.06 по 24.06": what could be a time or a decimal stays.
bool SpeakRussianShortDate(SpokenCursor& cursor) {
  const Date date = ReadDayAndMonth(cursor.Rest());
  if (date.size == 0) return false;
  const std::u32string before = cursor.WordBefore();
  const bool timed = IsBeforeTime(cursor, date.size);
  if (!timed && (!IsDatePreposition(before) || IsMeasuredAfter(cursor, date.size))) return false;
  const SpokenCursor::Word until = cursor.WordAfter(date.size);
  const std::u32string_view rest = cursor.Rest();
  const Date last = ReadDayAndMonth(rest.substr(std::min(until.end + 1, rest.size())));
  std::u32string_view left = cursor.in.substr(0, cursor.BeforeWord().at);
  while (!left.empty() && IsSpace(left.back())) left.remove_suffix(1);
  const Date first =
      ReadDayAndMonth(left.substr(left.size() - std::min<std::size_t>(left.size(), 5)));
  const std::size_t start = first.size > 0 ? left.size() - first.size : cursor.at;  // Of the pair.
  if (IsNamedBefore(cursor.From(start))) return false;
  const bool pair = ArePair(date, last, until.text) || ArePair(date, first, before);
  const bool hours = (last.size > 0 && until.text == U"до") || (first.size > 0 && before == U"до");
  if (!pair && !timed && (hours || cursor.Peek() != U'0')) return false;
  cursor.Say(RussianOrdinal(date.day, RussianGender::kNeuter,
                            RussianDateCase(before, RussianCase::kGenitive)));
  return cursor.SayFor(date.size, RussianMonthName(date.month));
}

}  // namespace nexy
