#include "text/russian_agreement.h"

#include <algorithm>
#include <initializer_list>

#include "text/russian_counted.h"
#include "text/russian_lexicon.h"
#include "text/unicode.h"
#include "text/word_classes.h"

namespace nexy {

namespace {

using Kase = RussianCase;
using Gender = RussianGender;
using Agreement = std::optional<RussianAgreement>;

Agreement One(Gender gender, Kase kase) { return RussianAgreement{gender, kase}; }

bool EndsInVowel(std::u32string_view word) { return IsOneOfChars(word.back(), U"аяоёеуюыиэ"); }

// Whether a noun's genitive plural looks like the nominative: "5 человек", but no "5 день".
bool CountsAsItStands(const RussianNoun& noun) {
  if (noun.gender != Gender::kMasculine) return true;
  if (noun.lemma.ends_with(U"байт") || IsWordOf(WordClass::kUnchangedPlural, noun.lemma))
    return true;
  if (noun.lemma.back() == U'ь') return false;
  const bool soft = noun.lemma.back() == U'й';
  const std::u32string stem = noun.lemma.substr(0, noun.lemma.size() - (soft ? 1 : 0));
  return !IsRussianWord(stem + (soft ? U"я" : U"а"));  // "детей" is in the dictionary by itself.
}

// The genitive plural ends in a consonant, in й or ь: книг, файлов, статей, сообщений.
bool IsGenitivePlural(const Counted& counted) {
  const std::u32string_view noun = counted.noun();
  if (IsWordOf(WordClass::kIndeclinable, noun)) return true;
  if (EndsInVowel(noun)) return false;
  // "с 5 кнопкой" is the fifth.
  return counted.nouns.empty() ||
         std::any_of(counted.nouns.begin(), counted.nouns.end(), [](const RussianNoun& one) {
           if (one.plural) return one.kase == Kase::kGenitive;
           return one.kase == Kase::kNominative && CountsAsItStands(one);
         });
}

// The case that the plural's ending shows: "файлами", "файлам", "файлах". Genitives may end so
// too (5 программ, 5 черепах); the dictionary knows them.
Agreement Oblique(const Counted& counted) {
  const std::u32string_view noun =
      counted.phrase.noun.empty() ? counted.phrase.adjective : counted.phrase.noun;
  if (EndsIn(noun, {U"ами", U"ями", U"ьми", U"ыми", U"ими"})) {
    return RussianAgreement{Gender::kMasculine, Kase::kInstrumental};
  }
  const bool in = EndsIn(noun, {U"ах", U"ях"});
  if (!in && !EndsIn(noun, {U"ам", U"ям"})) return std::nullopt;
  const bool asked = in ? counted.IsIn() || counted.IsTo() : counted.IsTo();
  const bool open = counted.nouns.empty() ? in : IsGenitivePlural(counted);
  if (open && !asked) return std::nullopt;
  return RussianAgreement{Gender::kMasculine, in ? Kase::kPrepositional : Kase::kDative};
}

// "на 1200 мест", "написал 1200 слов" are "одну тысячу двести"; "пришли 1200 человек" are none.
bool IsAskedAsObject(const Counted& counted) {
  return counted.kase == Kase::kAccusative || (counted.object && !counted.before.ends_with(U"ли"));
}

// After 5 and more: the genitive plural, in which only the case of the number is open.
Agreement AfterMany(const Counted& counted, Kase kase) {
  const bool fits = counted.noun().empty() ? EndsIn(counted.phrase.adjective, {U"ых", U"их"})
                                           : IsGenitivePlural(counted);
  if (!fits) return std::nullopt;
  // "с 5 файлов", "с 2 сторон": after "с" the noun shows that it is the genitive.
  const bool genitive = kase == Kase::kGenitive || kase == Kase::kInstrumental;
  if (genitive) return RussianAgreement{Gender::kMasculine, Kase::kGenitive};
  const bool object = kase == Kase::kAccusative || IsAskedAsObject(counted);
  return RussianAgreement{Gender::kMasculine, object ? Kase::kAccusative : Kase::kNominative};
}

// After 2, 3, 4: the genitive singular tells feminine nouns from the others; in the genitive the
// noun is plural and the gender does not show.
Agreement AfterFew(const Counted& counted) {
  if (counted.kase == Kase::kGenitive) return AfterMany(counted, counted.kase);
  const std::u32string_view noun = counted.noun();
  if (noun.empty()) {
    if (counted.kase != Kase::kNominative) return std::nullopt;
    if (IsWordOf(WordClass::kPersonAdjective, counted.phrase.adjective)) {  // "вижу 2 рабочих"
      const bool object = counted.object && !EndsIn(counted.before, {U"ли"});
      return One(Gender::kMasculine, object ? Kase::kGenitive : Kase::kNominative);
    }
    // "2 красные" are feminine; the gender of "2 последних" is open.
    if (EndsIn(counted.phrase.adjective, {U"ые", U"ие"})) {
      return One(Gender::kFeminine, Kase::kNominative);
    }
    return counted.number % 10 > 2 ? AfterMany(counted, counted.kase) : std::nullopt;
  }
  if (counted.kase == Kase::kInstrumental) {  // "с 2 сторон"; "с 3 пути" is the third.
    return EndsInVowel(noun) ? std::nullopt : AfterMany(counted, counted.kase);
  }
  if (IsWordOf(WordClass::kMasculineInA, noun) || IsWordOf(WordClass::kIndeclinable, noun)) {
    return RussianAgreement{};
  }
  if (IsWordOf(WordClass::kPaired, noun)) {  // "на 4 сутки" are the fourth.
    if (EndsInVowel(noun)) return std::nullopt;
    const bool person = noun == U"детей" || noun == U"ребят";
    return person && counted.object ? One(Gender::kMasculine, Kase::kGenitive)
                                    : One(Gender::kPlural, Kase::kNominative);
  }
  // "на 3 линии" may be the third, "на 3 порции" are three.
  if (counted.IsBefore({U"в", U"на"}) && EndsIn(noun, {U"ии"}) &&
      (counted.nouns.empty() || IsLemmaOf(WordClass::kNumberedInIya, counted.nouns))) {
    return std::nullopt;
  }
  // "в возрасте 4 лет", "вижу 2 друзей": the plural shows the genitive by itself.
  const bool stump = counted.nouns.empty() && !EndsIn(noun, {U"ов", U"ев", U"ёв", U"ей"});
  if (!EndsInVowel(noun)) {  // "3 меш." shows nothing.
    return stump ? std::nullopt : AfterMany(counted, Kase::kGenitive);
  }
  for (const RussianNoun& one : counted.nouns) {
    // "содержит 1234 элемента": "одну тысячу"; smaller numbers look like the nominative.
    const bool object = counted.number >= 1000 && IsAskedAsObject(counted);
    if (!one.plural && one.kase == Kase::kGenitive) {
      return One(one.gender, object ? Kase::kAccusative : Kase::kNominative);
    }
  }
  if (!counted.nouns.empty()) return std::nullopt;
  if (EndsIn(noun, {U"ы", U"и"})) return One(Gender::kFeminine, Kase::kNominative);
  if (EndsIn(noun, {U"а", U"я"})) return RussianAgreement{};
  return std::nullopt;
}

// How well a reading of a singular goes with what is before the number.
int Fit(const RussianNoun& noun, const Counted& counted) {
  if (noun.plural) return -1;
  if (counted.IsIn() && noun.kase == Kase::kPrepositional) return 4;
  if (counted.IsTo() && noun.kase == Kase::kDative) return 4;
  if (noun.kase == counted.kase) return 3;
  return noun.kase == Kase::kNominative ? 2 : noun.kase == Kase::kAccusative ? 1 : 0;
}

// After 1, by the dictionary.
Agreement AfterOneKnown(const Counted& counted) {
  const auto best = std::max_element(counted.nouns.begin(), counted.nouns.end(),
                                     [&counted](const RussianNoun& a, const RussianNoun& b) {
                                       return Fit(a, counted) < Fit(b, counted);
                                     });
  if (best->plural) return std::nullopt;
  if (best->kase == Kase::kDative && counted.IsIn()) {  // "в 1 лесу"
    return One(best->gender, Kase::kPrepositional);
  }
  if (best->kase == Kase::kGenitive && best->gender == Gender::kMasculine && counted.number > 20 &&
      counted.kase == Kase::kNominative && counted.object && !counted.negated) {
    return RussianAgreement{best->gender, Kase::kAccusative, true};  // "спасли 21 пациента"
  }
  // "вижу 1 дверь", "на 1001 рубль"; "книга" could be no object, and "прочитали 1001 человек".
  const bool feminine = best->gender == Gender::kFeminine;
  const bool shown = feminine || (counted.number >= 1000 && !counted.before.ends_with(U"ли"));
  const bool object = best->kase == Kase::kNominative &&
                      (!feminine || best->lemma.back() == U'ь') &&
                      (counted.kase == Kase::kAccusative || (shown && counted.object));
  return One(best->gender, object ? Kase::kAccusative : best->kase);
}

// After 1, where the noun's ending and the preposition are all there is.
Agreement AfterOneUnknown(const Counted& counted) {
  const std::u32string_view noun = counted.noun();
  const bool genitive = counted.kase == Kase::kGenitive;
  const bool with = counted.IsBefore({U"с", U"со", U"под", U"над", U"перед", U"между"});
  if (EndsIn(noun, {U"ы", U"ки", U"ги", U"хи"})) return One(Gender::kFeminine, Kase::kGenitive);
  if (genitive || with) {
    if (EndsIn(noun, {U"и"})) return One(Gender::kFeminine, Kase::kGenitive);
    if (EndsIn(noun, {U"а", U"я"})) return One(Gender::kMasculine, Kase::kGenitive);
    if (EndsIn(noun, {U"ом", U"ем", U"ём"})) return One(Gender::kMasculine, Kase::kInstrumental);
    if (EndsIn(noun, {U"ой", U"ей", U"ью"})) return One(Gender::kFeminine, Kase::kInstrumental);
    return std::nullopt;
  }
  if (EndsIn(noun, {U"у", U"ю"})) {
    if (counted.IsIn()) return std::nullopt;  // "в 1 углу", "в 1 гифку"
    return counted.IsTo() ? One(Gender::kMasculine, Kase::kDative)
                          : One(Gender::kFeminine, Kase::kAccusative);
  }
  if (counted.IsIn() && EndsIn(noun, {U"е", U"и"})) {
    const bool feminine = EndsIn(noun, {U"ке", U"це", U"ости", U"ии"});
    return One(feminine ? Gender::kFeminine : Gender::kMasculine, Kase::kPrepositional);
  }
  if (EndsIn(noun, {U"мя"})) return One(Gender::kNeuter, Kase::kNominative);
  if (EndsIn(noun, {U"а", U"я"})) return One(Gender::kFeminine, Kase::kNominative);
  if (EndsIn(noun, {U"о", U"е", U"ё"})) return One(Gender::kNeuter, Kase::kNominative);
  if (EndsIn(noun, {U"ость"})) return One(Gender::kFeminine, Kase::kNominative);
  return EndsInVowel(noun) ? std::nullopt : One(Gender::kMasculine, Kase::kNominative);
}

// After 1: the noun is singular in any case.
Agreement AfterOne(const Counted& counted) {
  const std::u32string_view noun = counted.noun();
  if (noun.empty()) {  // "1 рабочего"; "1 выходной" may be "1 столовой".
    const std::optional<RussianNoun> adjective = ReadRussianAdjective(counted.phrase.adjective);
    const bool open = !adjective || EndsIn(adjective->lemma, {U"ой", U"ей"});
    return open ? std::nullopt : One(adjective->gender, adjective->kase);
  }
  if (IsWordOf(WordClass::kIndeclinable, noun)) {
    return One(Gender::kNeuter, counted.kase == Kase::kGenitive ? counted.kase : Kase::kNominative);
  }
  if (IsWordOf(WordClass::kPaired, noun)) {
    return One(Gender::kPlural, EndsInVowel(noun) ? Kase::kNominative : Kase::kGenitive);
  }
  return counted.nouns.empty() ? AfterOneUnknown(counted) : AfterOneKnown(counted);
}

}  // namespace

std::optional<RussianAgreement> AgreeWithNoun(const SpokenCursor& cursor, std::size_t offset,
                                              std::int64_t number) {
  const std::optional<Counted> counted = ReadCounted(cursor, offset, number);
  if (!counted) return std::nullopt;
  if (counted->count == Count::kOne) return AfterOne(*counted);
  if (const Agreement oblique = Oblique(*counted)) return oblique;
  return counted->count == Count::kFew ? AfterFew(*counted) : AfterMany(*counted, counted->kase);
}

}  // namespace nexy
