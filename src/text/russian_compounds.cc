// Numbers that begin a word: "40-летний", "2-3-этажный".
#include <algorithm>
#include <string>

#include "text/number_token.h"
#include "text/russian_agreement.h"
#include "text/russian_words.h"
#include "text/short_forms.h"
#include "text/spoken_rules.h"
#include "text/unicode.h"

namespace nexy {

// "40-летний", "64-битная", "5-звёздочный": one word, its number in the genitive.
bool SpeakRussianCompound(SpokenCursor& cursor) {
  const NumberToken number = ReadNumber(cursor.Rest());
  if (!number.IsWhole() || number.whole < 1 || number.whole > 9999) return false;
  if (!IsOneOfChars(cursor.Peek(number.size), U"-‑")) return false;
  std::size_t begin = number.size + 1;
  std::u32string first;  // "2-3-этажный"
  NumberToken last = number;
  if (IsAsciiDigit(cursor.Peek(begin))) {
    last = ReadNumber(cursor.Rest().substr(begin));
    begin += last.size;
    if (!last.IsWhole() || last.whole < 1 || last.whole > 9999) return false;
    if (!IsOneOfChars(cursor.Peek(begin), U"-‑")) return false;
    ++begin;
    first = RussianJoined(number.whole) + U"-";
  }
  std::size_t end = begin;
  while (IsLetter(cursor.Peek(end))) ++end;
  std::u32string word = ToLower(cursor.Rest().substr(begin, end - begin));
  const std::span<const ShortForm> forms = FindShortForms(word, Language::kRussian);
  const bool shortened =
      cursor.Peek(end) == U'.' && !forms.empty() && forms.front().kind == ShortKind::kAdjective;
  if (shortened) {  // "2-комн. квартиру"
    ++end;
    const RussianAgreement form =
        AgreeWithNoun(cursor, end, 1)
            .value_or(RussianAgreement{RussianGender::kFeminine, RussianCase::kNominative});
    word = RussianAdjective(forms.front().said.front(), form.gender, form.kase);
  }
  static constexpr std::u32string_view kEndings[] = {
      U"ый",  U"ий",  U"ой",  U"ая", U"яя", U"ое",    U"ее",    U"ые",    U"ие",     U"ого",
      U"его", U"ому", U"ему", U"ым", U"им", U"ом",    U"ем",    U"ую",    U"юю",     U"ых",
      U"их",  U"ыми", U"ими", U"ой", U"ей", U"летие", U"летия", U"летию", U"летием", U"летии"};
  const bool adjective = std::any_of(std::begin(kEndings), std::end(kEndings),
                                     [&word](std::u32string_view e) { return word.ends_with(e); });
  if (word.size() < 4 || !IsCyrillic(word) || !adjective || cursor.Peek(end) == U'-') return false;
  return cursor.SayFor(end, first + RussianJoined(last.whole) + word);
}

}  // namespace nexy
