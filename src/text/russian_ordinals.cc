#include <algorithm>
#include <array>
#include <optional>
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

// "на 3-й странице", "1-й и 2-й степени": the noun is a feminine in another case than the
// nominative.
bool IsFeminineAfter(const SpokenCursor& cursor, std::size_t end) {
  SpokenCursor::Word word = cursor.WordAfter(end);
  if (word.text == U"и" || word.text == U"или") {
    const std::size_t digits = DigitsAt(cursor.Rest(), word.end + 1);
    word = cursor.WordAfter(word.end + 1 + digits + (digits > 0 ? 2 : 0));
  }
  if (word.text.empty()) return false;
  std::vector<RussianNoun> nouns = ReadRussianWord(word.text).nouns;
  if (nouns.empty()) {
    const std::optional<RussianNoun> adjective = ReadRussianAdjective(word.text);
    if (adjective && adjective->plural) {  // "1-й и 3-й Парковых улиц"
      nouns = ReadRussianWord(cursor.WordAfter(word.end).text).nouns;
    }
    if (nouns.empty()) return adjective && adjective->gender == Gender::kFeminine;
  }
  return std::all_of(nouns.begin(), nouns.end(), [](const RussianNoun& one) {
    return one.gender == Gender::kFeminine && (one.plural || one.kase != Kase::kNominative);
  });
}

bool HasReadingIn(std::u32string_view noun, Kase kase) {
  const std::vector<RussianNoun> nouns = ReadRussianWord(noun).nouns;
  return std::any_of(nouns.begin(), nouns.end(),
                     [kase](const RussianNoun& one) { return one.kase == kase; });
}

// "во 2-м ряду", "с 5-м домом", "пришёл 3-м": the locative or the instrumental.
Kase CaseInM(const SpokenCursor& cursor, std::size_t end) {
  static constexpr std::u32string_view kWith[] = {U"с", U"со", U"под", U"над", U"перед", U"между"};
  static constexpr std::u32string_view kIn[] = {U"в", U"во", U"на", U"о", U"об", U"при", U"по"};
  const std::u32string noun = cursor.WordAfter(end).text;
  if (IsAnyOf(kWith, cursor.WordBefore()) || HasReadingIn(noun, Kase::kInstrumental)) {
    return Kase::kInstrumental;
  }
  const bool in = cursor.HasBefore(2, [](std::u32string_view word) { return IsAnyOf(kIn, word); });
  const bool placed = HasReadingIn(noun, Kase::kPrepositional) || HasReadingIn(noun, Kase::kDative);
  return in || placed || cursor.WordBefore().empty() ? Kase::kPrepositional : Kase::kInstrumental;
}

