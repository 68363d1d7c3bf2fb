#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "text/number_token.h"
#include "text/russian_dates.h"
#include "text/russian_government.h"
#include "text/russian_lexicon.h"
#include "text/russian_words.h"
#include "text/spoken_rules.h"
#include "text/unicode.h"
#include "text/word_classes.h"

namespace nexy {

namespace {

using Kase = RussianCase;
using Word = SpokenCursor::Word;

// "году", "г.", "гг." after a year: the case that it gives the year, and what is said for it.
struct YearWord {
  Kase kase = Kase::kNominative;
  std::u32string_view said;  // Empty: the word stays as it is.
  std::size_t end = 0;       // Where an abbreviation ends.
};

bool IsTo(std::u32string_view before) { return before == U"к" || before == U"ко"; }

std::optional<YearWord> ReadWholeWord(std::u32string_view word, std::u32string_view before) {
  struct Form {
    std::u32string_view word;
    Kase kase;
  };
  static constexpr Form kForms[] = {
      {U"год", Kase::kNominative},      {U"года", Kase::kGenitive},
      {U"году", Kase::kPrepositional},  {U"годом", Kase::kInstrumental},
      {U"годе", Kase::kPrepositional},  {U"годы", Kase::kNominative},
      {U"годов", Kase::kGenitive},      {U"годам", Kase::kDative},
      {U"годами", Kase::kInstrumental}, {U"годах", Kase::kPrepositional}};
  for (const Form& form : kForms) {
    if (word != form.word) continue;
    const bool dative = word == U"году" && IsTo(before);
    return YearWord{dative ? Kase::kDative : form.kase, U"", 0};
  }
  return std::nullopt;
}

// The end of "г." without a full stop that also ends the sentence.
std::size_t StopEnd(const SpokenCursor& cursor, std::size_t end) {
  const bool last = TrimSpace(cursor.Rest().substr(end + 1)).empty();
  return end + (last ? 0 : 1);
}

// "2024 г. — год Дракона", "(1812 г.)": nothing governs it.
bool StandsAlone(const SpokenCursor& cursor) {
  const SpokenCursor first =
      cursor.FirstOfSeries([](std::u32string_view word) { return IsDigit(word.front()); });
  const std::u32string_view before = TrimSpace(cursor.in.substr(0, first.at));
  return before.empty() || IsOneOfChars(before.back(), U"(:");
}

std::optional<YearWord> ReadAbbreviation(const SpokenCursor& cursor, const Word& word,
                                         std::u32string_view before) {
  static constexpr std::array<std::u32string_view, 6> kOne = {U"год", U"года",  U"году",
                                                              U"год", U"годом", U"году"};
  static constexpr std::array<std::u32string_view, 6> kMany = {U"годы", U"годов",  U"годам",
                                                               U"годы", U"годами", U"годах"};
  const bool many = word.text == U"гг";
  if ((word.text != U"г" && !many) || cursor.Peek(word.end) != U'.') return std::nullopt;
  struct Of {
    std::u32string_view written, said;
  };
  static constexpr Of kOf[] = {{U". в.", U"года выпуска"},
                               {U".в.", U"года выпуска"},
                               {U". р.", U"года рождения"},
                               {U".р.", U"года рождения"}};
  for (const Of& of : kOf) {
    if (many || !cursor.Rest().substr(word.end).starts_with(of.written)) continue;
    return YearWord{Kase::kGenitive, of.said, StopEnd(cursor, word.end + of.written.size() - 1)};
  }
  const bool in = before == U"в" || before == U"во";
  const Kase otherwise = StandsAlone(cursor) ? Kase::kNominative : Kase::kGenitive;
  const Kase kase = in ? Kase::kPrepositional : RussianDateCase(before, otherwise);
  const auto form = static_cast<std::size_t>(kase);
  return YearWord{kase, many ? kMany[form] : kOne[form], StopEnd(cursor, word.end)};
}

// What stands after a year that ends `offset` characters after the cursor.
std::optional<YearWord> ReadYearWord(const SpokenCursor& cursor, std::size_t offset,
                                     std::u32string_view before) {
  const Word word = cursor.WordAfter(offset);
  if (auto whole = ReadWholeWord(word.text, before)) return whole;
  if (word.text.starts_with(U"учебн") || word.text.starts_with(U"финансов")) {
    return ReadWholeWord(cursor.WordAfter(word.end).text, before);
  }
  return ReadAbbreviation(cursor, word, before);
}

// "2024", "1941–1945" or "2024/25"
struct Years {
  NumberToken first, last;  // The size of the last is 0 if there is one year.
  std::size_t end = 0;      // Offset after them; 0 if there is none.
};

// The number at the beginning, without what a slash joins to it.
NumberToken ReadFirst(std::u32string_view text) {
  const std::size_t digits = DigitsAt(text, 0);
  return ReadNumber(digits < text.size() && text[digits] == U'/' ? text.substr(0, digits) : text);
}

Years ReadYears(const SpokenCursor& cursor, std::size_t offset) {
  const auto year_at = [&cursor](std::size_t at) {
    if (!IsAsciiDigit(cursor.Peek(at))) return NumberToken{};
    const NumberToken year = ReadFirst(cursor.Rest().substr(at));
    return IsRussianYear(year) ? year : NumberToken{};
  };
  Years years;
  years.first = year_at(offset);
  if (years.first.size == 0) return {};
  years.end = offset + years.first.size;
  if (cursor.Peek(years.end) == U'/') {  // The year after it, in two digits or in four.
    const std::size_t digits = DigitsAt(cursor.Rest(), years.end + 1);
    if (digits != 2 && digits != 4) return {};
    years.last = ReadNumber(cursor.Rest().substr(years.end + 1));
    const std::int64_t next = years.first.whole + 1;
    if (years.last.whole != (digits == 2 ? next % 100 : next)) return {};
    years.last.size = digits;
    years.end += 1 + digits;
    return years;
  }
  if (!IsRangeDash(cursor.Peek(years.end))) return years;
  years.last = year_at(years.end + 1);
  if (years.last.size == 0) return {};
  years.end += 1 + years.last.size;
  return years;
}

void SayYears(SpokenCursor& cursor, const Years& years, Kase kase) {
  const auto say = [&cursor, kase](const NumberToken& year) {
    cursor.Say(RussianOrdinal(year.whole, RussianGender::kMasculine, kase));
  };
  say(years.first);
  if (years.last.size == 0) return;
  cursor.Say(U"—");
  say(years.last);
}

// "2024 году", "1941–1945 годах".
bool SpeakWithWord(SpokenCursor& cursor, const Years& years, std::u32string_view before) {
  const std::optional<YearWord> word = ReadYearWord(cursor, years.end, before);
  if (!word) return false;
  SayYears(cursor, years, word->kase);
  cursor.Say(word->said);
  cursor.Skip(word->said.empty() ? years.end : word->end);
  return true;
}

// "1914 и 1918 годами", "с 2010 по 2015 год": the word stands after the second year.
bool SpeakFirstOfTwo(SpokenCursor& cursor, const Years& first, std::u32string_view before) {
  const Word joint = cursor.WordAfter(first.end);
  const bool from = before == U"с" || before == U"со" || before == U"от";
  const bool until = from && (joint.text == U"по" || joint.text == U"до");
  const bool both = joint.text == U"и" || joint.text == U"или";
  if (!until && !both) return false;
  const Years last = ReadYears(cursor, joint.end + 1);
  if (last.end == 0) return false;
  const auto word = ReadYearWord(cursor, last.end, until ? joint.text : before);
  if (!word) return false;
  SayYears(cursor, first, until ? Kase::kGenitive : word->kase);
  cursor.Skip(first.end);
  return true;
}

// "в мае 2024": a month of any case before the year.
bool SpeakAfterMonth(SpokenCursor& cursor, const NumberToken& year, std::u32string_view before) {
  if (!IsWordOf(WordClass::kMonthOrSeason, before)) return false;
  if (IsWordChar(cursor.Peek(year.size)) || IsOneOfChars(cursor.Peek(year.size), U"-–%/")) {
    return false;
  }
  cursor.Say(RussianOrdinal(year.whole, RussianGender::kMasculine, Kase::kGenitive));
  cursor.Say(U"года");
  cursor.Skip(year.size);
  return true;
}

// "300 г. до н. э.", "в 44 году н. э.": any number may be such a year.
bool IsOfEra(const SpokenCursor& cursor, const NumberToken& year) {
  if (!year.IsWhole() || year.whole < 1 || year.whole > 9999) return false;
  const Word word = cursor.WordAfter(year.size);
  if (word.end == 0 || (word.text != U"г" && !ReadWholeWord(word.text, U""))) return false;
  return IsBeforeEra(cursor.Rest().substr(word.end));
}

// "в 862 г. пришёл", but "в 100 г. сыра".
bool IsOldYear(const SpokenCursor& cursor, const NumberToken& year) {
  if (!year.IsWhole() || year.size != 3 || cursor.WordBefore() != U"в") return false;
  const Word word = cursor.WordAfter(year.size);
  if (word.text != U"г" || cursor.Peek(word.end) != U'.') return false;
  const std::vector<RussianNoun> nouns = ReadRussianWord(cursor.WordAfter(word.end + 1).text).nouns;
  return std::none_of(nouns.begin(), nouns.end(),
                      [](const RussianNoun& one) { return one.kase == Kase::kGenitive; });
}

// "в 1812 г. и 1941 г.": the preposition of the first year, or `otherwise`.
std::u32string WordBeforeFirstYear(const SpokenCursor& cursor, const std::u32string& otherwise) {
  std::u32string_view text = TrimSpace(cursor.in.substr(0, cursor.at));
  text = TrimSpace(text.substr(0, text.size() - otherwise.size()));
  for (const std::u32string_view word : {U"г.", U"году", U"года", U"год"}) {
    if (!text.ends_with(word)) continue;
    text = TrimSpace(text.substr(0, text.size() - word.size()));
    std::size_t digits = 0;
    while (digits < text.size() && IsAsciiDigit(text[text.size() - digits - 1])) ++digits;
    if (digits != 4) return otherwise;
    const auto at = static_cast<std::size_t>(text.data() - cursor.in.data());
    return cursor.From(at + text.size() - digits).WordBefore();
  }
  return otherwise;
}

}  // namespace

bool IsBeforeEra(std::u32string_view rest) {
  if (rest.starts_with(U'.')) rest.remove_prefix(1);
  rest = TrimSpace(rest);
  if (rest.starts_with(U"до ")) rest.remove_prefix(3);
  return rest.starts_with(U"н. э") || rest.starts_with(U"н.э") || rest.starts_with(U"нашей эры");
}

bool IsRussianYear(const NumberToken& number) {
  return number.IsWhole() && number.size == 4 && number.whole >= 1000 && number.whole <= 2100;
}

bool SpeakRussianYear(SpokenCursor& cursor) {
  const NumberToken year = ReadFirst(cursor.Rest());
  if (!IsRussianYear(year) && !IsOfEra(cursor, year) && !IsOldYear(cursor, year)) return false;
  std::u32string before = WordBeforeDate(cursor);
  if (before == U"и" || before == U"или") before = WordBeforeFirstYear(cursor, before);
  Years years = ReadYears(cursor, 0);
  if (years.end == 0 && !IsRangeDash(cursor.Peek(year.size))) years = {year, {}, year.size};
  return (years.end > 0 &&
          (SpeakWithWord(cursor, years, before) || SpeakFirstOfTwo(cursor, years, before))) ||
         SpeakAfterMonth(cursor, year, before);
}

}  // namespace nexy
