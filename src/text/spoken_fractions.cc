#include <algorithm>
#include <numeric>
#include <optional>
#include <string>
#include <vector>

#include "text/english_words.h"
#include "text/number_token.h"
#include "text/russian_agreement.h"
#include "text/russian_government.h"
#include "text/russian_lexicon.h"
#include "text/russian_quantity.h"
#include "text/russian_words.h"
#include "text/spoken_amount.h"
#include "text/spoken_rules.h"
#include "text/unicode.h"
#include "text/unit_after.h"
#include "text/word_classes.h"

namespace nexy {

namespace {

struct VulgarFraction {
  char32_t sign;
  int numerator, denominator;
};
constexpr VulgarFraction kVulgar[] = {{U'½', 1, 2}, {U'⅓', 1, 3}, {U'⅔', 2, 3}, {U'¼', 1, 4},
                                      {U'¾', 3, 4}, {U'⅕', 1, 5}, {U'⅖', 2, 5}, {U'⅗', 3, 5},
                                      {U'⅘', 4, 5}, {U'⅙', 1, 6}, {U'⅚', 5, 6}, {U'⅛', 1, 8},
                                      {U'⅜', 3, 8}, {U'⅝', 5, 8}, {U'⅞', 7, 8}};

// "22/7"
std::u32string Quotient(int numerator, std::u32string_view over, int denominator) {
  return DecodeUtf8(std::to_string(numerator)).append(over) +
         DecodeUtf8(std::to_string(denominator));
}

std::u32string EnglishFraction(int numerator, int denominator) {
  if (numerator >= denominator) return Quotient(numerator, U" over ", denominator);
  static constexpr std::u32string_view kNumerators[] = {
      U"one", U"two", U"three", U"four", U"five", U"six", U"seven", U"eight", U"nine"};
  std::u32string words = numerator < 10 ? std::u32string(kNumerators[numerator - 1])
                                        : DecodeUtf8(std::to_string(numerator));
  words += U' ';
  words += denominator == 2     ? U"half"
           : denominator == 4   ? U"quarter"
           : denominator == 100 ? U"hundredth"
                                : EnglishOrdinal(denominator);
  if (numerator > 1) words += U's';
  return words;
}

std::u32string RussianFraction(int numerator, int denominator, RussianCase kase) {
  if (numerator >= denominator) return Quotient(numerator, U" разделить на ", denominator);
  const auto at = static_cast<std::size_t>(kase);
  std::u32string words = RussianCardinal(numerator, RussianGender::kFeminine, kase) + U" ";
  if (numerator == 1) {
    return words + RussianOrdinal(denominator, RussianGender::kFeminine, kase);
  }
  if (denominator == 3 && numerator == 2) {
    static constexpr std::u32string_view kThirds[] = {U"трети", U"третей",  U"третям",
                                                      U"трети", U"третями", U"третях"};
    return words.append(kThirds[at]);
  }
  if (denominator == 4 && numerator == 3) {
    static constexpr std::u32string_view kQuarters[] = {U"четверти", U"четвертей",  U"четвертям",
                                                        U"четверти", U"четвертями", U"четвертях"};
    return words.append(kQuarters[at]);
  }
  const bool plain = kase == RussianCase::kNominative || kase == RussianCase::kAccusative;
  return words +
         RussianOrdinal(denominator, RussianGender::kPlural, plain ? RussianCase::kGenitive : kase);
}

// The case of a fraction that ends `end` characters after the cursor: "в 2/3 случаев" is where,
// "в 1/8 финала" is where to.
RussianCase FractionCase(const SpokenCursor& cursor, std::size_t end) {
  const RussianCase kase = CaseBefore(cursor);
  if (cursor.WordBefore() == U"в") {
    const std::vector<RussianNoun> nouns = ReadRussianWord(cursor.WordAfter(end).text).nouns;
    const bool many = std::any_of(nouns.begin(), nouns.end(), [](const RussianNoun& one) {
      return one.plural && one.kase == RussianCase::kGenitive;
    });
    if (many) return RussianCase::kPrepositional;
  }
  return kase == RussianCase::kNominative && IsObject(cursor) ? RussianCase::kAccusative : kase;
}

std::u32string FractionWords(const SpokenCursor& cursor, int numerator, int denominator,
                             std::size_t end) {
  if (!cursor.Russian()) return EnglishFraction(numerator, denominator);
  return RussianFraction(numerator, denominator, FractionCase(cursor, end));
}

const VulgarFraction* FindVulgar(char32_t sign) {
  for (const VulgarFraction& fraction : kVulgar) {
    if (fraction.sign == sign) return &fraction;
  }
  return nullptr;
}

// "3/4 tsp of salt", 5/8″: says what is measured and returns where it ends.
std::size_t SayMeasure(SpokenCursor& cursor, std::size_t end, bool mixed) {
  if (cursor.Peek(end) == U'″') {
    cursor.Say(mixed ? cursor.Pick(U"inches", U"дюйма") : cursor.Pick(U"inch", U"дюйма"));
    return end + 1;
  }
  NumberToken number;
  number.whole = mixed && !cursor.Russian() ? 2 : 1;
  number.fraction = cursor.Russian() ? 0 : 1;
  const UnitAfter unit = FindUnitAfter(cursor, number, end);
  if (unit.unit == nullptr) return end;
  if (cursor.Russian()) {  // "половина ложки": the genitive.
    cursor.Say(RussianUnit(*unit.unit, number, RussianCase::kGenitive));
    return unit.end;
  }
  cursor.Say(mixed ? unit.unit->english_many : unit.unit->english_one);
  return unit.end;
}

// "1½ метра", "2 1/2 часа": "полтора", "два с половиной", with the measure after them.
bool SayAndAHalf(SpokenCursor& cursor, std::int64_t whole, std::size_t end) {
  if (!cursor.Russian() || whole < 1 || whole > 99) return false;
  NumberToken number;
  number.whole = whole;
  if (whole == 1) {
    number.fraction = 1;
    number.fraction_value = 5;
  }
  RussianGender gender = RussianGender::kMasculine;
  const UnitAfter unit = FindUnitAfter(cursor, number, end);
  const std::u32string noun = cursor.WordAfter(end).text;
  if (unit.unit != nullptr) {
    gender = unit.unit->gender;
  } else if (const auto counted = AgreeWithNoun(cursor, end, 2); counted && !noun.empty()) {
    gender = counted->gender;  // "2½ минуты"
  }
  RussianCase kase = CaseBefore(cursor);
  if (kase == RussianCase::kInstrumental) kase = RussianCase::kNominative;
  std::u32string words = RussianQuantity(number, gender, kase);
  if (whole > 1) words += U" с половиной";
  cursor.Say(words);
  if (unit.unit == nullptr) {
    cursor.Skip(end);
    return true;
  }
  return cursor.SayFor(unit.end, RussianUnit(*unit.unit, number, kase));
}

// "2½", "1 ½"
bool SpeakMixed(SpokenCursor& cursor) {
  const std::size_t digits = DigitsAt(cursor.Rest(), 0);
  const std::size_t sign =
      digits + (digits > 0 && digits < 3 ? BlanksAt(cursor.Rest(), digits) : 0);
  const VulgarFraction* const fraction = FindVulgar(cursor.Peek(sign));
  if (fraction == nullptr) return false;
  const bool half = fraction->numerator == 1 && fraction->denominator == 2;
  const std::int64_t whole = digits > 0 ? ReadNumber(cursor.Rest().substr(0, digits)).whole : 0;
  if (half && SayAndAHalf(cursor, whole, sign + 1)) return true;
  if (digits > 0) {
    cursor.Say(cursor.Rest().substr(0, digits));
    cursor.Say(cursor.Pick(U"and", U"и"));
  }
  cursor.Say(FractionWords(cursor, fraction->numerator, fraction->denominator, sign + 1));
  cursor.Skip(SayMeasure(cursor, sign + 1, digits > 0));
  return true;
}

// "1/2": two numbers of at most three digits.
struct Slashed {
  int numerator = 0, denominator = 0;
  std::size_t size = 0;

