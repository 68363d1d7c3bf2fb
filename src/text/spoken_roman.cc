#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "text/data_table.h"
#include "text/embedded_data.h"
#include "text/english_words.h"
#include "text/number_token.h"
#include "text/russian_lexicon.h"
#include "text/russian_words.h"
#include "text/spoken_rules.h"
#include "text/unicode.h"
#include "text/word_classes.h"

namespace nexy {

namespace {

using Kase = RussianCase;
using Gender = RussianGender;

struct Roman {
  int value = 0;
  std::size_t size = 0;  // 0 if there is no well-formed number.
};

std::u32string WriteRoman(int value) {
  struct Step {
    int value;
    std::u32string_view letters;
  };
  static constexpr Step kSteps[] = {
      {1000, U"M"}, {900, U"CM"}, {500, U"D"}, {400, U"CD"}, {100, U"C"}, {90, U"XC"}, {50, U"L"},
      {40, U"XL"},  {10, U"X"},   {9, U"IX"},  {5, U"V"},    {4, U"IV"},  {1, U"I"}};
  std::u32string letters;
  for (const Step& step : kSteps) {
    while (value >= step.value) {
      letters += step.letters;
      value -= step.value;
    }
  }
  return letters;
}

// A Cyrillic Ха is often written for the ten.
char32_t Latin(char32_t c) { return c == U'Х' ? U'X' : c; }

// The Roman number that stands at `text` as a word of its own.
Roman ReadRoman(std::u32string_view text) {
  static constexpr std::u32string_view kDigits = U"IVXLCDM";
  static constexpr std::array<int, 7> kValues = {1, 5, 10, 50, 100, 500, 1000};
  constexpr std::size_t kRomanMax = 15;
  Roman roman;
  int previous = 0;
  while (roman.size < std::min(text.size(), kRomanMax)) {
    const std::size_t digit = kDigits.find(Latin(text[roman.size]));
    if (digit == kDigits.npos) break;
    const int worth = kValues[digit];
    roman.value += worth > previous && roman.size > 0 ? worth - 2 * previous : worth;
    previous = worth;
    ++roman.size;
  }
  const bool word = roman.size >= text.size() || !IsWordChar(text[roman.size]);
  if (!word || roman.size == 0) return {};
  std::u32string letters(text.substr(0, roman.size));
  std::transform(letters.begin(), letters.end(), letters.begin(), Latin);
  return WriteRoman(roman.value) == letters ? roman : Roman{};
}

// The word before the cursor as it is written.
std::u32string_view WrittenBefore(const SpokenCursor& cursor) {
  std::size_t end = cursor.at;
  while (end > 0 && IsSpace(cursor.in[end - 1])) --end;
  return cursor.in.substr(end - std::min(end, cursor.WordBefore().size()),
                          cursor.WordBefore().size());
}

bool EndsPhrase(const SpokenCursor& cursor, std::size_t size) {
  const SpokenCursor::Word next = cursor.WordAfter(size);
  if (next.end == 0) return true;
  return IsWordOf(WordClass::kAfterKing, next.text);
}

bool IsLabelled(const SpokenCursor& cursor, const Roman& roman) {
  std::u32string before = cursor.WordBefore();
  if (before.ends_with(U'.')) before.pop_back();
  if (!IsWordOf(WordClass::kRomanLabel, before)) return false;
  const bool lettered = IsWordOf(WordClass::kLettered, before);
  const bool large =
      cursor.Rest().substr(0, roman.size).find_first_of(U"CDM") != std::u32string_view::npos;
  if (roman.size > 1) return !lettered || !large;  // "of type CXX"
  // "Vitamin C", "Type V": a single letter is a number only after a label that has numbers.
  if (!IsOneOfChars(cursor.Peek(), U"IVX") || lettered) return false;
  return IsUpper(WrittenBefore(cursor).front()) || cursor.Russian();
}

// "the XIXth century"
bool SpeakRomanOrdinal(SpokenCursor& cursor) {
  std::size_t letters = 0;
  while (IsUpper(cursor.Peek(letters))) ++letters;
  if (letters == 0 || !IsLower(cursor.Peek(letters)) || IsWordChar(cursor.Peek(letters + 2))) {
    return false;
  }
  const Roman roman = ReadRoman(cursor.Rest().substr(0, letters));
  return roman.size > 0 && cursor.Rest().substr(letters, 2) == EnglishOrdinalSuffix(roman.value) &&
         cursor.SayFor(letters + 2, EnglishOrdinal(roman.value));
}

bool SpeakEnglishRoman(SpokenCursor& cursor, const Roman& roman) {
  const SpokenCursor::Word next = cursor.WordAfter(roman.size);
  if (IsWordOf(WordClass::kRomanCentury, next.text) && cursor.Peek() != U'C') {
    return cursor.SayFor(roman.size, EnglishOrdinal(roman.value));
  }
  if (IsLabelled(cursor, roman)) {
    return cursor.SayFor(roman.size, DecodeUtf8(std::to_string(roman.value)));
  }
  // "Super Bowl LVIII", "Final Fantasy XVI": three letters of I, V, X and L after a name.
  const std::u32string_view letters = cursor.Rest().substr(0, roman.size);
  const std::u32string_view name = WrittenBefore(cursor);
  const bool long_number = roman.size >= 3 && letters.find_first_not_of(U"IVXL") == letters.npos &&
                           letters != U"XXX" && letters != U"LIX" && letters != U"XIX";
  const bool named = !name.empty() && IsUpper(name.front()) && name.size() > 1 && IsLower(name[1]);
  const bool is_king = IsWordOf(WordClass::kEnglishKing, cursor.WordBefore());
  if (long_number && named && !is_king) {
    return cursor.SayFor(roman.size, DecodeUtf8(std::to_string(roman.value)));
  }
  const bool king = IsWordOf(WordClass::kEnglishKing, cursor.WordBefore()) && roman.value <= 30 &&
                    IsUpper(WrittenBefore(cursor).front());
  if (!king || (roman.size == 1 && !EndsPhrase(cursor, roman.size))) return false;
  if (roman.size == 1 && !IsOneOfChars(cursor.Peek(), U"IVX")) return false;
  cursor.Say(U"the");
  cursor.Say(EnglishOrdinal(roman.value));
  if (IsOneOfChars(cursor.Peek(roman.size), U"'’")) {  // "Elizabeth II's"
    cursor.at += roman.size;
    return true;
  }
  cursor.Skip(roman.size);
  return true;
}

// What Roman numbers number: "век", "съезд", and adjectives before such a noun ("мировая").
std::optional<RussianNoun> FindNumbered(std::u32string_view word) {
  for (const RussianNoun& noun : ReadRussianWord(word).nouns) {
    if (!IsWordOf(WordClass::kRomanNumbered, noun.lemma)) continue;
    return noun;
  }
  std::optional<RussianNoun> adjective = ReadRussianAdjective(word);
  const bool known = adjective && IsWordOf(WordClass::kRomanAdjective, word.substr(0, 6));
  return known ? adjective : std::nullopt;
}

// "XX в.", "XIX–XX вв.": the case by the word before, and what is said for the abbreviation.
struct Century {
  Kase kase = Kase::kNominative;
  std::u32string_view said;
  std::size_t end = 0;
};

std::optional<Century> ReadCentury(const SpokenCursor& cursor, std::size_t offset) {
  const SpokenCursor::Word word = cursor.WordAfter(offset);
  const bool many = word.text == U"вв";
  if ((word.text != U"в" && !many) || cursor.Peek(word.end) != U'.') return std::nullopt;
  const std::u32string before = cursor.WordBefore();
  Kase kase = Kase::kGenitive;
  if (before == U"в" || before == U"во") kase = Kase::kPrepositional;
  if (before == U"к") kase = Kase::kDative;
  if (before.empty()) kase = Kase::kNominative;
  const bool last = TrimSpace(cursor.Rest().substr(word.end + 1)).empty();
  const std::u32string_view one = kase == Kase::kPrepositional ? U"веке"
                                  : kase == Kase::kDative      ? U"веку"
                                  : kase == Kase::kGenitive    ? U"века"
                                                               : U"век";
  const std::u32string_view both = kase == Kase::kPrepositional ? U"веках"
                                   : kase == Kase::kDative      ? U"векам"
                                   : kase == Kase::kGenitive    ? U"веков"
                                                                : U"века";
  return Century{kase, many ? both : one, word.end + (last ? 0 : 1)};
}

// "конец", "в начале": words before a century.
bool IsPartOfCentury(std::u32string_view word) { return IsWordOf(WordClass::kPartOfTime, word); }

// "конец XVIII — начало XIX века": the word stands after the second number.
bool SpeakFirstCentury(SpokenCursor& cursor, const Roman& roman) {
  if (!IsPartOfCentury(cursor.WordBefore())) return false;
  const std::u32string_view rest = cursor.Rest().substr(roman.size, 40);
  if (rest.find(U" век") == rest.npos && rest.find(U" в.") == rest.npos) return false;
  return cursor.SayFor(roman.size,
                       RussianOrdinal(roman.value, Gender::kMasculine, Kase::kGenitive));
}

// "XXI век", "в XIX–XX веках", "V в.".
bool SpeakRussianNumbered(SpokenCursor& cursor, const Roman& roman) {
  std::size_t end = roman.size;
  Roman upper;
  if (IsRangeDash(cursor.Peek(end))) {
    upper = ReadRoman(cursor.Rest().substr(end + 1));
    if (upper.size == 0) return false;
    end += 1 + upper.size;
  }
  const std::optional<RussianNoun> noun = FindNumbered(cursor.WordAfter(end).text);
  const std::optional<Century> century = noun ? std::nullopt : ReadCentury(cursor, end);
  if (!noun && !century) return upper.size == 0 && SpeakFirstCentury(cursor, roman);
  const Gender gender = noun ? noun->gender : Gender::kMasculine;
  const Kase kase = noun ? noun->kase : century->kase;
  cursor.Say(RussianOrdinal(roman.value, gender, kase));
  if (upper.size > 0) {
    cursor.Say(U"—");
    cursor.Say(RussianOrdinal(upper.value, gender, kase));
  }
  if (century) cursor.Say(century->said);
  cursor.Skip(century ? century->end : end);
  return true;
}

struct Stem {
  std::u32string stem;
  Gender gender;
};

const std::vector<Stem>& Rulers() {
  static const auto* const rulers = [] {
    auto* made = new std::vector<Stem>;
    ForEachRow(kRussianNamesTable, [made](const DataRow& row) {
      const Gender gender = row.at(0) == "f" ? Gender::kFeminine : Gender::kMasculine;
      ForEachWord(row.at(1), [made, gender](std::string_view stem) {
        made->push_back({DecodeUtf8(stem), gender});
      });
    });
    return made;
  }();
  return *rulers;
}

std::optional<Kase> CaseOfName(std::u32string_view ending, Gender gender) {
  struct Form {
    std::u32string_view ending;
    Kase kase;
  };
  static constexpr Form kMasculine[] = {{U"", Kase::kNominative},     {U"й", Kase::kNominative},
                                        {U"а", Kase::kGenitive},      {U"я", Kase::kGenitive},
                                        {U"у", Kase::kDative},        {U"ю", Kase::kDative},
                                        {U"ом", Kase::kInstrumental}, {U"ем", Kase::kInstrumental},
                                        {U"е", Kase::kPrepositional}, {U"и", Kase::kPrepositional}};
  static constexpr Form kFeminine[] = {
      {U"а", Kase::kNominative}, {U"я", Kase::kNominative},    {U"ы", Kase::kGenitive},
      {U"и", Kase::kGenitive},   {U"е", Kase::kDative},        {U"у", Kase::kAccusative},
      {U"ю", Kase::kAccusative}, {U"ой", Kase::kInstrumental}, {U"ей", Kase::kInstrumental}};
  if (gender == Gender::kFeminine) {
    for (const Form& form : kFeminine) {
      if (form.ending == ending) return form.kase;
    }
  } else {
    for (const Form& form : kMasculine) {
      if (form.ending == ending) return form.kase;
    }
  }
  return std::nullopt;
}

// "Пётр I", "Екатерины II".
bool SpeakRuler(SpokenCursor& cursor, const Roman& roman) {
  const std::u32string name = cursor.WordBefore();
  if (name.empty() || roman.value > 40 || !IsUpper(WrittenBefore(cursor).front())) return false;
  for (const Stem& ruler : Rulers()) {
    if (!name.starts_with(ruler.stem)) continue;
    const auto kase = CaseOfName(std::u32string_view(name).substr(ruler.stem.size()), ruler.gender);
    if (!kase) continue;
    std::u32string ordinal = RussianOrdinal(roman.value, ruler.gender, *kase);
    if (ordinal.empty()) return false;
    // "Людовик Четырнадцатый": the words of such a number are written with a capital.
    ordinal[0] -= 0x20;
    return cursor.SayFor(roman.size, ordinal);
  }
  return false;
}

}  // namespace

// "в 19 в.", "5 в. до н. э.": a century in Arabic digits.
bool SpeakCentury(SpokenCursor& cursor) {
  if (!cursor.Russian() || !cursor.InWords()) return false;
  const NumberToken number = ReadNumber(cursor.Rest());
  if (!number.IsWhole() || number.whole < 1 || number.whole > 21) return false;
  const std::optional<Century> century = ReadCentury(cursor, number.size);
  if (!century) return false;
  static constexpr std::u32string_view kBefore[] = {U"в", U"во", U"к", U"с", U"до", U"из"};
  const std::u32string before = cursor.WordBefore();
  const std::u32string_view era = TrimSpace(cursor.Rest().substr(century->end));
  const bool certain = IsAnyOf(kBefore, before) || IsPartOfCentury(before);
  if (!certain && !era.starts_with(U"до н")) return false;
  cursor.Say(RussianOrdinal(number.whole, Gender::kMasculine, century->kase));
  return cursor.SayFor(century->end, century->said);
}

bool SpeakRoman(SpokenCursor& cursor) {
  if (!cursor.InWords() || IsWordChar(cursor.Before()) || !IsUpper(cursor.Peek())) return false;
  if (!cursor.Russian() && SpeakRomanOrdinal(cursor)) return true;
  const Roman roman = ReadRoman(cursor.Rest());
  if (roman.size == 0) return false;
  const char32_t after = cursor.Peek(roman.size);
  const bool owner =
      IsOneOfChars(after, U"'’") && cursor.Peek(roman.size + 1) == U's' && roman.size > 1;
  if (!cursor.Russian())
    return (owner || !IsOneOfChars(after, U"-'’")) && SpeakEnglishRoman(cursor, roman);
  if (SpeakRussianNumbered(cursor, roman) || SpeakRuler(cursor, roman)) return true;
  if (!IsLabelled(cursor, roman)) return false;
  return cursor.SayFor(roman.size, DecodeUtf8(std::to_string(roman.value)));
}

}  // namespace nexy
