#include "text/russian_agreement.h"

#include <algorithm>
#include <initializer_list>
#include <utility>
#include <vector>

#include "text/russian_government.h"
#include "text/russian_lexicon.h"
#include "text/unicode.h"
#include "text/units.h"
#include "text/word_classes.h"

namespace nexy {

namespace {

using Kase = RussianCase;
using Gender = RussianGender;
using Agreement = std::optional<RussianAgreement>;

bool EndsIn(std::u32string_view word, std::initializer_list<std::u32string_view> endings) {
  return std::any_of(endings.begin(), endings.end(), [word](std::u32string_view ending) {
    return word.size() > ending.size() && word.ends_with(ending);
  });
}

// How numbers ask for the form of what they count.
enum class Count { kOne, kFew, kMany };

Count CountOf(std::int64_t number) {
  const std::int64_t hundred = number % 100;
  if (hundred >= 11 && hundred <= 14) return Count::kMany;
  const std::int64_t ten = number % 10;
  if (ten == 1) return Count::kOne;
  return ten >= 2 && ten <= 4 ? Count::kFew : Count::kMany;
}

Agreement One(Gender gender, Kase kase) { return RussianAgreement{gender, kase}; }

// The counted noun and the adjective before it, lower case.
struct Phrase {
  std::u32string adjective;  // The last one, or empty.
  std::u32string noun;
};

bool IsAdjective(std::u32string_view word, Count count) {
  if (EndsIn(word, {U"ых", U"их", U"ые", U"ыми", U"ими", U"ого", U"его", U"ому", U"ему", U"ый",
                    U"ая", U"ую", U"ое"})) {
    return !EndsIn(word, {U"чего"});
  }
  // "последние" is an adjective after 2, "изображение" a noun after 1.
  if (EndsIn(word, {U"ие"})) return count != Count::kOne;
  // "сообщений" after 5 is a noun.
  if (count == Count::kOne && EndsIn(word, {U"ый", U"ской", U"ий"})) {
    return EndsIn(word, {U"ый", U"ской", U"ний", U"кий", U"гий", U"хий", U"щий", U"ший", U"чий"});
  }
  if (EndsIn(word, {U"ым", U"им", U"юю", U"яя", U"ее"})) return true;
  return EndsIn(word, {U"ной", U"вой", U"кой"}) && count == Count::kOne;
}

Phrase ReadPhrase(const SpokenCursor& cursor, std::size_t offset, Count count) {
  Phrase phrase;
  std::size_t at = offset;
  for (int words = 0; words < 3; ++words) {
    SpokenCursor::Word word = cursor.WordAfter(at);
    // "2 USB-порта"
    if (word.end > 0 && word.text.front() < 0x80 && cursor.Peek(word.end) == U'-') {
      const std::size_t begin = word.end + 1;
      word.end = begin;
      while (IsLetter(cursor.Peek(word.end))) ++word.end;
      word.text = ToLower(cursor.Rest().substr(begin, word.end - begin));
    }
    if (word.end == 0 || !IsCyrillic(word.text)) return {};
    at = word.end;
    // "2 раб. дня": a shortened word counts nothing.
    const bool shortened =
        cursor.Peek(at) == U'.' && cursor.Peek(at + 1) == U' ' && IsLower(cursor.Peek(at + 2));
    if (shortened) return {};
    const bool adjective =
        IsWordOf(WordClass::kPronoun, word.text) ||
        (IsAdjective(word.text, count) && ReadRussianWord(word.text).nouns.empty());
    if (!adjective) {
      phrase.noun = word.text;
      return phrase;
    }
    phrase.adjective = word.text;
    // "3 последних." counts without a noun; the adjective shows the case.
    if (cursor.WordAfter(at).end == 0) return phrase;
  }
  return {};
}

// Words that may follow a number without being counted by it.
bool IsNoNoun(std::u32string_view word) {
  return word.size() < 3 || IsWordOf(WordClass::kNotCounted, word);
}

bool EndsInVowel(std::u32string_view word) { return IsOneOfChars(word.back(), U"аяоёеуюыиэ"); }

bool IsLemmaOf(WordClass list, const std::vector<RussianNoun>& nouns) {
  return std::any_of(nouns.begin(), nouns.end(),
                     [list](const RussianNoun& one) { return IsWordOf(list, one.lemma); });
}

// What a number asks about the noun after it.
struct Counted {
  std::int64_t number = 0;
  Phrase phrase;
  std::vector<RussianNoun> nouns;  // Of the dictionary; empty for a word that it does not know.
  std::u32string before;           // The word before the number.
  Kase kase = Kase::kNominative;   // That the words before the number ask for.
  bool object = false;             // Of a verb.
  bool negated = false;            // "не" stands before that word.

