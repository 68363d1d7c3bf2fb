#include <algorithm>
#include <optional>
#include <string>

#include "text/number_token.h"
#include "text/russian_agreement.h"
#include "text/russian_dates.h"
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

std::optional<YearWord> ReadAbbreviation(const SpokenCursor& cursor, const Word& word,
                                         std::u32string_view before) {
  const bool many = word.text == U"гг";
  if ((word.text != U"г" && !many) || cursor.Peek(word.end) != U'.') return std::nullopt;
  const bool in = before == U"в" || before == U"во";
  const std::u32string_view issue = cursor.Rest().substr(word.end);
  if (!many && (issue.starts_with(U". в.") || issue.starts_with(U".в."))) {
    const std::size_t stop = word.end + issue.find(U"в.") + 1;
    return YearWord{Kase::kGenitive, U"года выпуска", StopEnd(cursor, stop)};
  }
  if (before == U"между") {
    return YearWord{Kase::kInstrumental, many ? U"годами" : U"годом", StopEnd(cursor, word.end)};
  }
  const Kase kase = in                                   ? Kase::kPrepositional
                    : before == U"за" || before == U"на" ? Kase::kAccusative
                                                         : RussianDateCase(before, Kase::kGenitive);
  const std::size_t end = StopEnd(cursor, word.end);
  if (many) {
    const bool object = kase == Kase::kAccusative;  // "за 2019–2020 гг."
    return YearWord{kase, in ? U"годах" : object ? U"годы" : U"годов", end};
  }
  const bool u = kase == Kase::kPrepositional || kase == Kase::kDative;
  return YearWord{kase, u ? U"году" : kase == Kase::kGenitive ? U"года" : U"год", end};
}

// What stands after a year that ends `offset` characters after the cursor.
std::optional<YearWord> ReadYearWord(const SpokenCursor& cursor, std::size_t offset,
                                     std::u32string_view before) {
  const Word word = cursor.WordAfter(offset);
  if (auto whole = ReadWholeWord(word.text, before)) return whole;
  return ReadAbbreviation(cursor, word, before);
}

void SayYear(SpokenCursor& cursor, const NumberToken& year, Kase kase) {
  cursor.Say(RussianOrdinal(year.whole, RussianGender::kMasculine, kase));
}

// A second year `offset` characters after the cursor; its `size` is 0 if there is none.
NumberToken YearAt(const SpokenCursor& cursor, std::size_t offset) {
  if (!IsAsciiDigit(cursor.Peek(offset))) return {};
  const NumberToken year = ReadNumber(cursor.Rest().substr(offset));
  return IsRussianYear(year) ? year : NumberToken{};
}

// "2024 году", "1941–1945 годах".
bool SpeakWithWord(SpokenCursor& cursor, const NumberToken& first, std::u32string_view before) {
  std::size_t end = first.size;
  NumberToken last;
  if (IsRangeDash(cursor.Peek(end))) {
    last = YearAt(cursor, end + 1);
    if (last.size == 0) return false;
    end += 1 + last.size;
  }
  const std::optional<YearWord> word = ReadYearWord(cursor, end, before);
  if (!word) return false;
  SayYear(cursor, first, word->kase);
  if (last.size > 0) {
    cursor.Say(U"—");
    SayYear(cursor, last, word->kase);
  }
  cursor.Say(word->said);
  cursor.Skip(word->said.empty() ? end : word->end);
  return true;
}

// "1914 и 1918 годами", "с 2010 по 2015 год": the word stands after the second year.
bool SpeakFirstOfTwo(SpokenCursor& cursor, const NumberToken& first, std::u32string_view before) {
  const Word joint = cursor.WordAfter(first.size);
  const bool from = before == U"с" || before == U"со" || before == U"от";
  const bool until = from && (joint.text == U"по" || joint.text == U"до");
  const bool both = joint.text == U"и" || joint.text == U"или";
  if (!until && !both) return false;
  const NumberToken last = YearAt(cursor, joint.end + 1);
  if (last.size == 0) return false;
  const auto word = ReadYearWord(cursor, joint.end + 1 + last.size, until ? joint.text : before);
  if (!word) return false;
  SayYear(cursor, first, until ? Kase::kGenitive : word->kase);
  cursor.Skip(first.size);
  return true;
}

// "в мае 2024": a month of any case before the year.
bool SpeakAfterMonth(SpokenCursor& cursor, const NumberToken& year, std::u32string_view before) {
  if (!IsWordOf(WordClass::kMonthOrSeason, before) && RussianMonth(before) == 0) return false;
  if (IsWordChar(cursor.Peek(year.size)) || IsOneOfChars(cursor.Peek(year.size), U"-–%")) {
    return false;
  }
  SayYear(cursor, year, Kase::kGenitive);
  cursor.Say(U"года");
  cursor.Skip(year.size);
  return true;
}

// "300 г. до н. э.", "в 44 году до н. э.": any number may be such a year.
bool IsBeforeChrist(const SpokenCursor& cursor, const NumberToken& year) {
  if (!year.IsWhole() || year.whole < 1 || year.whole > 9999) return false;
  const Word word = cursor.WordAfter(year.size);
  if (word.end == 0 || (word.text != U"г" && !ReadWholeWord(word.text, U""))) return false;
  std::u32string_view rest = cursor.Rest().substr(word.end);
  if (rest.starts_with(U'.')) rest.remove_prefix(1);
  rest = TrimSpace(rest);
  return rest.starts_with(U"до н.") || rest.starts_with(U"до нашей");
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
    SpokenCursor first = cursor;
    first.at = static_cast<std::size_t>(text.data() - cursor.in.data()) + text.size() - digits;
    return first.WordBefore();
  }
  return otherwise;
}

}  // namespace

bool IsRussianYear(const NumberToken& number) {
  return number.IsWhole() && number.size == 4 && number.whole >= 1000 && number.whole <= 2100;
}

bool SpeakRussianYear(SpokenCursor& cursor) {
  if (!cursor.Russian() || !cursor.InWords()) return false;
  const NumberToken year = ReadNumber(cursor.Rest());
  if (!IsRussianYear(year) && !IsBeforeChrist(cursor, year)) return false;
  std::u32string before = GoverningWord(cursor);
  if (before == U"и" || before == U"или") before = WordBeforeFirstYear(cursor, before);
  return SpeakWithWord(cursor, year, before) || SpeakFirstOfTwo(cursor, year, before) ||
         SpeakAfterMonth(cursor, year, before);
}

}  // namespace nexy
