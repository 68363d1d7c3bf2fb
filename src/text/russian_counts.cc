#include <optional>
#include <string>

#include "text/number_token.h"
#include "text/russian_agreement.h"
#include "text/russian_quantity.h"
#include "text/spoken_rules.h"
#include "text/unicode.h"

namespace nexy {

namespace {

using Kase = RussianCase;
using Gender = RussianGender;

bool IsYear(const NumberToken& number) {
  return number.group == 0 && number.digits == 4 && number.whole > 999 && number.whole < 2101;
}

// "1,234" is a thousand to some and a fraction to others.
bool IsDoubtful(const NumberToken& number) { return number.fraction == 3 && number.whole > 0; }

// "с 1000 до 500 рублей": what looks like a year goes up to something that is none.
bool IsAmountAfterAll(const SpokenCursor& cursor, const SpokenCursor::Word& next) {
  if (next.text != U"до" || !IsAsciiDigit(cursor.Peek(next.end + 1))) return false;
  return !IsYear(cursor.NumberAt(next.end + 1));
}

bool SayQuantity(SpokenCursor& cursor, const NumberToken& number, Gender gender, Kase kase) {
  const std::u32string words = RussianQuantityHere(cursor, number, gender, kase);
  return !words.empty() && cursor.SayFor(number.size, words);
}

}  // namespace

// "21 минута", "с 2 файлами", "1,5 часа": the number agrees with its noun.
bool SpeakRussianCount(SpokenCursor& cursor) {
  if (!cursor.Russian() || !cursor.InWords()) return false;
  const NumberToken number = cursor.NumberAt();
  if (!number.exact || IsDoubtful(number)) return false;
  if (IsLabelBefore(cursor)) return false;
  if (number.fraction > 0) {
    // The noun stands in the genitive singular and may show its gender only for "полтора".
    const SpokenCursor::Word noun = cursor.WordAfter(number.size);
    if (noun.text.size() < 3 || noun.text[0] < 0x400) return false;
    if (number.decimal != U',') return false;  // "в 18.30 часов" may be a time.
    const bool feminine = IsOneOfChars(noun.text.back(), U"ыи");
    return SayQuantity(cursor, number, feminine ? Gender::kFeminine : Gender::kMasculine,
                       CaseBefore(cursor));
  }
  const std::optional<RussianAgreement> agreement =
      AgreeWithNoun(cursor, number.size, number.whole);
  if (!agreement) return false;
  return SayQuantity(cursor, number, agreement->gender, agreement->kase);
}

// Numbers with nothing to count: groups and fractions, which voices misread, and cases that a
// preposition leaves no doubt of ("от 5 до 10").
bool SpeakRussianNumber(SpokenCursor& cursor) {
  if (!cursor.Russian() || !cursor.InWords()) return false;
  const NumberToken number = cursor.NumberAt();
  if (!number.exact || IsDoubtful(number) || IsLetter(cursor.Peek(number.size))) return false;
  if (IsOneOfChars(cursor.Peek(number.size), U"-‑") && IsLetter(cursor.Peek(number.size + 1))) {
    return false;
  }
  if (IsLabelBefore(cursor) && number.group == 0 && number.fraction == 0) return false;
  const Kase kase = CaseBefore(cursor);
  const bool comma = number.fraction > 0 && number.decimal == U',';
  if (comma || number.group != 0) {
    const bool plain = kase == Kase::kInstrumental && number.fraction == 0;
    return SayQuantity(cursor, number, Gender::kMasculine, plain ? Kase::kNominative : kase);
  }
  const SpokenCursor::Word next = cursor.WordAfter(number.size);
  const bool latin = next.end > 0 && next.text[0] < 0x250;
  if (number.fraction > 0 || latin) return false;
  if (IsYear(number) && !IsAmountAfterAll(cursor, next)) return false;
  if (next.text == U"из" && (cursor.WordBefore() == U"в" || cursor.WordBefore() == U"на")) {
    return SayQuantity(cursor, number, Gender::kMasculine, Kase::kPrepositional);  // "в 2 из 5"
  }
  const bool shown = kase == Kase::kGenitive || kase == Kase::kDative ||
                     (kase == Kase::kInstrumental && cursor.WordBefore() == U"между");
  const bool joined = kase == Kase::kInstrumental && cursor.WordBefore() == U"и";
  if (!shown && !joined) return false;
  return SayQuantity(cursor, number, Gender::kMasculine, kase);
}

}  // namespace nexy