  std::u32string_view noun() const { return phrase.noun; }
  bool IsBefore(std::initializer_list<std::u32string_view> words) const {
    return IsAnyOf(words, before);
  }
  bool IsIn() const { return IsBefore({U"в", U"во", U"на", U"о", U"об", U"при"}); }
  bool IsTo() const { return IsBefore({U"к", U"ко", U"по", U"благодаря", U"согласно"}); }
};

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

// After 5 and more: the genitive plural, in which only the case of the number is open.
Agreement AfterMany(const Counted& counted, Kase kase) {
  const bool fits = counted.noun().empty() ? EndsIn(counted.phrase.adjective, {U"ых", U"их"})
                                           : IsGenitivePlural(counted);
  if (!fits) return std::nullopt;
  // "с 5 файлов", "с 2 сторон": after "с" the noun shows that it is the genitive.
  const bool genitive = kase == Kase::kGenitive || kase == Kase::kInstrumental;
  if (genitive) return RussianAgreement{Gender::kMasculine, Kase::kGenitive};
  // "на 1200 мест", "написал 1200 слов" are "одну тысячу двести"; "пришли 1200 человек" are none.
  const bool object =
      kase == Kase::kAccusative || (counted.object && !counted.before.ends_with(U"ли"));
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
  if (!EndsInVowel(noun)) return AfterMany(counted, Kase::kGenitive);
  for (const RussianNoun& one : counted.nouns) {
    if (!one.plural && one.kase == Kase::kGenitive) return One(one.gender, Kase::kNominative);
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
  const bool object = best->kase == Kase::kNominative &&
                      (!feminine || best->lemma.back() == U'ь') &&
                      (counted.kase == Kase::kAccusative || (feminine && counted.object));
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

// Whether the noun before a number is one of doing, or of who does it, so that what is counted
// belongs to it: "загрузка 5 файлов", "победитель 12 туров", but "напряжение 5 вольт".
bool IsActing(const RussianNoun& owner, const Counted& counted) {
  if (IsWordOf(WordClass::kActing, owner.lemma)) return true;
  const bool measure = IsLemmaOf(WordClass::kMeasure, counted.nouns) ||
                       (counted.phrase.adjective.empty() && IsUnitWord(counted.noun()));
  return !measure && EndsIn(owner.lemma, {U"ение", U"ание", U"ация", U"тель"}) &&
         !IsWordOf(WordClass::kNoActing, owner.lemma);
}

// Whether what a number counts belongs to the noun before it: "загрузка 5 файлов", "карандаши 12
// цветов", but "в загрузке 5 файлов", "загрузка 5 минут".
bool IsOfNounBefore(const SpokenCursor& cursor, const Counted& counted) {
  if (counted.kase != Kase::kNominative || cursor.at < 2 || !IsLetter(cursor.in[cursor.at - 2])) {
    return false;
  }
  if (IsLemmaOf(WordClass::kTime, counted.nouns)) return false;
  const std::vector<RussianNoun> owners = ReadRussianWord(counted.before).nouns;
  const bool kind = IsLemmaOf(WordClass::kKind, counted.nouns) && !owners.empty();
  const std::u32string earlier = cursor.BeforeWord().WordBefore();
  if (kind && !earlier.empty() && IsDigit(earlier.front())) {
    return true;  // "24 карандаша 12 цветов"
  }
  const bool acting = std::any_of(owners.begin(), owners.end(), [&counted](const RussianNoun& one) {
    return IsActing(one, counted);
  });
  if (!kind && !acting) return false;
  static constexpr std::u32string_view kPlaces[] = {U"в", U"во", U"на", U"у", U"из", U"за", U"под"};
  constexpr int kPhraseMax = 3;
  return !cursor.BeforeWord().HasBefore(
      kPhraseMax, [](std::u32string_view word) { return IsAnyOf(kPlaces, word); });
}

// "не хватает 1 рубля 50 копеек": the case of the larger part.
bool IsSmallerPart(const SpokenCursor& cursor, const Counted& counted) {
  if (!IsLemmaOf(WordClass::kPartOfAmount, counted.nouns) ||
      !IsLemmaOf(WordClass::kPartOfAmount, ReadRussianWord(counted.before).nouns)) {
    return false;
  }
  const SpokenCursor number = cursor.BeforeWord();
  const std::u32string larger = number.WordBefore();
  return !larger.empty() && IsDigit(larger.front()) &&
         CaseBefore(number.BeforeWord()) == Kase::kGenitive;
}

}  // namespace

std::optional<RussianAgreement> AgreeWithNoun(const SpokenCursor& cursor, std::size_t offset,
                                              std::int64_t number) {
  const Count count = CountOf(number);
  Counted counted;
  counted.number = number;
  counted.phrase = ReadPhrase(cursor, offset, count);
  if (counted.phrase.noun.empty() && counted.phrase.adjective.empty()) return std::nullopt;
  if (!counted.noun().empty()) {
    if (IsNoNoun(counted.noun())) return std::nullopt;
    RussianReading reading = ReadRussianWord(counted.noun());
    if (reading.other) return std::nullopt;
    counted.nouns = std::move(reading.nouns);
  }
  counted.before = cursor.WordBefore();
  counted.kase = CaseBefore(cursor);
  counted.object = IsObject(cursor);
  counted.negated = cursor.BeforeWord().WordBefore() == U"не";
  const bool years = counted.noun() == U"лет" || counted.noun() == U"года";
  if (years && IsWordOf(WordClass::kAged, counted.before)) counted.kase = Kase::kGenitive;
  const bool genitive = IsOfNounBefore(cursor, counted) || IsSmallerPart(cursor, counted);
  if (count == Count::kMany && genitive) counted.kase = Kase::kGenitive;
  if (count == Count::kOne) return AfterOne(counted);
  if (const Agreement oblique = Oblique(counted)) return oblique;
  return count == Count::kFew ? AfterFew(counted) : AfterMany(counted, counted.kase);
}

}  // namespace nexy
