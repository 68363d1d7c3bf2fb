#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "text/number_token.h"
#include "text/russian_agreement.h"
#include "text/russian_lexicon.h"
#include "text/russian_words.h"
#include "text/spoken_rules.h"
#include "text/unicode.h"
#include "text/word_classes.h"

namespace nexy {

namespace {

using Kase = RussianCase;
using Gender = RussianGender;

struct Suffix {
  std::u32string_view written;
  Gender gender;
  Kase kase;
};

// "к 3-м друзьям", "с 2-мя", "с 5-ю друзьями": a count with its ending, by the noun's plural.
std::optional<Kase> CountedCase(const SpokenCursor& cursor, const NumberToken& number,
                                std::u32string_view written, std::size_t end) {
  const std::u32string noun = cursor.WordAfter(end).text;
  const bool few = number.whole >= 2 && number.whole <= 4;
  const bool with = noun.ends_with(U"ами") || noun.ends_with(U"ями") || noun.ends_with(U"ьми");
  if (few && (written == U"мя" || written == U"умя" || written == U"емя" || written == U"ьмя")) {
    return Kase::kInstrumental;
  }
  if (few && written == U"м" && (noun.ends_with(U"ам") || noun.ends_with(U"ям"))) {
    return Kase::kDative;
  }
  const std::int64_t last = number.whole % 10;
  if (written == U"ми" && (last == 7 || last == 8)) return Kase::kGenitive;  // "к 8-ми"
  if (written == U"ю" && with && number.whole >= 5) return Kase::kInstrumental;
  return std::nullopt;
}

// "5-й", "1-го", "90-х", "2-х", "10-ти".
bool SpeakSuffix(SpokenCursor& cursor, const NumberToken& number) {
  static constexpr Suffix kSuffixes[] = {{U"й", Gender::kMasculine, Kase::kNominative},
                                         {U"ый", Gender::kMasculine, Kase::kNominative},
                                         {U"ий", Gender::kMasculine, Kase::kNominative},
                                         {U"я", Gender::kFeminine, Kase::kNominative},
                                         {U"ая", Gender::kFeminine, Kase::kNominative},
                                         {U"го", Gender::kMasculine, Kase::kGenitive},
                                         {U"ого", Gender::kMasculine, Kase::kGenitive},
                                         {U"его", Gender::kMasculine, Kase::kGenitive},
                                         {U"ему", Gender::kMasculine, Kase::kDative},
                                         {U"ем", Gender::kMasculine, Kase::kPrepositional},
                                         {U"ым", Gender::kMasculine, Kase::kInstrumental},
                                         {U"им", Gender::kMasculine, Kase::kInstrumental},
                                         {U"ья", Gender::kFeminine, Kase::kNominative},
                                         {U"ье", Gender::kNeuter, Kase::kNominative},
                                         {U"ью", Gender::kFeminine, Kase::kAccusative},
                                         {U"ьей", Gender::kFeminine, Kase::kGenitive},
                                         {U"му", Gender::kMasculine, Kase::kDative},
                                         {U"ому", Gender::kMasculine, Kase::kDative},
                                         {U"м", Gender::kMasculine, Kase::kPrepositional},
                                         {U"ом", Gender::kMasculine, Kase::kPrepositional},
                                         {U"ю", Gender::kFeminine, Kase::kAccusative},
                                         {U"ую", Gender::kFeminine, Kase::kAccusative},
                                         {U"ой", Gender::kFeminine, Kase::kGenitive},
                                         {U"ми", Gender::kPlural, Kase::kInstrumental},
                                         {U"ыми", Gender::kPlural, Kase::kInstrumental},
                                         {U"ое", Gender::kNeuter, Kase::kNominative},
                                         {U"е", Gender::kNeuter, Kase::kNominative},
                                         {U"ые", Gender::kPlural, Kase::kNominative},
                                         {U"х", Gender::kPlural, Kase::kGenitive},
                                         {U"ых", Gender::kPlural, Kase::kGenitive}};
  if (!number.IsWhole() || cursor.Peek(number.size) != U'-') return false;
  std::size_t end = number.size + 1;
  while (IsLetter(cursor.Peek(end))) ++end;
  const std::u32string written =
      ToLower(cursor.Rest().substr(number.size + 1, end - number.size - 1));
  if (cursor.Peek(end) == U'-') return false;
  if (written == U"ти" || (written == U"х" && number.whole >= 2 && number.whole <= 4)) {
    cursor.Say(RussianCardinal(number.whole, Gender::kMasculine, Kase::kGenitive));
    cursor.Skip(end);
    return true;
  }
  if (const auto kase = CountedCase(cursor, number, written, end)) {
    return cursor.SayFor(end, RussianCardinal(number.whole, Gender::kMasculine, *kase));
  }
  for (const Suffix& suffix : kSuffixes) {
    if (written != suffix.written) continue;
    Gender gender = suffix.gender;
    Kase kase = suffix.kase;
    if (written == U"е" && number.whole >= 10 && number.whole % 10 == 0) gender = Gender::kPlural;
    static constexpr std::u32string_view kWith[] = {U"с",   U"со",    U"под",
                                                    U"над", U"перед", U"между"};
    // "на 3-й странице", "к 5-й": the feminine in another case.
    static constexpr std::u32string_view kIn[] = {U"в",   U"во",    U"на",    U"о",  U"об",
                                                  U"при", U"к",     U"ко",    U"до", U"от",
                                                  U"из",  U"после", U"около", U"с",  U"по"};
    if (written == U"й" && IsAnyOf(kIn, cursor.WordBefore())) {
      const std::u32string noun = cursor.WordAfter(end).text;
      // "на 4-й путь" is masculine, "в 3-й день" too.
      const bool soft = !noun.empty() && noun.back() == U'ь' && !noun.ends_with(U"ость") &&
                        !IsWordOf(WordClass::kFeminineInSoftSign, noun);
      const bool masculine = noun.empty() || soft || !IsOneOfChars(noun.back(), U"еиыйь");
      const bool accusative = noun.ends_with(U"ий") || noun.ends_with(U"ый");
      if (!masculine && !accusative) {
        gender = Gender::kFeminine;
        kase = Kase::kPrepositional;  // All of them have one form.
      }
    }
    if (written == U"м" && IsAnyOf(kWith, cursor.WordBefore())) kase = Kase::kInstrumental;
    cursor.Say(RussianOrdinal(number.whole, gender, kase));
    // "в 1990-х гг."
    const SpokenCursor::Word years = cursor.WordAfter(end);
    if (years.text == U"гг" && cursor.Peek(years.end) == U'.') {
      const std::u32string before = cursor.WordBefore();
      cursor.Say(written != U"х"                    ? U"годы"
                 : before == U"в" || before == U"о" ? U"годах"
                                                    : U"годов");
      end = years.end + (TrimSpace(cursor.Rest().substr(years.end + 1)).empty() ? 0 : 1);
    }
    cursor.Skip(end);
    return true;
  }
  return false;
}

// "на 5 этаже", "3 глава": nouns that are numbered rather than counted make an ordinal of the
// number wherever their form cannot be that of a count.
bool SpeakNumbered(SpokenCursor& cursor, const NumberToken& number) {
  std::u32string noun = cursor.WordAfter(number.size).text;
  bool pair = GoverningWord(cursor) != cursor.WordBefore();  // "2 и 3 этажами", at the 3
  if (noun == U"и" || noun == U"или") {                      // At the 2.
    const std::size_t next = cursor.WordAfter(number.size).end + 1;
    const std::size_t digits = DigitsAt(cursor.Rest(), next);
    pair = digits > 0;
    noun = cursor.WordAfter(next + digits).text;
  }
  const std::int64_t ten = number.whole % 100 / 10 == 1 ? 0 : number.whole % 10;
  for (const RussianNoun& one : ReadRussianWord(noun).nouns) {
    if (!IsWordOf(WordClass::kRussianNumbered, one.lemma) || (one.plural && !pair)) continue;
    const bool few = one.kase == Kase::kGenitive && ten >= 2 && ten <= 4;  // "2 этажа"
    const bool plain = one.kase == Kase::kNominative || one.kase == Kase::kAccusative;
    if (!one.plural && (few || (plain && ten == 1))) continue;
    if (one.plural && plain) continue;
    return cursor.SayFor(number.size, RussianOrdinal(number.whole, one.gender, one.kase));
  }
  return false;
}

}  // namespace

bool SpeakRussianOrdinal(SpokenCursor& cursor) {
  if (!cursor.Russian() || !cursor.InWords()) return false;
  const NumberToken number = ReadNumber(cursor.Rest());
  if (!number.IsWhole() || number.whole < 1 || number.whole > 999'999) return false;
  if (SpeakSuffix(cursor, number)) return true;
  return number.group == 0 && SpeakNumbered(cursor, number);
}

// "40-летний", "64-битная", "5-звёздочный": one word, its number in the genitive.
bool SpeakRussianCompound(SpokenCursor& cursor) {
  if (!cursor.Russian() || !cursor.InWords()) return false;
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
  const std::u32string word = ToLower(cursor.Rest().substr(begin, end - begin));
  const bool cyrillic =
      std::all_of(word.begin(), word.end(), [](char32_t c) { return c >= 0x400 && c < 0x530; });
  static constexpr std::u32string_view kEndings[] = {
      U"ый",  U"ий",  U"ой",  U"ая", U"яя", U"ое",    U"ее",    U"ые",    U"ие",     U"ого",
      U"его", U"ому", U"ему", U"ым", U"им", U"ом",    U"ем",    U"ую",    U"юю",     U"ых",
      U"их",  U"ыми", U"ими", U"ой", U"ей", U"летие", U"летия", U"летию", U"летием", U"летии"};
  const bool adjective = std::any_of(std::begin(kEndings), std::end(kEndings),
                                     [&word](std::u32string_view e) { return word.ends_with(e); });
  if (word.size() < 4 || !cyrillic || !adjective || cursor.Peek(end) == U'-') return false;
  return cursor.SayFor(end, first + RussianJoined(last.whole) + word);
}

}  // namespace nexy