  // What few dates and counts look like: one digit before, and at most ten parts, or an inch's.
  bool IsUsual(bool russian) const {
    if (denominator <= numerator) return false;
    const bool of_an_inch =
        !russian && (denominator == 16 || denominator == 32 || denominator == 64);
    return of_an_inch || (numerator < 10 && denominator <= 10);
  }
};

Slashed ReadSlashed(const SpokenCursor& cursor, std::size_t offset) {
  const std::u32string_view text = cursor.Rest().substr(std::min(offset, cursor.Rest().size()));
  const std::size_t slash = DigitsAt(text, 0);
  if (slash == 0 || slash > 3 || slash + 1 >= text.size() || !IsOneOfChars(text[slash], U"/⁄")) {
    return {};
  }
  const std::size_t digits = DigitsAt(text, slash + 1);
  if (digits == 0 || digits > 3) return {};
  const int numerator = ValueOf(text.substr(0, slash));
  const int denominator = ValueOf(text.substr(slash + 1, digits));
  if (numerator < 1 || denominator < 2 || text[0] == U'0') return {};
  return {numerator, denominator, slash + 1 + digits};
}

// Whether more than the fraction belongs to what ends at `end`: "1/2/2024", "5/8a", no "3/4-inch".
bool GoesOn(const SpokenCursor& cursor, std::size_t end) {
  const char32_t after = cursor.Peek(end);
  if (IsWordChar(after)) return true;
  if (!IsOneOfChars(after, U"/.,-") || !IsWordChar(cursor.Peek(end + 1))) return false;
  const bool joins = IsLetter(cursor.Peek(end + 1)) || ReadSlashed(cursor, end + 1).size > 0;
  return cursor.Russian() || after != U'-' || !joins;
}

// "1/2 + 1/3 = 5/6"
bool IsInCalculation(const SpokenCursor& cursor, std::size_t end) {
  static constexpr std::u32string_view kSigns = U"=+−×÷≈";
  const std::size_t left = cursor.in.substr(0, cursor.at).find_last_not_of(U" (");
  const std::size_t close = end + (cursor.Peek(end) == U')' ? 1 : 0);
  const std::size_t right = close + BlanksAt(cursor.Rest(), close);
  return (left != cursor.in.npos && IsOneOfChars(cursor.in[left], kSigns)) ||
         IsOneOfChars(cursor.Peek(right), kSigns);
}

// "1/2-inch": the word after the hyphen.
std::u32string HyphenedWord(const SpokenCursor& cursor, std::size_t end) {
  if (cursor.Peek(end) != U'-') return {};
  std::size_t last = ++end;
  while (IsLetter(cursor.Peek(last))) ++last;
  return ToLower(cursor.Rest().substr(end, last - end));
}

// "2/3 voted", but no "2/4 train", "2/3 windows", "step 1/2", "bus 1/2".
bool IsPlainShare(const SpokenCursor& cursor, const Slashed& fraction, std::u32string_view next) {
  const std::u32string before = cursor.WordBefore();
  const bool numbered =
      IsWordOf(WordClass::kStep, before) || IsWordOf(WordClass::kNamedByCode, before) ||
      IsWordOf(WordClass::kVersioned, before) ||
      (cursor.Russian() ? IsLabelBefore(cursor)
                        : IsWordOf(WordClass::kBeforeDate, before) ||  // "on 3/4 we met"
                              cursor.HasBefore(2, WordClass::kRated));
  const bool reduced = std::gcd(fraction.numerator, fraction.denominator) == 1;
  const bool counts = !cursor.Russian() && next.size() > 3 && next.ends_with(U's') &&
                      !IsWordOf(WordClass::kAfterDate, next);
  return reduced && !numbered && !counts;
}

// "Step 2/5" counts and 9/10 may be a mark; halves, thirds and quarters of something are certain,
// others in calculations, and where "of" or a measure follows.
bool IsCertain(const SpokenCursor& cursor, const Slashed& fraction, std::size_t end) {
  if (IsInCalculation(cursor, end)) return true;
  const std::u32string of = cursor.WordAfter(end).text;
  if ((of == U"of" || of == U"от") && fraction.numerator < fraction.denominator) return true;
  if (cursor.HasBefore(4, [](std::u32string_view one) { return one.starts_with(U"дроб"); })) {
    return true;
  }
  const UnitAfter unit = FindUnitAfter(cursor, NumberToken{}, end);
  const bool exposure = fraction.numerator == 1 && unit.unit == FindUnit(U"s").unit;  // "1/250 s"
  if (exposure && !cursor.Russian()) return true;
  if (!fraction.IsUsual(cursor.Russian())) return false;
  if (IsRangeDash(cursor.Peek(end)) && IsAsciiDigit(cursor.Peek(end + 1))) {  // "1/4–1/2 cup"
    const Slashed upper = ReadSlashed(cursor, end + 1);
    const std::size_t upper_end = end + 1 + upper.size;
    return upper.size > 0 && !GoesOn(cursor, upper_end) && IsCertain(cursor, upper, upper_end);
  }
  if (unit.end > end + 2) return true;                                         // "7/8 in."
  if (unit.unit != nullptr && unit.unit->english_one == U"inch") return true;  // 5/8″
  if (cursor.Peek(end) == U'-') {
    return IsWordOf(WordClass::kMeasured, HyphenedWord(cursor, end));
  }
  const bool mixed = end > fraction.size;  // "2 1/2"
  if (mixed && !cursor.Russian() && fraction.denominator <= 8) return true;
  const std::u32string word = cursor.WordAfter(end).text;
  const std::u32string before = cursor.WordBefore();
  if (word.empty()) {  // "бак полон на 3/4"
    static constexpr std::u32string_view kParts[] = {U"на", U"почти", U"примерно"};
    return cursor.Russian() && IsAnyOf(kParts, before);
  }
  if (IsWordOf(WordClass::kMeasured, word)) return true;
  if (fraction.denominator <= 4 && fraction.size == 3) return IsPlainShare(cursor, fraction, word);
  // "3/8 пиццы"
  const bool named =
      IsWordOf(WordClass::kStep, before) || IsLabelBefore(cursor) || RussianMonth(word) > 0;
  const std::vector<RussianNoun> nouns = ReadRussianWord(word).nouns;
  return cursor.Russian() && !named && !nouns.empty() &&
         std::all_of(nouns.begin(), nouns.end(), [](const RussianNoun& one) {
           return one.kase == RussianCase::kGenitive && !one.plural;
         });
}

}  // namespace

// "1/2 cup", "1 1/2 tsp", "2½".
bool SpeakFraction(SpokenCursor& cursor) {
  if (cursor.Before() == U'/') return false;
  if (SpeakMixed(cursor)) return true;
  if (!IsAsciiDigit(cursor.Peek())) return false;
  const std::size_t digits = DigitsAt(cursor.Rest(), 0);
  const bool mixed =
      cursor.Peek(digits) == U' ' || (cursor.Peek(digits) == U'-' && !cursor.Russian());
  std::size_t from = digits <= 2 && mixed ? digits + 1 : 0;
  Slashed fraction = ReadSlashed(cursor, from);
  if (from > 0 && fraction.numerator >= fraction.denominator) {
    fraction = ReadSlashed(cursor, from = 0);
  }
  std::size_t end = from + fraction.size;
  const bool ordinal = !cursor.Russian() && !IsWordChar(cursor.Peek(end + 2)) &&
                       cursor.Rest().substr(end, 2) == EnglishOrdinalSuffix(fraction.denominator);
  if (fraction.size == 0) return false;
  if (ordinal && fraction.numerator < fraction.denominator) {  // "1/4th"
    return cursor.SayFor(end + 2, EnglishFraction(fraction.numerator, fraction.denominator));
  }
  if (GoesOn(cursor, end) || !IsCertain(cursor, fraction, end)) return false;
  const bool half = fraction.numerator == 1 && fraction.denominator == 2 && from > 0;
  if (half && SayAndAHalf(cursor, ReadNumber(cursor.Rest().substr(0, digits)).whole, end))
    return true;
  if (from > 0) {
    cursor.Say(cursor.Rest().substr(0, digits));
    cursor.Say(cursor.Pick(U"and", U"и"));
  }
  const bool hyphened = from == 0 && fraction.denominator == 2 && cursor.Peek(end) == U'-';
  cursor.Say(hyphened ? std::u32string(U"half")  // "half-price"
                      : FractionWords(cursor, fraction.numerator, fraction.denominator, end));
  cursor.Skip(SayMeasure(cursor, end, from > 0));
  return true;
}

}  // namespace nexy
