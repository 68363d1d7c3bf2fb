// "с 50 % скидкой", "100% гарантия": a percentage as an adjective of its noun.
#include <optional>
#include <string>

#include "text/russian_agreement.h"
#include "text/russian_government.h"
#include "text/spoken_rules.h"
#include "text/unicode.h"
#include "text/word_classes.h"

namespace nexy {

namespace {

using Kase = RussianCase;
using Gender = RussianGender;

// Some nouns a percentage describes; of others, and in most genitives, it is a part (50 % рынка,
// 20 % заряда).
bool IsDescribed(const SpokenCursor& cursor, std::u32string_view word,
                 const RussianAgreement& noun) {
  if (!BeginsWithWordOf(WordClass::kPercentDescribes, word)) return false;
  if (noun.kase != Kase::kGenitive) return true;
  return noun.gender == Gender::kFeminine && CaseBefore(cursor) == Kase::kGenitive;
}

// "21%-ные сливки": the letters after the hyphen end the adjective.
bool SayWithEnding(SpokenCursor& cursor, const NumberToken& number, std::size_t sign) {
  const std::size_t begin = sign + 2;
  if (cursor.Peek(begin - 1) != U'-' || cursor.Peek(begin) != U'н') return false;
  std::size_t end = begin;
  while (IsLetter(cursor.Peek(end))) ++end;
  return cursor.SayFor(end, RussianJoined(number.whole) + U"процент" +
                                std::u32string(cursor.Rest().substr(begin, end - begin)));
}

}  // namespace

bool SpeakRussianPercentAdjective(SpokenCursor& cursor) {
  const NumberToken number = cursor.NumberAt();
  if (!number.IsWhole() || number.whole < 1 || number.whole > 1000) return false;
  const std::size_t sign = number.size + BlanksAt(cursor.Rest(), number.size);
  if (sign - number.size > 1 || cursor.Peek(sign) != U'%') return false;
  if (SayWithEnding(cursor, number, sign)) return true;
  const std::u32string word = cursor.WordAfter(sign + 1).text;
  const std::optional<RussianAgreement> noun = AgreeWithNoun(cursor, sign + 1, 1);
  if (word.size() < 4 || !noun) return false;
  const std::u32string before = cursor.WordBefore();
  const bool with = (before == U"с" || before == U"со") && noun->kase == Kase::kInstrumental;
  if (!with && !IsDescribed(cursor, word, *noun)) return false;
  const std::u32string stem = RussianJoined(number.whole) + U"процентн";
  return cursor.SayFor(sign + 1, RussianAdjective(stem, noun->gender, noun->kase));
}

}  // namespace nexy
