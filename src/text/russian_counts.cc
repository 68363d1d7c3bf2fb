#include <optional>
#include <string>
#include <vector>

#include "text/number_token.h"
#include "text/russian_agreement.h"
#include "text/russian_government.h"
#include "text/russian_lexicon.h"
#include "text/russian_quantity.h"
#include "text/spoken_rules.h"
#include "text/unicode.h"
#include "text/unit_after.h"

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
  const NumberToken last = cursor.NumberAt(next.end + 1);
  return !IsYear(last) || FindUnitAfter(cursor, last, next.end + 1 + last.size).unit != nullptr;
}

bool SayQuantity(SpokenCursor& cursor, const NumberToken& number, Gender gender, Kase kase) {
  const std::u32string words = RussianQuantityHere(cursor, number, gender, kase);
  return !words.empty() && cursor.SayFor(number.size, words);
}

// "3 из них": without what they are one and two show no gender.
bool SayShareOfThem(SpokenCursor& cursor, const NumberToken& number, std::size_t end, Kase kase) {
  static constexpr std::u32string_view kThem[] = {U"них", U"нас", U"вас", U"которых"};
  const bool teen = number.whole % 100 / 10 == 1;
  const std::int64_t last = number.whole % 10;
  if (!IsAnyOf(kThem, cursor.WordAfter(end).text) || (!teen && (last == 1 || last == 2))) {
    return false;
  }
  return SayQuantity(cursor, number, Gender::kMasculine, kase);
}

// "2 из 3 страниц", "5 из 10": what the first number counts stands after the second one.
bool SayShare(SpokenCursor& cursor, const NumberToken& number, Kase kase) {
  const SpokenCursor::Word of = cursor.WordAfter(number.size);
  if (of.text != U"из" || !number.IsWhole()) return false;
  const std::u32string before = cursor.WordBefore();
  if (!before.empty() && before.back() < 0x80 && IsLetter(before.back()))
    return false;  // "iPhone 2"
  if (!IsAsciiDigit(cursor.Peek(of.end + 1))) return SayShareOfThem(cursor, number, of.end, kase);
  const NumberToken all = cursor.NumberAt(of.end + 1);
  if (!all.IsWhole()) return false;
  Gender gender = Gender::kMasculine;
  for (const RussianNoun& one :
       ReadRussianWord(cursor.WordAfter(of.end + 1 + all.size).text).nouns) {
    if (one.plural && one.kase == Kase::kGenitive) gender = one.gender;
  }
  if (before == U"в" || before == U"на") kase = Kase::kPrepositional;
  return SayQuantity(cursor, number, gender, kase);
}

// "соотношение 3 к 1", "2 к 5": numbers that are compared, of nothing that is named.
bool SayComparison(SpokenCursor& cursor, const NumberToken& number) {
  const SpokenCursor::Word to = cursor.WordAfter(number.size);
  if (to.text != U"к" || !number.IsWhole() || !IsAsciiDigit(cursor.Peek(to.end + 1))) return false;
  const NumberToken other = cursor.NumberAt(to.end + 1);
  const std::size_t end = to.end + 1 + other.size;
  if (!other.IsWhole() || cursor.WordAfter(end).end > 0 || IsWordChar(cursor.Peek(end)))
    return false;
  return SayQuantity(cursor, number, Gender::kMasculine, Kase::kNominative);
}

// "от 1 до 21 минуты", "от 1 до 3 ч": the gender of what stands after the second number.
Gender GenderAfterRange(const SpokenCursor& cursor, const SpokenCursor::Word& joint) {
  static constexpr std::u32string_view kJoints[] = {U"до", U"и", U"или"};
  if (!IsAnyOf(kJoints, joint.text) || !IsAsciiDigit(cursor.Peek(joint.end + 1))) {
    return Gender::kMasculine;
  }
  const NumberToken last = cursor.NumberAt(joint.end + 1);
  const std::size_t end = joint.end + 1 + last.size;
  if (const UnitAfter unit = FindUnitAfter(cursor, last, end); unit.unit != nullptr) {
    return unit.unit->gender;
  }
  const std::u32string word = cursor.WordAfter(end).text;
  const std::vector<RussianNoun> nouns = ReadRussianWord(word).nouns;
  const bool none = nouns.empty() || IsWordOf(WordClass::kNotCounted, word);
  return none ? Gender::kMasculine : nouns.front().gender;
}

// "нажмите Delete 2 раза", "оплатили заказ 2 рублями": no label has such a noun after it.
bool IsCountedAfterLabel(const SpokenCursor& cursor, const NumberToken& number,
                         const RussianAgreement& agreement) {
  const std::u32string counted = cursor.WordAfter(number.size).text;
  return IsWordOf(WordClass::kAlwaysCounted, counted) ||
         (agreement.kase == Kase::kInstrumental &&
          (counted.ends_with(U"ами") || counted.ends_with(U"ями")));
}

}  // namespace

// "21 минута", "с 2 файлами", "1,5 часа": the number agrees with its noun.
bool SpeakRussianCount(SpokenCursor& cursor) {
  const NumberToken number = cursor.NumberAt();
  if (!number.exact || IsDoubtful(number)) return false;
  const bool dimension = IsOneOfChars(cursor.Before(), kTimesSigns);  // "1920×1080 пикселей"
  if (dimension || (number.fraction > 0 && IsLabelBefore(cursor))) return false;
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
  if (!agreement || (!IsCountedAfterLabel(cursor, number, *agreement) && IsLabelBefore(cursor))) {
    return false;
  }
  std::u32string words = RussianQuantityHere(cursor, number, agreement->gender, agreement->kase);
  if (words.empty()) return false;
  if (agreement->animate) words.replace(words.size() - 2, 2, U"ного");  // "один" -> "одного"
  return cursor.SayFor(number.size, words);
}

// Numbers with nothing to count: groups and fractions, which voices misread, and cases that a
// preposition leaves no doubt of ("от 5 до 10").
bool SpeakRussianNumber(SpokenCursor& cursor) {
  const NumberToken number = cursor.NumberAt();
  if (!number.exact || IsDoubtful(number) || IsLetter(cursor.Peek(number.size))) return false;
  if (IsOneOfChars(cursor.Peek(number.size), U"-‑") && IsLetter(cursor.Peek(number.size + 1))) {
    return false;
  }
  const Kase kase = CaseBefore(cursor);
  if (SayShare(cursor, number, kase) || SayComparison(cursor, number)) return true;
  if (number.group == 0 && number.fraction == 0 && IsLabelBefore(cursor)) return false;
  const bool comma = number.fraction > 0 && number.decimal == U',';
  if (comma || number.group != 0) {
    const bool plain = kase == Kase::kInstrumental && number.fraction == 0;
    return SayQuantity(cursor, number, Gender::kMasculine, plain ? Kase::kNominative : kase);
  }
  const SpokenCursor::Word next = cursor.WordAfter(number.size);
  const bool latin = next.end > 0 && next.text[0] < 0x250;
  if (number.fraction > 0 || latin) return false;
  if (IsYear(number) && !IsAmountAfterAll(cursor, next)) return false;
  const bool shown = kase == Kase::kGenitive || kase == Kase::kDative ||
                     (kase == Kase::kInstrumental && cursor.WordBefore() == U"между");
  const bool joined = kase == Kase::kInstrumental && cursor.WordBefore() == U"и";
  if (!shown && !joined) return false;
  return SayQuantity(cursor, number, GenderAfterRange(cursor, next), kase);
}

}  // namespace nexy
