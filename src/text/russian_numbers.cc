#include <algorithm>
#include <array>
#include <string>

#include "text/number_token.h"
#include "text/russian_words.h"
#include "text/spoken_rules.h"
#include "text/unicode.h"

namespace nexy {

namespace {

using Kase = RussianCase;
using Gender = RussianGender;
using Word = SpokenCursor::Word;

template <typename Words>
bool IsOneOf(const Words& words, std::u32string_view word) {
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

bool EndsWithOneOf(std::u32string_view word, std::initializer_list<std::u32string_view> endings) {
  return std::any_of(endings.begin(), endings.end(),
                     [word](std::u32string_view ending) { return word.ends_with(ending); });
}

struct Suffix {
  std::u32string_view written;
  Gender gender;
  Kase kase;
};

// "5-й", "1-го", "90-х", "2-х", "10-ти".
bool SpeakSuffix(SpokenCursor& cursor, const NumberToken& number) {
  static constexpr Suffix kSuffixes[] = {{U"й", Gender::kMasculine, Kase::kNominative},
                                         {U"ый", Gender::kMasculine, Kase::kNominative},
                                         {U"ий", Gender::kMasculine, Kase::kNominative},
                                         {U"я", Gender::kFeminine, Kase::kNominative},
                                         {U"ая", Gender::kFeminine, Kase::kNominative},
                                         {U"го", Gender::kMasculine, Kase::kGenitive},
                                         {U"ого", Gender::kMasculine, Kase::kGenitive},
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
  for (const Suffix& suffix : kSuffixes) {
    if (written != suffix.written) continue;
    Gender gender = suffix.gender;
    Kase kase = suffix.kase;
    if (written == U"е" && number.whole >= 10 && number.whole % 10 == 0) gender = Gender::kPlural;
    static constexpr std::u32string_view kWith[] = {U"с",   U"со",    U"под",
                                                    U"над", U"перед", U"между"};
    if (written == U"м" && IsOneOf(kWith, cursor.WordBefore())) kase = Kase::kInstrumental;
    cursor.Say(RussianOrdinal(number.whole, gender, kase));
    cursor.Skip(end);
    return true;
  }
  return false;
}

bool IsLabel(std::u32string_view word) {
  static constexpr std::u32string_view kLabels[] = {
      U"шаг",      U"пункт",   U"раздел",   U"глава",   U"вариант",  U"версия",
      U"версии",   U"номер",   U"страница", U"строка",  U"урок",     U"класс",
      U"этап",     U"уровень", U"канал",    U"порт",    U"ответ",    U"вопрос",
      U"том",      U"часть",   U"рисунок",  U"таблица", U"слайд",    U"вкладка",
      U"стр",      U"рис",     U"пример",   U"разделе", U"пункте",   U"шаге",
      U"странице", U"строке",  U"главе",    U"версию",  U"странице", U"дом"};
  const bool latin = !word.empty() && word.back() < 0x80;
  return latin || IsOneOf(kLabels, word);
}

// The case that the ending of the counted noun shows, if it shows one.
Kase CaseOfNoun(std::u32string_view before, std::u32string_view noun) {
  if (noun.size() < 4) return Kase::kNominative;
  if (EndsWithOneOf(noun, {U"ами", U"ями"})) return Kase::kInstrumental;
  static constexpr std::u32string_view kIn[] = {U"в", U"во", U"на", U"о", U"об", U"при"};
  if (IsOneOf(kIn, before) && EndsWithOneOf(noun, {U"ах", U"ях"})) return Kase::kPrepositional;
  static constexpr std::u32string_view kTo[] = {U"к", U"ко", U"по", U"благодаря"};
  if (IsOneOf(kTo, before) && EndsWithOneOf(noun, {U"ам", U"ям"})) return Kase::kDative;
  static constexpr std::u32string_view kCounted[] = {
      U"человек", U"минут",   U"секунд", U"недель", U"страниц", U"тысяч", U"штук",
      U"слов",    U"копеек",  U"букв",   U"кнопок", U"строк",   U"папок", U"вкладок",
      U"окон",    U"писем",   U"суток",  U"метров", U"задач",   U"книг",  U"картинок",
      U"ошибок",  U"попыток", U"лет",    U"раз",    U"дней",    U"часов"};
  const bool plural = EndsWithOneOf(noun, {U"ов", U"ев", U"ней", U"лей", U"рей", U"дей", U"тей",
                                           U"ений", U"аний", U"ых"}) ||
                      IsOneOf(kCounted, noun);
  return plural && CaseAfter(before) == Kase::kGenitive ? Kase::kGenitive : Kase::kNominative;
}

// Nouns that are numbered rather than counted: with them the number is an ordinal.
constexpr std::u32string_view kNumberedMasculine[] = {
    U"этаж",   U"класс",  U"курс",    U"том",     U"раздел",  U"пункт",   U"шаг",
    U"урок",   U"слайд",  U"этап",    U"вагон",   U"подъезд", U"сезон",   U"раунд",
    U"вопрос", U"пример", U"экзамен", U"вариант", U"канал",   U"уровень", U"квартал"};
constexpr std::u32string_view kNumberedFeminine[] = {U"глав",   U"страниц", U"строк",
                                                     U"вкладк", U"групп",   U"платформ",
                                                     U"колонк", U"попытк",  U"комнат"};

struct NounEnding {
  std::u32string_view written;
  Kase kase;
  bool counted;  // The form also stands after a count: "2 этажа".
};

// "на 5 этаже", "3 глава": an ordinal wherever the noun's form cannot be that of a count.
bool SpeakNumbered(SpokenCursor& cursor, const NumberToken& number, std::u32string_view noun) {
  static constexpr NounEnding kMasculine[] = {{U"", Kase::kNominative, false},
                                              {U"а", Kase::kGenitive, true},
                                              {U"у", Kase::kDative, false},
                                              {U"ом", Kase::kInstrumental, false},
                                              {U"е", Kase::kPrepositional, false}};
  static constexpr NounEnding kFeminine[] = {
      {U"а", Kase::kNominative, false},    {U"ы", Kase::kGenitive, true},
      {U"и", Kase::kGenitive, true},       {U"у", Kase::kAccusative, false},
      {U"ой", Kase::kInstrumental, false}, {U"ей", Kase::kInstrumental, false},
      {U"е", Kase::kPrepositional, false}};
  const std::int64_t ten = number.whole % 10;
  const bool teen = number.whole % 100 > 10 && number.whole % 100 < 20;
  const auto speak = [&cursor, &number, noun, ten, teen](const auto& stems, const auto& endings,
                                                         Gender gender) {
    for (const std::u32string_view stem : stems) {
      if (!noun.starts_with(stem)) continue;
      for (const NounEnding& ending : endings) {
        if (noun.substr(stem.size()) != ending.written) continue;
        if (ending.counted && ten >= 2 && ten <= 4 && !teen) return false;
        const bool one_of_them =
            ending.kase == Kase::kNominative || ending.kase == Kase::kAccusative;
        if (one_of_them && ten == 1 && !teen) return false;
        cursor.Say(RussianOrdinal(number.whole, gender, ending.kase));
        cursor.Skip(number.size);
        return true;
      }
    }
    return false;
  };
  return speak(kNumberedMasculine, kMasculine, Gender::kMasculine) ||
         speak(kNumberedFeminine, kFeminine, Gender::kFeminine);
}

// Whether "с 9 до" or "от 9 до" stands before the cursor.
bool IsRangeEnd(const SpokenCursor& cursor) {
  std::u32string_view before = TrimSpace(cursor.in.substr(0, cursor.at));
  if (!before.ends_with(U" до")) return false;
  before = TrimSpace(before.substr(0, before.size() - 2));
  return !before.empty() && IsDigit(before.back());
}

bool SayCardinal(SpokenCursor& cursor, const NumberToken& number, Gender gender, Kase kase) {
  cursor.Say(RussianCardinal(number.whole, gender, kase));
  cursor.Skip(number.size);
  return true;
}

// Numbers whose gender or case shows in words: "2 минуты", "1 сообщение", "от 5 человек".
bool SpeakCounted(SpokenCursor& cursor, const NumberToken& number) {
  if (!number.IsWhole()) return false;
  const Word noun = cursor.WordAfter(number.size);
  const std::u32string before = cursor.WordBefore();
  const bool from = before == U"с" || before == U"со" || before == U"от";
  if (from && noun.text == U"до" && IsDigit(cursor.Peek(noun.end + 1))) {
    return SayCardinal(cursor, number, Gender::kMasculine, Kase::kGenitive);
  }
  if (number.size == 4 && number.whole < 2101 && number.whole > 999) return false;  // A year.
  if (noun.end == 0 && before == U"до" && IsRangeEnd(cursor)) {
    return SayCardinal(cursor, number, Gender::kMasculine, Kase::kGenitive);
  }
  if (SpeakNumbered(cursor, number, noun.text)) return true;
  const std::int64_t ten = number.whole % 10;
  const bool teen = number.whole % 100 > 10 && number.whole % 100 < 20;
  if (noun.text.size() < 3 || noun.text.front() < 0x400 || IsLabel(before)) return false;
  const Kase kase = CaseOfNoun(before, noun.text);
  if (kase != Kase::kNominative) {
    if (ten == 1 && !teen) return false;  // Its gender does not show.
    return SayCardinal(cursor, number, Gender::kMasculine, kase);
  }
  if (teen) return false;
  static constexpr std::u32string_view kNoNouns[] = {
      U"или", U"если",  U"только", U"они",   U"мы", U"вы", U"при",
      U"для", U"перед", U"когда",  U"тогда", U"да", U"на", U"за"};
  if (IsOneOf(kNoNouns, noun.text)) return false;
  if (ten == 2 && EndsWithOneOf(noun.text, {U"ы", U"и", U"ые", U"ие"})) {
    return SayCardinal(cursor, number, Gender::kFeminine, Kase::kNominative);
  }
  if (ten == 1 &&
      EndsWithOneOf(noun.text, {U"ка", U"та", U"ца", U"да", U"ма", U"ва", U"ла", U"на", U"ба",
                                U"га", U"ия", U"ая", U"яя", U"ля", U"ня", U"ья"})) {
    return SayCardinal(cursor, number, Gender::kFeminine, Kase::kNominative);
  }
  if (ten == 1 && EndsWithOneOf(noun.text, {U"ку", U"ту", U"цу", U"ду", U"му", U"ву", U"лу", U"ну",
                                            U"бу", U"ию", U"ую", U"лю", U"ню"})) {
    return SayCardinal(cursor, number, Gender::kFeminine, Kase::kAccusative);
  }
  if (ten == 1 && EndsWithOneOf(noun.text, {U"ение", U"ание", U"тие", U"ое", U"ее", U"кно", U"ьмо",
                                            U"ово", U"сто"})) {
    return SayCardinal(cursor, number, Gender::kNeuter, Kase::kNominative);
  }
  return false;
}

}  // namespace

bool SpeakRussianNumber(SpokenCursor& cursor) {
  const NumberToken number = ReadNumber(cursor.Rest());
  return SpeakSuffix(cursor, number) || SpeakCounted(cursor, number);
}

// "XX век", "в XXI веке", "II квартал": an ordinal in the case that the noun shows.
bool SpeakRomanNumber(SpokenCursor& cursor) {
  static constexpr std::u32string_view kDigits = U"IVXLC";
  if (!cursor.Russian() || !cursor.InWords() || IsWordChar(cursor.Before())) return false;
  std::size_t size = 0;
  int value = 0;
  int previous = 0;
  static constexpr std::array<int, 5> kValues = {1, 5, 10, 50, 100};
  for (; size < 9; ++size) {
    const std::size_t digit = kDigits.find(cursor.Peek(size));
    if (digit == kDigits.npos) break;
    const int worth = kValues[digit];
    value += worth > previous ? worth - 2 * previous : worth;
    previous = worth;
  }
  if (size == 0 || value < 1 || value > 40) return false;
  const Word noun = cursor.WordAfter(size);
  struct Ending {
    std::u32string_view written;
    Gender gender;
    Kase kase;
  };
  static constexpr Ending kEndings[] = {{U"", Gender::kMasculine, Kase::kNominative},
                                        {U"а", Gender::kMasculine, Kase::kGenitive},
                                        {U"у", Gender::kMasculine, Kase::kDative},
                                        {U"ом", Gender::kMasculine, Kase::kInstrumental},
                                        {U"е", Gender::kMasculine, Kase::kPrepositional}};
  static constexpr std::u32string_view kNouns[] = {U"век", U"квартал"};
  for (const std::u32string_view stem : kNouns) {
    if (!noun.text.starts_with(stem)) continue;
    for (const Ending& ending : kEndings) {
      if (noun.text.substr(stem.size()) != ending.written) continue;
      cursor.Say(RussianOrdinal(value, ending.gender, ending.kase));
      cursor.Skip(size);
      return true;
    }
  }
  return false;
}

}  // namespace nexy
