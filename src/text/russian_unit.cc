#include "text/russian_unit.h"

#include <algorithm>
#include <string>
#include <vector>

#include "text/russian_dates.h"
#include "text/russian_lexicon.h"
#include "text/unicode.h"
#include "text/units.h"
#include "text/word_classes.h"

namespace nexy {

namespace {

// "5 м рублей" are millions, "ждите 5 м" minutes: no meters.
bool IsNoMeter(const SpokenCursor& cursor, std::size_t end) {
  if (cursor.HasBefore(2, WordClass::kBeforeMinutes)) return true;
  const std::u32string counted = cursor.WordAfter(end).text;
  return IsUnitWord(counted) || counted == U"человек" || counted == U"назад";
}

// "класс 5 В", "в 5 В классе": the letter of a class.
bool IsClassLetter(const SpokenCursor& cursor, std::size_t end) {
  static constexpr std::u32string_view kLettered[] = {
      U"класс", U"вагон", U"корпус", U"кабинет", U"квартира", U"секция", U"подъезд", U"дом"};
  return IsAnyOf(kLettered, cursor.WordBefore()) ||
         cursor.WordAfter(end).text.starts_with(U"класс");
}

}  // namespace

bool IsPreposition(const SpokenCursor& cursor, std::u32string_view symbol, std::size_t end) {
  if (symbol != U"с" && symbol != U"в" && symbol != U"к" && symbol != U"о") return false;
  const SpokenCursor::Word word = cursor.WordAfter(end);
  if (word.end == 0) return false;
  static constexpr std::u32string_view kAfterUnit[] = {U"назад", U"до", U"после", U"и", U"или"};
  if (IsAnyOf(kAfterUnit, word.text)) return false;
  const bool predicate = ReadRussianWord(word.text).other && !ReadRussianAdjective(word.text);
  return !predicate;  // "таймер на 90 с запущен"
}

bool AreYears(const SpokenCursor& cursor, std::size_t end) {
  static constexpr std::u32string_view kPass[] = {U"через", U"прошло", U"спустя", U"минуло"};
  const bool ago = cursor.WordAfter(end + 1).text == U"назад";
  if (cursor.Peek(end) == U'.' && (ago || IsAnyOf(kPass, cursor.WordBefore()))) return true;
  const std::size_t stop = end + (cursor.Peek(end) == U'.' ? 1 : 0);
  const std::size_t number = stop + BlanksAt(cursor.Rest(), stop);
  const std::size_t digits = DigitsAt(cursor.Rest(), std::min(number, cursor.Rest().size()));
  return digits > 0 && cursor.WordAfter(number + digits).text == U"мес";
}

bool IsPoured(const SpokenCursor& cursor, std::size_t end) {
  const std::vector<RussianNoun> nouns = ReadRussianWord(cursor.WordAfter(end).text).nouns;
  return std::any_of(nouns.begin(), nouns.end(), [](const RussianNoun& one) {
    return one.kase == RussianCase::kGenitive && IsWordOf(WordClass::kInGlasses, one.lemma);
  });
}

bool IsOtherRussianLetter(const SpokenCursor& cursor, const NumberToken& number, char32_t letter,
                          std::size_t end) {
  const char32_t next = cursor.Peek(end);
  switch (letter) {
    case U'В':
      return IsClassLetter(cursor, end);
    case U'с':  // "книга на 300 с."
      return next == U'.' && cursor.HasBefore(3, [](std::u32string_view word) {
        return word.starts_with(U"книг") || word.starts_with(U"учебник");
      });
    case U'т':
      return next == U'.' && cursor.WordBefore() == U"в";
    case U'р':
      return next == U'/' && number.whole < 10;
    case U'м':
      return IsNoMeter(cursor, end);
    case U'г':
      return IsBeforeEra(cursor.Rest().substr(end));
    default:
      return false;
  }
}

bool IsNumberedPage(const SpokenCursor& cursor, std::u32string_view symbol, std::size_t end) {
  if (symbol != U"стр") return false;
  static constexpr std::u32string_view kAt[] = {U"на", U"с", U"со", U"до"};
  return IsAnyOf(kAt, cursor.WordBefore()) || IsAsciiDigit(cursor.Peek(end + 2));
}

}  // namespace nexy
