// Numbers with their ending: "5-й", "90-х".
#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "text/number_token.h"
#include "text/russian_government.h"
#include "text/russian_lexicon.h"
#include "text/russian_words.h"
#include "text/short_forms.h"
#include "text/spoken_rules.h"
#include "text/unicode.h"
#include "text/unit_after.h"
#include "text/units.h"
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
  if (word.text.size() < 3) {  // "она 5-й", "стала 3-й в мире", "после 1-й"
    const std::u32string before = cursor.WordBefore();
    const Kase kase = CaseBefore(cursor);
    return (kase != Kase::kNominative && kase != Kase::kAccusative) || before == U"она" ||
           (before.ends_with(U"ла") && ReadRussianWord(before).verb) || before.ends_with(U"лась");
  }
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

// "на 87-й мин."
bool IsFeminineUnit(const SpokenCursor& cursor, std::size_t end) {
  const UnitMatch found = FindUnit(cursor.WordAfter(end).text);
  return found.size > 1 && found.unit->gender == Gender::kFeminine;
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
                                {U"ей", Gender::kFeminine, Kase::kGenitive},
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
  const bool minutes = IsFeminineUnit(cursor, end);
  if (written == U"й" && (minutes || IsFeminineAfter(cursor, end))) {
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

// "на 2-м км", "с 87-й мин.", "за 1-й кв.": says the unit and returns where it ends.
std::size_t SayUnitAfter(SpokenCursor& cursor, const Suffix& suffix, std::size_t end) {
  const std::u32string_view rest = cursor.Rest().substr(end);
  constexpr std::u32string_view kQuarter = U" кв.";
  if (rest.starts_with(kQuarter) && suffix.gender == Gender::kMasculine) {
    const ShortForm& quarter = FindShortForms(U"квартал", Language::kRussian).front();
    cursor.Say(quarter.said[static_cast<std::size_t>(suffix.kase)]);
    const std::size_t word = kQuarter.size() - 1;  // Without the stop.
    return end + word + UnitStop(rest.substr(word));
  }
  constexpr std::size_t kLetterAlone = 1;
  const UnitMatch found = rest.starts_with(U' ') ? FindUnit(rest.substr(1)) : UnitMatch{};
  if (found.size <= kLetterAlone || found.unit->gender != suffix.gender) return end;
  if (found.unit->english_one == U"gram") return end;  // "инвалид 2-й гр."
  Kase kase = suffix.kase;
  if (suffix.gender == Gender::kFeminine && kase == Kase::kPrepositional) {  // Or another one.
    const Kase governed = CaseBefore(cursor);
    if (governed == Kase::kGenitive || governed == Kase::kInstrumental) kase = governed;
  }
  NumberToken one;
  one.whole = 1;
  cursor.Say(RussianUnit(*found.unit, one, kase));
  end += 1 + found.size;
  return end + UnitStop(cursor.Rest().substr(end));
}

// The letters after a number and its hyphen, lower case, and where they end.
struct Written {
  std::u32string letters;
  std::size_t end = 0;
};

Written ReadLetters(const SpokenCursor& cursor, std::size_t hyphen) {
  if (!IsOneOfChars(cursor.Peek(hyphen), U"-‑")) return {};
  Written written{U"", hyphen + 1};
  while (IsLetter(cursor.Peek(written.end))) ++written.end;
  written.letters = ToLower(cursor.Rest().substr(hyphen + 1, written.end - hyphen - 1));
  return written;
}

// "для 5–9-х классов": both have the ending.
bool SpeakOrdinalRange(SpokenCursor& cursor, const NumberToken& lower) {
  if (!IsRangeDash(cursor.Peek(lower.size)) || !IsAsciiDigit(cursor.Peek(lower.size + 1))) {
    return false;
  }
  const NumberToken upper = ReadNumber(cursor.Rest().substr(lower.size + 1));
  if (!upper.IsWhole() || upper.whole <= lower.whole || upper.whole > 9999) return false;
  const Written written = ReadLetters(cursor, lower.size + 1 + upper.size);
  if (written.letters.empty() || cursor.Peek(written.end) == U'-') return false;
  const auto suffix = ReadSuffix(cursor, upper, written.letters, written.end);
  if (!suffix) return false;
  cursor.Say(RussianOrdinal(lower.whole, suffix->gender, suffix->kase));
  cursor.Say(U"—");
  return cursor.SayFor(written.end, RussianOrdinal(upper.whole, suffix->gender, suffix->kase));
}

// "5-й", "1-го", "90-х", "2-х", "10-ти".
bool SpeakSuffix(SpokenCursor& cursor, const NumberToken& number) {
  const auto [written, end] = ReadLetters(cursor, number.size);
  if (written.empty() || cursor.Peek(end) == U'-') return false;
  const bool few = number.whole >= 2 && number.whole <= 4;
  if (written == U"ти" || (written == U"х" && few)) {
    return cursor.SayFor(end, RussianCardinal(number.whole, Gender::kMasculine, Kase::kGenitive));
  }
  if (const auto kase = CountedCase(cursor, number, written, end)) {
    return cursor.SayFor(end, RussianCardinal(number.whole, Gender::kMasculine, *kase));
  }
  const std::optional<Suffix> suffix = ReadSuffix(cursor, number, written, end);
  if (!suffix) return false;
  const std::u32string words = RussianOrdinal(number.whole, suffix->gender, suffix->kase);
  if (words.empty()) return false;
  cursor.Say(words);
  cursor.Skip(SayUnitAfter(cursor, *suffix, SayYearsAfter(cursor, written, end)));
  return true;
}

}  // namespace

bool SpeakRussianOrdinal(SpokenCursor& cursor) {
  const NumberToken number = ReadNumber(cursor.Rest());
  return number.IsWhole() && number.whole > 0 &&
         (SpeakSuffix(cursor, number) || SpeakOrdinalRange(cursor, number));
}

}  // namespace nexy
