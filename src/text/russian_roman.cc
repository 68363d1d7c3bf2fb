// Roman numbers in Russian sentences: centuries, rulers and other things that they number.
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "base/data_table.h"
#include "text/embedded_data.h"
#include "text/number_token.h"
#include "text/roman_number.h"
#include "text/russian_dates.h"
#include "text/russian_lexicon.h"
#include "text/russian_words.h"
#include "text/spoken_rules.h"
#include "text/unicode.h"
#include "text/word_classes.h"

namespace nexy {

namespace {

using Kase = RussianCase;
using Gender = RussianGender;

// What a number numbers: "веке", "мировая", "вв.".
struct Numbered {
  Gender gender = Gender::kMasculine;
  Kase kase = Kase::kNominative;
  std::u32string_view said = {};  // For an abbreviation.
  std::size_t end = 0;            // Where that ends; 0 for a word, which stays.
};

std::optional<Numbered> ReadNoun(std::u32string_view word) {
  for (const RussianNoun& noun : ReadRussianWord(word).nouns) {
    if (!IsWordOf(WordClass::kRomanNumbered, noun.lemma)) continue;
    return Numbered{noun.gender, noun.kase};
  }
  const std::optional<RussianNoun> adjective = ReadRussianAdjective(word);
  const bool known = adjective && BeginsWithWordOf(WordClass::kRomanAdjective, word);
  return known ? std::optional(Numbered{adjective->gender, adjective->kase}) : std::nullopt;
}

bool IsRoman(std::u32string_view word) { return ReadRomanNumber(word).size == word.size(); }

// The first number of "XV и XVI вв." or "I кв. и II кв.".
SpokenCursor FirstOf(const SpokenCursor& cursor, std::u32string_view abbreviation) {
  const SpokenCursor first = cursor.FirstOfSeries(IsRoman);
  if (first.WordBefore() != U"и") return first;
  const SpokenCursor joint = first.BeforeWord();
  const SpokenCursor other = joint.BeforeWord();
  const bool same = joint.WordBefore() == std::u32string(abbreviation) + U".";
  return same && IsRoman(other.WrittenBefore()) ? other.BeforeWord() : first;
}

// "XX в.", "XIX–XX вв.", "в IV кв.": the case shows in the word before the number.
std::optional<Numbered> ReadAbbreviation(const SpokenCursor& cursor, std::size_t offset) {
  struct Short {
    std::u32string_view written;
    Gender gender;
    std::array<std::u32string_view, 6> said;
  };
  static constexpr Short kShort[] = {
      {U"в", Gender::kMasculine, {U"век", U"века", U"веку", U"век", U"веком", U"веке"}},
      {U"вв", Gender::kMasculine, {U"века", U"веков", U"векам", U"века", U"веками", U"веках"}},
      {U"кв",
       Gender::kMasculine,
       {U"квартал", U"квартала", U"кварталу", U"квартал", U"кварталом", U"квартале"}},
      {U"тыс",
       Gender::kNeuter,
       {U"тысячелетие", U"тысячелетия", U"тысячелетию", U"тысячелетие", U"тысячелетием",
        U"тысячелетии"}}};
  const SpokenCursor::Word word = cursor.WordAfter(offset);
  if (word.end == 0 || cursor.Peek(word.end) != U'.') return std::nullopt;
  for (const Short& one : kShort) {
    if (one.written != word.text) continue;
    const std::u32string before = FirstOf(cursor, one.written).WordBefore();
    const bool in = before == U"в" || before == U"во";
    const Kase open = before.empty() ? Kase::kNominative : Kase::kGenitive;
    const Kase kase = in ? Kase::kPrepositional : RussianDateCase(before, open);
    const bool last = TrimSpace(cursor.Rest().substr(word.end + 1)).empty();
    return Numbered{one.gender, kase, one.said[static_cast<std::size_t>(kase)],
                    word.end + (last ? 0 : 1)};
  }
  return std::nullopt;
}

std::optional<Numbered> ReadNumbered(const SpokenCursor& cursor, std::size_t offset) {
  if (auto noun = ReadNoun(cursor.WordAfter(offset).text)) return noun;
  return ReadAbbreviation(cursor, offset);
}

void SayOrdinal(SpokenCursor& cursor, const RomanNumber& roman, const Numbered& numbered) {
  cursor.Say(RussianOrdinal(roman.value, numbered.gender, numbered.kase));
}

// "конец XVIII — начало XIX века": the word stands after the second number.
bool IsPartOfCentury(const SpokenCursor& cursor, const RomanNumber& roman) {
  if (!IsWordOf(WordClass::kPartOfTime, cursor.WordBefore())) return false;
  const std::u32string_view rest = cursor.Rest().substr(roman.size, 40);
  return rest.find(U" век") != rest.npos || rest.find(U" в.") != rest.npos;
}

// Where the next number of "XV, XVI и XVII веках" or "с XVI по XVIII век" begins; 0 if none
// follows.
std::size_t NextOfSeries(const SpokenCursor& cursor, std::size_t end) {
  std::size_t next = end;
  if (cursor.Peek(end) == U',') {
    next = end + 1 + BlanksAt(cursor.Rest(), end + 1);
  } else {
    const SpokenCursor::Word joint = cursor.WordAfter(end);
    static constexpr std::u32string_view kJoints[] = {U"и", U"или", U"по", U"до"};
    if (!IsAnyOf(kJoints, joint.text)) return 0;
    next = joint.end + BlanksAt(cursor.Rest(), joint.end);
  }
  return next > end && next < cursor.Rest().size() ? next : 0;
}

// What the numbers of a series that goes on at `end` number.
std::optional<Numbered> ReadAfterSeries(const SpokenCursor& cursor, std::size_t end) {
  const std::u32string before = cursor.WordBefore();
  const std::u32string joint = cursor.WordAfter(end).text;
  const bool from =
      (joint == U"по" || joint == U"до") && (before == U"с" || before == U"со" || before == U"от");
  constexpr int kSeriesMax = 5;
  for (int members = 0; members < kSeriesMax; ++members) {
    const std::size_t next = NextOfSeries(cursor, end);
    if (next == 0) return std::nullopt;
    const RomanNumber roman = ReadRomanNumber(cursor.Rest().substr(next));
    if (roman.size == 0) return std::nullopt;
    end = next + roman.size;
    std::optional<Numbered> numbered = ReadNumbered(cursor, end);
    if (!numbered) continue;
    if (from) numbered->kase = Kase::kGenitive;
    return Numbered{numbered->gender, numbered->kase};
  }
  return std::nullopt;
}

// "XXI век", "в XIX–XX веках", "V в.", "XIX-го века".
bool SpeakNumbered(SpokenCursor& cursor, const RomanNumber& roman) {
  std::size_t end = roman.size;
  RomanNumber upper;
  if (IsRangeDash(cursor.Peek(end))) {
    upper = ReadRomanNumber(cursor.Rest().substr(end + 1));
    std::size_t ending = end + 1;
    while (upper.size == 0 && IsLower(cursor.Peek(ending))) ++ending;
    if (upper.size == 0 && (ending == end + 1 || ending > end + 4)) return false;
    end = upper.size > 0 ? end + 1 + upper.size : ending;
  }
  if (const std::optional<Numbered> numbered = ReadNumbered(cursor, end)) {
    SayOrdinal(cursor, roman, *numbered);
    if (upper.size > 0) {
      cursor.Say(U"—");
      SayOrdinal(cursor, upper, *numbered);
    }
    cursor.Say(numbered->said);
    cursor.Skip(numbered->end > 0 ? numbered->end : end);
    return true;
  }
  if (upper.size > 0 || end > roman.size) return false;
  std::optional<Numbered> later = ReadAfterSeries(cursor, end);
  if (!later && IsPartOfCentury(cursor, roman)) {
    later = Numbered{Gender::kMasculine, Kase::kGenitive};
  }
  if (!later) return false;
  SayOrdinal(cursor, roman, *later);
  cursor.Skip(end);
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
    Gender gender;
    std::u32string_view ending;
    Kase kase;
  };
  constexpr Gender kHe = Gender::kMasculine;
  constexpr Gender kShe = Gender::kFeminine;
  static constexpr Form kForms[] = {
      {kHe, U"", Kase::kNominative},     {kHe, U"й", Kase::kNominative},
      {kHe, U"а", Kase::kGenitive},      {kHe, U"я", Kase::kGenitive},
      {kHe, U"у", Kase::kDative},        {kHe, U"ю", Kase::kDative},
      {kHe, U"ом", Kase::kInstrumental}, {kHe, U"ем", Kase::kInstrumental},
      {kHe, U"е", Kase::kPrepositional}, {kHe, U"и", Kase::kPrepositional},
      {kShe, U"а", Kase::kNominative},   {kShe, U"я", Kase::kNominative},
      {kShe, U"ы", Kase::kGenitive},     {kShe, U"и", Kase::kGenitive},
      {kShe, U"е", Kase::kDative},       {kShe, U"у", Kase::kAccusative},
      {kShe, U"ю", Kase::kAccusative},   {kShe, U"ой", Kase::kInstrumental},
      {kShe, U"ей", Kase::kInstrumental}};
  for (const Form& form : kForms) {
    if (form.gender == gender && form.ending == ending) return form.kase;
  }
  return std::nullopt;
}

// "Пётр I", "Екатерины II".
bool SpeakRuler(SpokenCursor& cursor, const RomanNumber& roman) {
  constexpr int kRulersMax = 40;
  const std::u32string name = cursor.WordBefore();
  if (name.empty() || roman.value > kRulersMax || !IsUpper(cursor.WrittenBefore().front())) {
    return false;
  }
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

bool SpeakRussianRoman(SpokenCursor& cursor, const RomanNumber& roman) {
  if (roman.size == 1 && !IsOneOfChars(cursor.Peek(), U"IVXХ")) return false;  // "класс C"
  if (SpeakNumbered(cursor, roman) || SpeakRuler(cursor, roman)) return true;
  const std::u32string before = cursor.WordBefore();
  const std::optional<Numbered> noun = ReadNoun(before);  // "в веке XIX"; "том II" is a label.
  if (!noun || IsWordOf(WordClass::kRomanLabel, before)) return false;
  SayOrdinal(cursor, roman, *noun);
  cursor.Skip(roman.size);
  return true;
}

// "в 19 в.", "5 в. до н. э.": a century in Arabic digits.
bool SpeakCentury(SpokenCursor& cursor) {
  const NumberToken number = ReadNumber(cursor.Rest());
  if (!number.IsWhole() || number.whole < 1 || number.whole > 21) return false;
  const std::optional<Numbered> century = ReadAbbreviation(cursor, number.size);
  if (!century || !century->said.starts_with(U"век")) return false;
  static constexpr std::u32string_view kBefore[] = {U"в", U"во", U"к", U"с", U"до", U"из"};
  const std::u32string before = cursor.WordBefore();
  const std::u32string_view era = TrimSpace(cursor.Rest().substr(century->end));
  const bool certain = IsAnyOf(kBefore, before) || IsWordOf(WordClass::kPartOfTime, before);
  if (!certain && !era.starts_with(U"до н")) return false;
  cursor.Say(RussianOrdinal(number.whole, Gender::kMasculine, century->kase));
  return cursor.SayFor(century->end, century->said);
}

}  // namespace nexy
