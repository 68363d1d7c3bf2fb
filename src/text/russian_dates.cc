#include "text/russian_dates.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "text/number_token.h"
#include "text/russian_government.h"
#include "text/russian_lexicon.h"
#include "text/russian_words.h"
#include "text/spoken_rules.h"
#include "text/unicode.h"
#include "text/word_classes.h"

namespace nexy {

namespace {

using Kase = RussianCase;
using Gender = RussianGender;
using Word = SpokenCursor::Word;

constexpr std::u32string_view kComparedWith = U"сравнению с";

bool IsDay(const NumberToken& number) {
  return number.IsWhole() && number.size <= 2 && number.whole >= 1 && number.whole <= 31;
}

// "Срок сдачи — 1 февраля": the date is what the noun is.
bool IsDateOfNoun(const SpokenCursor& cursor) {
  const std::u32string_view before = TrimSpace(cursor.in.substr(0, cursor.at));
  if (before.empty() || !IsOneOfChars(before.back(), U"—–")) return false;
  const SpokenCursor noun = cursor.From(before.size() - 1);
  constexpr int kPhraseMax = 4;
  return noun.HasBefore(kPhraseMax, [](std::u32string_view word) {
    const std::vector<RussianNoun> nouns = ReadRussianWord(word).nouns;
    return std::any_of(nouns.begin(), nouns.end(), [](const RussianNoun& one) {
      return one.kase == Kase::kNominative && IsWordOf(WordClass::kDateNoun, one.lemma);
    });
  });
}

// Whether nothing but a year, or a dash, follows the date with which the sentence begins.
bool OnlyDateIn(const SpokenCursor& cursor, std::size_t end) {
  const std::u32string_view before = TrimSpace(cursor.in.substr(0, cursor.at));
  if (IsDateOfNoun(cursor)) return true;
  if (!before.empty() && !before.ends_with(U':')) return false;
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

// "Сегодня четверг, 26 ноября": the date is the day's name.
bool NamesToday(const SpokenCursor& cursor) {
  const std::u32string_view before = TrimSpace(cursor.in.substr(0, cursor.at));
  if (!before.ends_with(U',')) return false;
  static constexpr std::u32string_view kDays[] = {
      U"понедельник", U"вторник", U"среда", U"четверг", U"пятница", U"суббота", U"воскресенье"};
  static constexpr std::u32string_view kIn[] = {U"в", U"во", U"на", U"за"};
  SpokenCursor back = cursor.From(cursor.at);
  while (back.at > 0 && (IsSpace(back.Before()) || back.Before() == U',')) --back.at;
  return IsAnyOf(kDays, back.WordBefore()) && !IsAnyOf(kIn, back.BeforeWord().WordBefore());
}

Kase OpenCase(const SpokenCursor& cursor, std::size_t end) {
  return OnlyDateIn(cursor, end) || NamesToday(cursor) ? Kase::kNominative : Kase::kGenitive;
}

// " 2024", " 2024 года", " 2024 г." after a day's month: says the year and returns where it ends.
std::size_t SayYearOfDate(SpokenCursor& cursor, std::size_t offset) {
  const std::u32string_view rest = cursor.Rest();
  if (offset + 5 > rest.size() || !IsSpace(rest[offset]) || !IsDigit(rest[offset + 1]))
    return offset;
  const NumberToken year = ReadNumber(rest.substr(offset + 1));
  if (!IsRussianYear(year)) return offset;
  std::size_t end = offset + 1 + year.size;
  cursor.Say(RussianOrdinal(year.whole, Gender::kMasculine, Kase::kGenitive));
  const bool ending = rest.substr(end).starts_with(U"-го") && !IsWordChar(cursor.Peek(end + 3));
  if (ending) return end + 3;  // "22 июня 1941-го"
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

// Whether more days of the same month follow: "3 и 5 мая", "2, 9 и 16 ноября".
bool IsFollowedByDays(const SpokenCursor& cursor, std::size_t end) {
  bool joined = false;  // "В комнате 2, 9 мая" is no enumeration.
  constexpr int kDaysMax = 8;
  for (int days = 0; days < kDaysMax; ++days) {
    const Word joint = cursor.WordAfter(end);
    const bool both = joint.text == U"и" || joint.text == U"или";
    if (!both && cursor.Peek(end) != U',') return false;
    joined = joined || both;
    end = both ? joint.end : end + 1;
    end += BlanksAt(cursor.Rest(), end);
    if (!IsAsciiDigit(cursor.Peek(end))) return false;
    const NumberToken day = ReadNumber(cursor.Rest().substr(end, DigitsAt(cursor.Rest(), end)));
    if (!IsDay(day)) return false;
    end += day.size;
    if (RussianMonth(cursor.WordAfter(end).text) > 0) return joined;
  }
  return false;
}

bool SpeakDayOfSeries(SpokenCursor& cursor, const NumberToken& day) {
  if (!IsFollowedByDays(cursor, day.size)) return false;
  const SpokenCursor first =
      cursor.FirstOfSeries([](std::u32string_view word) { return IsDigit(word.front()); }, false);
  const Kase kase = RussianDateCase(first.WordBefore(), Kase::kGenitive);
  return cursor.SayFor(day.size, RussianOrdinal(day.whole, Gender::kNeuter, kase));
}

// "на 3 и 5 мая": the case that the first day had.
Kase CaseOfSecond(const SpokenCursor& cursor, Kase otherwise) {
  const SpokenCursor joint = cursor.BeforeWord();
  if (cursor.WordBefore() == U"и" && RussianMonth(joint.WordBefore()) > 0) {
    // "на 30 декабря и 2 января"
    return RussianDateCase(joint.BeforeWord().BeforeWord().WordBefore(), otherwise);
  }
  return RussianDateCase(WordBeforeDate(cursor), otherwise);
}

// "янв.", "сент.": the month, and where its full stop ends; 0 if there is none.
struct ShortMonth {
  int month = 0;
  std::size_t end = 0;
};

ShortMonth ReadShortMonth(const SpokenCursor& cursor, const Word& word) {
  static constexpr std::array<std::u32string_view, 12> kStems = {U"янв", U"фев", U"мар", U"апр",
                                                                 U"мая", U"июн", U"июл", U"авг",
                                                                 U"сен", U"окт", U"ноя", U"дек"};
  if (word.text.size() < 3 || word.text.size() > 4 || cursor.Peek(word.end) != U'.') return {};
  for (std::size_t month = 0; month < kStems.size(); ++month) {
    if (!word.text.starts_with(kStems[month])) continue;
    if (!RussianMonthName(static_cast<int>(month) + 1).starts_with(word.text)) return {};
    const bool last = TrimSpace(cursor.Rest().substr(word.end + 1)).empty();
    return {static_cast<int>(month) + 1, word.end + (last ? 0 : 1)};
  }
  return {};
}

// "5 мая", "5 мая 2024 г.", "с 3 по 5 мая", "3–5 мая".
bool SpeakDate(SpokenCursor& cursor, const NumberToken& day) {
  if (!IsDay(day)) return false;
  const Word month = cursor.WordAfter(day.size);
  const std::u32string before = cursor.WordBefore();
  if (RussianMonth(month.text) > 0) {
    const Kase otherwise = OpenCase(cursor, month.end);
    cursor.Say(RussianOrdinal(day.whole, Gender::kNeuter, CaseOfSecond(cursor, otherwise)));
    cursor.Say(cursor.Rest().substr(month.end - month.text.size(), month.text.size()));
    cursor.Skip(SayYearOfDate(cursor, month.end));
    return true;
  }
  if (const ShortMonth short_month = ReadShortMonth(cursor, month); short_month.month > 0) {
    const Kase otherwise = OpenCase(cursor, short_month.end);
    cursor.Say(RussianOrdinal(day.whole, Gender::kNeuter, CaseOfSecond(cursor, otherwise)));
    cursor.Say(RussianMonthName(short_month.month));
    cursor.Skip(SayYearOfDate(cursor, short_month.end));
    return true;
  }
  const bool until = month.text == U"по" || month.text == U"на" || month.text == U"до";
  if (until && (before == U"с" || before == U"со")) {
    const std::u32string_view rest =
        cursor.Rest().substr(std::min(month.end + 1, cursor.Rest().size()));
    if (rest.empty() || !IsDigit(rest.front())) return false;
    const NumberToken last = ReadNumber(rest);
    const SpokenCursor ahead = cursor.From(cursor.at + month.end + 1);
    if (!IsDay(last) || RussianMonth(ahead.WordAfter(last.size).text) == 0) return false;
    cursor.Say(RussianOrdinal(day.whole, Gender::kNeuter, Kase::kGenitive));
    cursor.Skip(day.size);
    return true;
  }
  if (SpeakDayOfSeries(cursor, day)) return true;
  const std::u32string_view rest = cursor.Rest();
  const bool dashed =
      day.size + 1 < rest.size() && (rest[day.size] == U'–' || rest[day.size] == U'-');
  if (!dashed || !IsDigit(rest[day.size + 1])) return false;
  const NumberToken last = ReadNumber(rest.substr(day.size + 1));
  const std::size_t end = day.size + 1 + last.size;
  const Word later = cursor.WordAfter(end);
  if (!IsDay(last) || RussianMonth(later.text) == 0) return false;
  const Kase kase = RussianDateCase(before, Kase::kNominative);
  const bool open = kase == Kase::kNominative;  // "за 11–12 февраля" is not.
  if (open) cursor.Say(U"с");
  cursor.Say(RussianOrdinal(day.whole, Gender::kNeuter, open ? Kase::kGenitive : kase));
  cursor.Say(open ? U"по" : U"—");
  return cursor.SayFor(
      end, RussianOrdinal(last.whole, Gender::kNeuter, open ? Kase::kAccusative : kase));
}

}  // namespace

bool SpeakRussianDate(SpokenCursor& cursor) { return SpeakDate(cursor, ReadNumber(cursor.Rest())); }

RussianCase RussianDateCaseHere(const SpokenCursor& cursor, std::size_t end) {
  const bool until = IsRangeDash(cursor.Before()) && cursor.Before() != U'-';
  const Kase otherwise = until ? Kase::kNominative : OpenCase(cursor, end);
  return RussianDateCase(cursor.WordBefore(), otherwise);
}

std::u32string WordBeforeDate(const SpokenCursor& cursor) {
  std::u32string word = GoverningWord(cursor);
  const bool with = word == U"с" && cursor.BeforeWord().WordBefore() == U"сравнению";
  return with ? std::u32string(kComparedWith) : word;
}

RussianCase RussianDateCase(std::u32string_view before, RussianCase otherwise) {
  static constexpr std::u32string_view kDayIs[] = {U"сегодня", U"завтра",    U"послезавтра",
                                                   U"вчера",   U"позавчера", U"это"};
  if (IsAnyOf(kDayIs, before)) return RussianCase::kNominative;
  if (before == kComparedWith) return RussianCase::kInstrumental;
  if (before == U"с" || before == U"со" || before == U"начиная") return RussianCase::kGenitive;
  if (before == U"по") return RussianCase::kAccusative;
  const RussianCase kase = before == U"в" ? RussianCase::kNominative : CaseAfter(before);
  return kase == RussianCase::kNominative ? otherwise : kase;
}

}  // namespace nexy
