#include "text/russian_government.h"

#include <algorithm>
#include <initializer_list>
#include <vector>

#include "text/russian_lexicon.h"
#include "text/russian_quantity.h"
#include "text/unicode.h"
#include "text/word_classes.h"

namespace nexy {

namespace {

using Kase = RussianCase;

// "с 9 до 18", "с 5 по 7": the number after "с" is in the genitive if its end follows soon.
bool IsFromUntil(const SpokenCursor& cursor) {
  constexpr std::size_t kNear = 40;
  const std::u32string_view near = cursor.Rest().substr(0, kNear);
  const std::size_t until = near.find(U" до ");
  if (until == near.npos) return false;
  for (std::size_t i = 0; i < until; ++i) {  // "с 1,2 % до 3 %": that comma ends no clause.
    const bool decimal = near[i] == U',' && IsAsciiDigit(near[i + 1]);
    if (IsOneOfChars(near[i], U",;!?") && !decimal) return false;
  }
  return true;
}

}  // namespace

RussianCase CaseBefore(const SpokenCursor& cursor) {
  if (cursor.Before() == U'√') return Kase::kGenitive;
  const std::u32string before = cursor.WordBefore();
  if (before == U"с" || before == U"со") {
    return IsFromUntil(cursor) ? Kase::kGenitive : Kase::kInstrumental;
  }
  if (before == U"равно" && ReadRussianWord(cursor.BeforeWord().WordBefore()).nouns.empty()) {
    return Kase::kNominative;  // "всё равно", "2*3 равно 6", but "напряжение равно 5 вольтам"
  }
  const std::u32string governing = GoverningWord(cursor);
  const Kase kase = CaseAfter(governing);
  const bool joined = governing != before;
  return joined && kase == Kase::kAccusative ? Kase::kNominative : kase;
}

namespace {

// The count that ends before the cursor ("3 новых раздела"): the cursor at its number.
std::optional<SpokenCursor> CountBefore(SpokenCursor cursor) {
  constexpr int kPhraseMax = 2;
  for (int words = 0; words < kPhraseMax; ++words) {
    if (!IsCyrillic(cursor.WordBefore())) return std::nullopt;
    cursor = cursor.BeforeWord();
    const std::u32string number = cursor.WordBefore();
    const bool digits = !number.empty() && std::all_of(number.begin(), number.end(), IsAsciiDigit);
    if (digits) return cursor.BeforeWord();
  }
  return std::nullopt;
}

// "пункт 2 части 1 статьи 5", but "В приложении 3 вкладки" are counted.
bool IsPart(std::u32string_view word) {
  constexpr std::size_t kPartMin = 4;  // Nothing is looked up for a preposition.
  if (word.size() < kPartMin) return false;
  const std::vector<RussianNoun> nouns = ReadRussianWord(word).nouns;
  return std::any_of(nouns.begin(), nouns.end(), [](const RussianNoun& one) {
    return IsWordOf(WordClass::kRussianPart, one.lemma) && !one.plural &&
           one.lemma != U"приложение";
  });
}

}  // namespace

std::optional<SpokenCursor> FirstOfCounts(const SpokenCursor& cursor) {
  const std::u32string joint = cursor.WordBefore();
  if (joint != U"и" && joint != U"или") return std::nullopt;
  std::optional<SpokenCursor> first = CountBefore(cursor.BeforeWord());
  while (first) {  // "из 2 книг, 3 ручек и 12 тетрадей"
    SpokenCursor comma = *first;
    while (comma.at > 0 && IsSpace(comma.Before())) --comma.at;
    if (comma.Before() != U',') break;
    --comma.at;
    const std::optional<SpokenCursor> earlier = CountBefore(comma);
    if (!earlier) break;
    first = earlier;
  }
  return first;
}

std::u32string GoverningWord(const SpokenCursor& cursor) {
  const std::u32string before = cursor.WordBefore();
  if (before != U"и" && before != U"или") return before;
  if (cursor.BeforeWord().WordBefore() == U"нет") return U"нет";  // "нет и 18 лет"
  const SpokenCursor first =
      cursor.FirstOfSeries([](std::u32string_view word) { return IsDigit(word.front()); });
  if (first.at != cursor.at) return first.WordBefore();
  const std::optional<SpokenCursor> count = FirstOfCounts(cursor);
  const bool governed = count && CaseAfter(count->WordBefore()) == Kase::kGenitive;
  return governed ? count->WordBefore() : before;
}

std::u32string RussianQuantityHere(const SpokenCursor& cursor, const NumberToken& number,
                                   RussianGender gender, RussianCase kase) {
  std::u32string words = RussianQuantity(number, gender, kase);
  constexpr std::u32string_view kThousand = U"одна тысяча";
  if (words.starts_with(kThousand) && cursor.WordBefore() == U"по") {
    words.replace(0, kThousand.size(), U"одной тысяче");
  }
  return words;
}

bool IsLabelBefore(const SpokenCursor& cursor) {
  const std::u32string_view before = TrimSpace(cursor.in.substr(0, cursor.at));
  if (before.ends_with(U'№') || before.ends_with(U'#')) return true;
  const std::u32string word = cursor.WordBefore();
  if (word.ends_with(U'.')) {  // "ст. 5", "д. 12", but "в т. ч. 20 детей"
    const bool among = word == U"ч." && cursor.BeforeWord().WordBefore() == U"т.";
    return !among && !IsWordOf(WordClass::kNoLabel, word);
  }
  if (!word.empty() && word.back() < 0x80 && IsLetter(word.back())) return true;
  if (!IsWordOf(WordClass::kLabel, word) && !IsPart(word)) return false;
  // "на 5 странице 3 ошибки": the label has its number already.
  const std::size_t at = before.size() - std::min(before.size(), word.size());
  const std::u32string_view rest = TrimSpace(before.substr(0, at));
  return rest.empty() || !IsDigit(rest.back()) ||
         IsLabelBefore(cursor.BeforeWord().BeforeWord());  // "пункт 2 части 1"
}

bool TakesObject(std::u32string_view verb) {
  const auto ends_in = [verb](std::initializer_list<std::u32string_view> endings) {
    return std::any_of(endings.begin(), endings.end(),
                       [verb](std::u32string_view ending) { return verb.ends_with(ending); });
  };
  if (!ends_in({U"у", U"ю", U"л", U"ли", U"ть", U"те", U"ем", U"ём", U"им", U"ешь", U"ишь"})) {
    return false;
  }
  const RussianReading reading = ReadRussianWord(verb);
  if (reading.verb || !reading.nouns.empty()) return reading.verb;
  if (ends_in({U"ите", U"йте", U"ьте"})) return true;  // "возьмите"
  return verb.size() > 5 && ends_in({U"ли"});  // "спасли" is no form of "спасти" there.
}

bool IsObject(const SpokenCursor& cursor) {
  const std::u32string verb = cursor.WordBefore();
  // "полиция задержала 4"; "прошла 21" may be what passed.
  if (verb.ends_with(U"ла") && IsAsciiDigit(cursor.Peek()) && cursor.NumberAt().whole % 10 != 1) {
    return ReadRussianWord(verb).verb;
  }
  if (TakesObject(verb)) return true;
  static constexpr std::u32string_view kSubjects[] = {U"он", U"она", U"оно", U"они"};
  if (IsAnyOf(kSubjects, cursor.BeforeWord().WordBefore()) && ReadRussianWord(verb).verb) {
    return true;  // "она воспитывает 3 детей"
  }
  const std::optional<SpokenCursor> first = FirstOfCounts(cursor);
  return first && (TakesObject(first->WordBefore()) ||
                   CaseAfter(first->WordBefore()) == Kase::kAccusative);  // "на 2 двери и 1 дверь"
}

}  // namespace nexy
