#include "text/russian_counted.h"

#include <algorithm>
#include <utility>

#include "text/russian_government.h"
#include "text/unicode.h"
#include "text/units.h"

namespace nexy {

namespace {

using Kase = RussianCase;

Count CountOf(std::int64_t number) {
  const std::int64_t hundred = number % 100;
  if (hundred >= 11 && hundred <= 14) return Count::kMany;
  const std::int64_t ten = number % 10;
  if (ten == 1) return Count::kOne;
  return ten >= 2 && ten <= 4 ? Count::kFew : Count::kMany;
}

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

NounPhrase ReadPhrase(const SpokenCursor& cursor, std::size_t offset, Count count) {
  NounPhrase phrase;
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

bool EndsIn(std::u32string_view word, std::initializer_list<std::u32string_view> endings) {
  return std::any_of(endings.begin(), endings.end(), [word](std::u32string_view ending) {
    return word.size() > ending.size() && word.ends_with(ending);
  });
}

bool IsLemmaOf(WordClass list, const std::vector<RussianNoun>& nouns) {
  return std::any_of(nouns.begin(), nouns.end(),
                     [list](const RussianNoun& one) { return IsWordOf(list, one.lemma); });
}

std::optional<Counted> ReadCounted(const SpokenCursor& cursor, std::size_t offset,
                                   std::int64_t number) {
  Counted counted;
  counted.number = number;
  counted.count = CountOf(number);
  counted.phrase = ReadPhrase(cursor, offset, counted.count);
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
  const bool aged = years && IsWordOf(WordClass::kAged, counted.before);
  const bool owned = counted.count == Count::kMany &&
                     (IsOfNounBefore(cursor, counted) || IsSmallerPart(cursor, counted));
  if (aged || owned) counted.kase = Kase::kGenitive;
  return counted;
}

}  // namespace nexy