constexpr Suffix kSuffixes[] = {{U"й", Gender::kMasculine, Kase::kNominative},
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

// The ending after a hyphen as gender and case, by the words around it; nullopt for
// others.
std::optional<Suffix> ReadSuffix(const SpokenCursor& cursor, const NumberToken& number,
                                 std::u32string_view written, std::size_t end) {
  const auto found = std::find_if(std::begin(kSuffixes), std::end(kSuffixes),
                                  [written](const Suffix& one) { return one.written == written; });
  if (found == std::end(kSuffixes)) return std::nullopt;
  Suffix suffix = *found;
  const bool tens = number.whole >= 10 && number.whole % 10 == 0;
  if (written == U"е" && tens) suffix.gender = Gender::kPlural;
  if (written == U"й" && IsFeminineAfter(cursor, end)) {
    suffix.gender = Gender::kFeminine;
    suffix.kase = Kase::kPrepositional;  // All of them have one form.
  }
  if (written == U"м") suffix.kase = CaseInM(cursor, end);
  return suffix;
}

// "в 1990-х гг.": says what the abbreviation is and returns where it ends.
std::size_t SayYearsAfter(SpokenCursor& cursor, std::u32string_view written, std::size_t end) {
  const SpokenCursor::Word years = cursor.WordAfter(end);
  if (years.text != U"гг" || cursor.Peek(years.end) != U'.') return end;
  const std::u32string before = cursor.WordBefore();
  cursor.Say(written != U"х" ? U"годы" : before == U"в" || before == U"о" ? U"годах" : U"годов");
  return years.end + (TrimSpace(cursor.Rest().substr(years.end + 1)).empty() ? 0 : 1);
}

// "5-й", "1-го", "90-х", "2-х", "10-ти".
bool SpeakSuffix(SpokenCursor& cursor, const NumberToken& number) {
  if (!number.IsWhole() || cursor.Peek(number.size) != U'-') return false;
  std::size_t end = number.size + 1;
  while (IsLetter(cursor.Peek(end))) ++end;
  const std::u32string written =
      ToLower(cursor.Rest().substr(number.size + 1, end - number.size - 1));
  if (cursor.Peek(end) == U'-') return false;
  const bool few = number.whole >= 2 && number.whole <= 4;
  if (written == U"ти" || (written == U"х" && few)) {
    return cursor.SayFor(end, RussianCardinal(number.whole, Gender::kMasculine, Kase::kGenitive));
  }
  if (const auto kase = CountedCase(cursor, number, written, end)) {
    return cursor.SayFor(end, RussianCardinal(number.whole, Gender::kMasculine, *kase));
  }
  const std::optional<Suffix> suffix = ReadSuffix(cursor, number, written, end);
  if (!suffix) return false;
  cursor.Say(RussianOrdinal(number.whole, suffix->gender, suffix->kase));
  cursor.Skip(SayYearsAfter(cursor, written, end));
  return true;
}

// The noun of "2 и 3 этажами" or "с 1 по 10 число", whose number stands after the joint; empty if
// `joint` joins nothing.
std::u32string NounOfPair(const SpokenCursor& cursor, const SpokenCursor::Word& joint) {
  const std::size_t next = joint.end + 1;
  const std::size_t digits =
      joint.end > 0 ? DigitsAt(cursor.Rest(), std::min(next, cursor.Rest().size())) : 0;
  return digits > 0 ? cursor.WordAfter(next + digits).text : std::u32string();
}

// Whether no reading of a noun can be what `few` (2 to 4) or more count: "после 12 символа", "в 2
// кабинете".
bool IsSingularOnly(const std::vector<RussianNoun>& readings, bool few) {
  return std::none_of(readings.begin(), readings.end(), [few](const RussianNoun& one) {
    return one.plural || one.kase == Kase::kNominative || (few && one.kase == Kase::kGenitive);
  });
}

// Prepositions of one or two letters are in the dictionary as the names of letters.
bool IsNoun(std::u32string_view word) {
  return word.size() > 2 && !IsDigit(word.front()) && !ReadRussianWord(word).nouns.empty();
}

// "Ряд 5 место 12": each number belongs to the word before it.
bool IsNumberOfWordBefore(const SpokenCursor& cursor, const SpokenCursor::Word& noun) {
  const std::size_t next = noun.end + BlanksAt(cursor.Rest(), noun.end);
  return IsAsciiDigit(cursor.Peek(next)) && IsNoun(cursor.WordBefore());
}

// "студент 2 курса", "диабет 2 типа": the rank of the noun before it, but "в списке 2 группы".
bool IsRank(const SpokenCursor& cursor, std::u32string_view lemma) {
  static constexpr std::u32string_view kPlaces[] = {U"в",  U"во", U"на",  U"у", U"за", U"из",
                                                    U"по", U"с",  U"для", U"к", U"от", U"до"};
  if (cursor.at < 2 || !IsLetter(cursor.in[cursor.at - 2])) return false;
  const std::u32string before = cursor.WordBefore();
  for (const RussianNoun& head : ReadRussianWord(before).nouns) {
    if (IsWordOf(WordClass::kHead, head.lemma)) return true;
  }
  if (!IsWordOf(WordClass::kRank, lemma)) return false;
  return IsNoun(before) && !IsWordOf(WordClass::kNotCounted, before) &&
         !IsAnyOf(kPlaces, cursor.BeforeWord().WordBefore());
}

// After 2 to 4 the genitive singular counts, but not after what asks for the genitive, which would
// be the plural's: "до 3 этажа".
bool IsOrdinalAfterFew(const SpokenCursor& cursor, const RussianNoun& noun) {
  if (noun.plural || noun.kase != Kase::kGenitive || noun.lemma == U"раз") return false;
  static constexpr std::u32string_view kOf[] = {U"до", U"от",    U"из", U"у",    U"для",
                                                U"с",  U"после", U"со", U"кроме"};
  return IsAnyOf(kOf, cursor.WordBefore()) || IsRank(cursor, noun.lemma);
}

// "занял 1 место", "1 место — Иванов", "на 1 курс": after 1 such a noun is counted as well
// ("осталось 1 место", "на 1 этаж выше").
bool IsOneNumbered(const SpokenCursor& cursor, const RussianNoun& noun, std::size_t end) {
  if (noun.plural) return false;
  const std::u32string before = cursor.WordBefore();
  if (IsWordOf(WordClass::kEntered, noun.lemma) && (before == U"на" || before == U"в")) {
    static constexpr std::u32string_view kMore[] = {U"выше", U"ниже", U"вверх", U"вниз"};
    return !IsAnyOf(kMore, cursor.WordAfter(end).text);
  }
  if (noun.lemma != U"место") return false;
  const std::u32string_view after = TrimSpace(cursor.Rest().substr(end));
  const bool result = TrimSpace(cursor.in.substr(0, cursor.at)).empty() && !after.empty() &&
                      IsOneOfChars(after.front(), U"—–:");
  return result || cursor.HasBefore(2, [](std::u32string_view word) {
    return IsWordOf(WordClass::kTakesPlace, word);
  });
}

// A number and the noun that it may number.
struct Numbering {
  std::u32string before;  // The word before the number.
  std::u32string noun;
  std::size_t end = 0;          // Where the word after the number ends.
  bool from = false;            // "с 3 по 5 этаж": the noun stands after the last number,
  bool joined = false;          // or after one of several, and may be a plural.
  std::int64_t last_digit = 0;  // 0 for 11 to 14.

  bool IsOne() const { return last_digit == 1; }
  bool IsFew() const { return last_digit >= 2 && last_digit <= 4; }
};

Numbering ReadNumbering(const SpokenCursor& cursor, const NumberToken& number) {
  const SpokenCursor::Word next = cursor.WordAfter(number.size);
  Numbering read{cursor.WordBefore(), next.text, next.end};
  read.from =
      (read.before == U"с" || read.before == U"со") && (next.text == U"по" || next.text == U"до");
  read.joined = read.from || next.text == U"и" || next.text == U"или";
  if (read.joined) read.noun = NounOfPair(cursor, next);
  const bool teen = number.whole % 100 / 10 == 1;
  read.last_digit = teen ? 0 : number.whole % 10;
  if (IsNumberOfWordBefore(cursor, next)) read.noun.clear();
  return read;
}

// Whether the noun's form is that of a count: "5 этажей", "2 этажа", "1 этаж".
bool IsCounted(const SpokenCursor& cursor, const Numbering& numbering, const RussianNoun& noun) {
  const bool plain = noun.kase == Kase::kNominative || noun.kase == Kase::kAccusative;
  const bool in_series = numbering.joined || GoverningWord(cursor) != numbering.before;
  if (noun.plural) return plain || !in_series;
  if (numbering.from) return false;
  if (numbering.IsOne() && FirstOfCounts(cursor)) return true;
  if (numbering.IsOne()) return plain && !IsOneNumbered(cursor, noun, numbering.end);
  return numbering.IsFew() && noun.kase == Kase::kGenitive &&
         (numbering.joined || !IsOrdinalAfterFew(cursor, noun));
}

// "на 5 этаже", "3 глава": nouns that are numbered rather than counted make an ordinal of the
// number wherever their form cannot be that of a count; other nouns where they stand in the
// singular.
bool SpeakNumbered(SpokenCursor& cursor, const NumberToken& number) {
  const Numbering numbering = ReadNumbering(cursor, number);
  if (numbering.noun.empty()) return false;
  const std::vector<RussianNoun> readings = ReadRussianWord(numbering.noun).nouns;
  const bool any_noun = !numbering.joined && !numbering.IsOne() && number.whole < 1000 &&
                        cursor.Before() != U'§' && !IsLabelBefore(cursor) &&
                        IsSingularOnly(readings, numbering.IsFew());
  for (const RussianNoun& one : readings) {
    if (IsCounted(cursor, numbering, one)) continue;
    // "Файл 12 проекта" is the twelfth file.
    const bool governed = one.kase != Kase::kGenitive || CaseBefore(cursor) == Kase::kGenitive;
    const bool numbered =
        IsWordOf(WordClass::kRussianNumbered, one.lemma) || (any_noun && governed) ||
        (numbering.IsFew() && !numbering.joined && IsOrdinalAfterFew(cursor, one));
    if (!numbered) continue;
    static constexpr std::u32string_view kIn[] = {U"в", U"во", U"на"};
    const bool in = one.kase == Kase::kDative && IsAnyOf(kIn, numbering.before);  // "в 5 ряду"
    const Kase kase = numbering.from ? Kase::kGenitive : in ? Kase::kPrepositional : one.kase;
    return cursor.SayFor(number.size, RussianOrdinal(number.whole, one.gender, kase));
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
