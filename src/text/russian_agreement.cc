#include "text/russian_agreement.h"

#include <algorithm>
#include <initializer_list>

#include "text/unicode.h"
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

bool IsCyrillic(std::u32string_view word) {
  return !word.empty() &&
         std::all_of(word.begin(), word.end(), [](char32_t c) { return c >= 0x400 && c < 0x530; });
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
    const SpokenCursor::Word word = cursor.WordAfter(at);
    if (word.end == 0 || !IsCyrillic(word.text)) return {};
    at = word.end;
    // "2 раб. дня": a shortened word counts nothing.
    const bool shortened =
        cursor.Peek(at) == U'.' && cursor.Peek(at + 1) == U' ' && IsLower(cursor.Peek(at + 2));
    if (shortened) return {};
    if (!IsAdjective(word.text, count)) {
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

// The genitive plural ends in a consonant, in й or ь: книг, файлов, статей, сообщений.
bool IsGenitivePlural(std::u32string_view noun) {
  return IsWordOf(WordClass::kIndeclinable, noun) || !EndsInVowel(noun);
}

// The case that the plural's ending shows: "файлами", "файлам", "файлах".
Agreement Oblique(const Phrase& phrase, std::u32string_view before) {
  const std::u32string_view noun = phrase.noun.empty() ? phrase.adjective : phrase.noun;
  if (EndsIn(noun, {U"ами", U"ями", U"ьми", U"ыми", U"ими"})) {
    return RussianAgreement{Gender::kMasculine, Kase::kInstrumental};
  }
  static constexpr std::u32string_view kIn[] = {U"в", U"во", U"на", U"о", U"об", U"при", U"по"};
  if (EndsIn(noun, {U"ах", U"ях"}) && IsAnyOf(kIn, before)) {
    return RussianAgreement{Gender::kMasculine, Kase::kPrepositional};
  }
  static constexpr std::u32string_view kTo[] = {U"к", U"ко", U"по", U"благодаря", U"согласно"};
  // Genitive plurals of feminines end so too: 5 дам, 5 реклам.
  static constexpr std::u32string_view kPlurals[] = {U"дам", U"мам",      U"реклам",   U"драм",
                                                     U"рам", U"панорам",  U"программ", U"грамм",
                                                     U"ям",  U"диаграмм", U"дням"};
  const bool shown = EndsIn(noun, {U"ам", U"ям"}) && !IsAnyOf(kPlurals, noun);
  if (shown || (EndsIn(noun, {U"ам", U"ям"}) && IsAnyOf(kTo, before))) {
    return RussianAgreement{Gender::kMasculine, Kase::kDative};
  }
  return std::nullopt;
}

// After 5 and more: the genitive plural, in which only the case of the number is open.
Agreement AfterMany(const Phrase& phrase, Kase kase) {
  const bool fits = phrase.noun.empty() ? EndsIn(phrase.adjective, {U"ых", U"их"})
                                        : IsGenitivePlural(phrase.noun);
  if (!fits) return std::nullopt;
  // "с 5 файлов", "с 2 сторон": after "с" the noun shows that it is the genitive.
  const bool genitive = kase == Kase::kGenitive || kase == Kase::kInstrumental;
  return RussianAgreement{Gender::kMasculine, genitive ? Kase::kGenitive : Kase::kNominative};
}

// After 2, 3, 4: the genitive singular tells feminine nouns from the others; in the genitive the
// noun is plural and the gender does not show.
Agreement AfterFew(const Phrase& phrase, Kase kase) {
  if (kase == Kase::kGenitive) return AfterMany(phrase, kase);
  const std::u32string_view noun = phrase.noun;
  if (noun.empty()) return std::nullopt;
  if (kase == Kase::kInstrumental) {  // "с 2 сторон"; "с 3 пути" is the third.
    return EndsInVowel(noun) ? std::nullopt : AfterMany(phrase, kase);
  }
  if (IsWordOf(WordClass::kMasculineInA, noun) || IsWordOf(WordClass::kIndeclinable, noun)) {
    return RussianAgreement{};
  }
  // "в возрасте 4 лет", "вижу 2 друзей": the plural shows the genitive by itself.
  if (!EndsInVowel(noun)) return AfterMany(phrase, Kase::kGenitive);
  if (EndsIn(noun, {U"ы", U"и"})) return RussianAgreement{Gender::kFeminine, Kase::kNominative};
  if (EndsIn(noun, {U"а", U"я"})) return RussianAgreement{};
  // "2 последних": the gender is open.
  return std::nullopt;
}

Agreement One(Gender gender, Kase kase) { return RussianAgreement{gender, kase}; }

bool IsFeminineStem(std::u32string_view noun) {
  return EndsIn(noun, {U"ке", U"це", U"ости", U"аче", U"уппе", U"оте", U"ранице", U"ите", U"ии"}) &&
         !EndsIn(noun,
                 {U"списке", U"рынке", U"значке", U"ящике", U"ярлыке", U"языке", U"блоке", U"уроке",
                  U"ролике", U"файлике", U"месяце", U"столбце", U"образце", U"конце", U"файле"});
}

// After 1: the noun is singular in any case.
Agreement AfterOne(const Phrase& phrase, Kase kase, std::u32string_view before) {
  const std::u32string_view noun = phrase.noun;
  if (noun.empty()) return std::nullopt;
  const bool masculine_in_a = IsWordOf(WordClass::kMasculineInA, noun);
  if (IsWordOf(WordClass::kIndeclinable, noun)) {
    return One(Gender::kNeuter, kase == Kase::kGenitive ? kase : Kase::kNominative);
  }
  if (kase == Kase::kGenitive) {
    if (EndsIn(noun, {U"ы", U"и"})) return One(Gender::kFeminine, kase);
    if (EndsIn(noun, {U"а", U"я"})) return One(Gender::kMasculine, kase);
    return std::nullopt;
  }
  static constexpr std::u32string_view kTo[] = {U"к", U"ко", U"по", U"благодаря"};
  if (EndsIn(noun, {U"у", U"ю"})) {
    return IsAnyOf(kTo, before) ? One(Gender::kMasculine, Kase::kDative)
                                : One(Gender::kFeminine, Kase::kAccusative);
  }
  static constexpr std::u32string_view kWith[] = {U"с", U"со", U"под", U"над", U"перед", U"между"};
  if (IsAnyOf(kWith, before)) {
    if (EndsIn(noun, {U"ом", U"ем", U"ём"})) return One(Gender::kMasculine, Kase::kInstrumental);
    if (EndsIn(noun, {U"ой", U"ей", U"ью"})) return One(Gender::kFeminine, Kase::kInstrumental);
    if (EndsIn(noun, {U"ы", U"и"})) return One(Gender::kFeminine, Kase::kGenitive);
    if (EndsIn(noun, {U"а", U"я"})) return One(Gender::kMasculine, Kase::kGenitive);
    return std::nullopt;
  }
  static constexpr std::u32string_view kIn[] = {U"в", U"во", U"на", U"о", U"об", U"при"};
  if (IsAnyOf(kIn, before) && EndsIn(noun, {U"е", U"и"}) && !EndsIn(noun, {U"ение", U"ание"})) {
    if (IsFeminineStem(noun)) return One(Gender::kFeminine, Kase::kPrepositional);
    return One(Gender::kMasculine, Kase::kPrepositional);
  }
  if (masculine_in_a) return One(Gender::kMasculine, Kase::kNominative);
  if (EndsIn(noun, {U"мя"})) return One(Gender::kNeuter, Kase::kNominative);
  if (EndsIn(noun, {U"а", U"я"})) return One(Gender::kFeminine, Kase::kNominative);
  if (EndsIn(noun, {U"о", U"е", U"ё"})) return One(Gender::kNeuter, Kase::kNominative);
  if (noun.back() == U'ь') {
    const bool feminine =
        EndsIn(noun, {U"ость", U"есть", U"ись"}) || IsWordOf(WordClass::kFeminineInSoftSign, noun);
    return One(feminine ? Gender::kFeminine : Gender::kMasculine, Kase::kNominative);
  }
  // "и 1 машины": no nominative ends so.
  if (EndsIn(noun, {U"ы", U"ки", U"ги", U"хи"})) return One(Gender::kFeminine, Kase::kGenitive);
  return EndsInVowel(noun) ? std::nullopt : One(Gender::kMasculine, Kase::kNominative);
}

// "с 9 до 18", "с 5 по 7": the number after "с" is in the genitive if its end follows soon.
bool IsFromUntil(const SpokenCursor& cursor) {
  constexpr std::size_t kNear = 40;
  const std::u32string_view near = cursor.Rest().substr(0, kNear);
  const std::size_t clause = std::min(near.find_first_of(U",;!?"), near.size());
  return near.substr(0, clause).find(U" до ") != near.npos;
}

}  // namespace

std::optional<RussianAgreement> AgreeWithNoun(const SpokenCursor& cursor, std::size_t offset,
                                              std::int64_t number) {
  const Count count = CountOf(number);
  const Phrase phrase = ReadPhrase(cursor, offset, count);
  if (phrase.noun.empty() && phrase.adjective.empty()) return std::nullopt;
  if (!phrase.noun.empty() && IsNoNoun(phrase.noun)) return std::nullopt;
  const std::u32string before = cursor.WordBefore();
  const Kase kase = CaseBefore(cursor);
  if (count != Count::kOne) {
    if (const Agreement oblique = Oblique(phrase, before)) return oblique;
  }
  switch (count) {
    case Count::kOne:
      return AfterOne(phrase, kase, before);
    case Count::kFew:
      return AfterFew(phrase, kase);
    case Count::kMany:
      return AfterMany(phrase, kase);
  }
  return std::nullopt;
}

RussianCase CaseBefore(const SpokenCursor& cursor) {
  const std::u32string before = cursor.WordBefore();
  if (before == U"с" || before == U"со") {
    return IsFromUntil(cursor) ? Kase::kGenitive : Kase::kInstrumental;
  }
  const std::u32string governing = GoverningWord(cursor);
  const Kase kase = CaseAfter(governing);
  const bool joined = governing != before;
  return joined && kase == Kase::kAccusative ? Kase::kNominative : kase;
}

std::u32string GoverningWord(const SpokenCursor& cursor) {
  std::u32string before = cursor.WordBefore();
  if (before != U"и" && before != U"или") return before;
  SpokenCursor back = cursor;
  const auto step = [&back](std::size_t size) {
    while (back.at > 0 && !IsWordChar(back.in[back.at - 1])) --back.at;
    back.at -= std::min(back.at, size);
  };
  step(before.size());
  const std::u32string number = back.WordBefore();
  if (number.empty() || !IsDigit(number.front())) return before;
  step(number.size());
  return back.WordBefore();
}

bool IsLabelBefore(const SpokenCursor& cursor) {
  const std::u32string_view before = TrimSpace(cursor.in.substr(0, cursor.at));
  if (before.ends_with(U'№') || before.ends_with(U'#')) return true;
  const std::u32string word = cursor.WordBefore();
  const bool latin = !word.empty() && word.back() < 0x80 && IsLetter(word.back());
  if (word.ends_with(U'.')) return word != U"ок.";  // "ст. 5", "д. 12".
  if (!latin && IsWordOf(WordClass::kLabel, word)) {
    // "на 5 странице 3 ошибки": the label has its number already.
    const std::size_t at = before.size() - std::min(before.size(), word.size());
    const std::u32string_view rest = TrimSpace(before.substr(0, at));
    return rest.empty() || !IsDigit(rest.back());
  }
  return latin;
}

}  // namespace nexy
