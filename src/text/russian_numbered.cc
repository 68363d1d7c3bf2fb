// Numbers that number the noun after them: "на 5 этаже".
#include <algorithm>
#include <string>
#include <vector>

#include "text/number_token.h"
#include "text/russian_government.h"
#include "text/russian_lexicon.h"
#include "text/russian_words.h"
#include "text/short_forms.h"
#include "text/spoken_rules.h"
#include "text/unicode.h"
#include "text/word_classes.h"

namespace nexy {

namespace {

using Kase = RussianCase;

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
  bool lettered = false;        // "5 «А» класс"
  std::int64_t last_digit = 0;  // 0 for 11 to 14.

  bool IsOne() const { return last_digit == 1; }
  bool IsFew() const { return last_digit >= 2 && last_digit <= 4; }
};

// The class of "5 «А» класса", "5 А классе", "5А класс"; empty if no letter stands before it.
SpokenCursor::Word ClassWithLetter(const SpokenCursor& cursor, std::size_t end) {
  std::size_t letter = end;
  if (cursor.Peek(letter) == U' ') ++letter;
  const bool quoted = cursor.Peek(letter) == U'«' && cursor.Peek(letter + 2) == U'»';
  if (quoted) ++letter;
  if (!IsUpper(cursor.Peek(letter))) return {};
  const SpokenCursor::Word word = cursor.WordAfter(letter + (quoted ? 2 : 1));
  return word.text.starts_with(U"класс") ? word : SpokenCursor::Word{};
}

Numbering ReadNumbering(const SpokenCursor& cursor, const NumberToken& number) {
  SpokenCursor::Word next = ClassWithLetter(cursor, number.size);
  const bool lettered = next.end > 0;
  if (!lettered) next = cursor.WordAfter(number.size);
  Numbering read{cursor.WordBefore(), next.text, next.end};
  read.from =
      (read.before == U"с" || read.before == U"со") && (next.text == U"по" || next.text == U"до");
  read.joined = read.from || next.text == U"и" || next.text == U"или";
  if (read.joined) read.noun = NounOfPair(cursor, next);
  const bool teen = number.whole % 100 / 10 == 1;
  read.last_digit = teen ? 0 : number.whole % 10;
  if (IsNumberOfWordBefore(cursor, next)) read.noun.clear();
  read.lettered = lettered;
  return read;
}

// Whether the noun's form is that of a count: "5 этажей", "2 этажа", "1 этаж".
bool IsCounted(const SpokenCursor& cursor, const Numbering& numbering, const RussianNoun& noun) {
  if (numbering.lettered) return noun.plural;
  const bool plain = noun.kase == Kase::kNominative || noun.kase == Kase::kAccusative;
  const bool in_series = numbering.joined || GoverningWord(cursor) != numbering.before;
  if (noun.plural) return plain || !in_series;
  if (numbering.from) return false;
  if (numbering.IsOne() && FirstOfCounts(cursor)) return true;
  if (numbering.IsOne()) return plain && !IsOneNumbered(cursor, noun, numbering.end);
  return numbering.IsFew() && noun.kase == Kase::kGenitive &&
         (numbering.joined || !IsOrdinalAfterFew(cursor, noun));
}

// "для 7 кл.", "на 5 эт.": the number of a shortened noun; "дом 5 эт." counts them.
bool SayShortNumbered(SpokenCursor& cursor, const NumberToken& number) {
  const SpokenCursor::Word noun = cursor.WordAfter(number.size);
  if (noun.end == 0 || cursor.Peek(noun.end) != U'.') return false;
  if (noun.text != U"кл" && noun.text != U"эт") return false;
  const std::u32string before = cursor.WordBefore();
  const bool in = before == U"в" || before == U"на";
  Kase kase = in ? Kase::kPrepositional : CaseBefore(cursor);
  if (noun.text == U"эт" && kase == Kase::kNominative) return false;
  if (kase == Kase::kNominative && IsNoun(before)) kase = Kase::kGenitive;  // "ученик 7 кл."
  cursor.Say(RussianOrdinal(number.whole, RussianGender::kMasculine, kase));
  const ShortForm& form = FindShortForms(noun.text, Language::kRussian).front();
  const bool last = TrimSpace(cursor.Rest().substr(noun.end + 1)).empty();
  return cursor.SayFor(noun.end + (last ? 0 : 1), form.said[static_cast<std::size_t>(kase)]);
}

}  // namespace

// "на 5 этаже", "3 глава": nouns that are numbered rather than counted make an ordinal of the
// number wherever their form cannot be that of a count; other nouns where they stand in the
// singular.
bool SpeakRussianNumbered(SpokenCursor& cursor) {
  const NumberToken number = ReadNumber(cursor.Rest());
  if (!number.IsWhole() || number.group != 0) return false;
  if (number.whole < 1 || number.whole > 999'999) return false;
  if (IsOneOfChars(cursor.Before(), U"№#§")) return false;  // "№1 сезона"
  if (SayShortNumbered(cursor, number)) return true;
  const Numbering numbering = ReadNumbering(cursor, number);
  if (numbering.noun.empty()) return false;
  const std::vector<RussianNoun> readings = ReadRussianWord(numbering.noun).nouns;
  const bool any_noun = !numbering.joined && !numbering.IsOne() && number.whole < 1000 &&
                        cursor.Before() != U'§' && IsSingularOnly(readings, numbering.IsFew()) &&
                        !IsLabelBefore(cursor);
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

}  // namespace nexy
