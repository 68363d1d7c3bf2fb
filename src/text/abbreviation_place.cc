#include "text/abbreviation_place.h"

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <string>
#include <vector>

#include "text/boundary_words.h"
#include "text/russian_lexicon.h"
#include "text/sentence_signs.h"
#include "text/unicode.h"
#include "text/word_classes.h"

namespace nexy {

namespace {

// A fronted phrase has at most this many words.
constexpr std::size_t kFrontedWordsMax = 4;
constexpr std::size_t kFrontedRussianWordsMax = 6;
constexpr std::size_t kTimeWordsMax = 8;
constexpr std::size_t kSectionMax = 8;  // Signs of the number of a section.

bool IsOneOf(std::u32string_view word, std::initializer_list<std::u32string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// From space to space.
std::vector<std::u32string_view> WordsOf(std::u32string_view text) {
  std::vector<std::u32string_view> words;
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    if (i < text.size() && !IsSpace(text[i])) continue;
    if (i > begin) words.push_back(text.substr(begin, i - begin));
    begin = i + 1;
  }
  return words;
}

// "т. е." and its like, written with spaces: the known abbreviation with a stop between its parts,
// else empty.
std::u32string JoinedWithPrevious(std::u32string_view text, std::u32string_view word) {
  if (word.size() > 3) return {};
  std::u32string joined(word);
  std::u32string best;
  for (int parts = 0; parts < 3; ++parts) {
    word = PreviousWord(text, word);
    const bool part =
        word.size() >= 2 && word.size() <= 5 && word.back() == U'.' && IsLetter(word[0]);
    if (!part) break;
    joined.insert(0, word);
    if (ClassifyAbbreviation(ToLower(joined), true) != Abbreviation::kNone) best = ToLower(joined);
  }
  return best;
}

// "UU" of "EE. UU.", but not "II".
bool IsDoubled(std::u32string_view word) {
  return word.size() == 2 && word[0] == word[1] && IsUpper(word[0]) && !IsRoman(word);
}

bool EndsInDigit(std::u32string_view word) {
  return !word.empty() && (IsDigit(word.back()) || Contains(U"½⅓⅔¼¾⅛⅜⅝⅞", word.back()));
}

// "2-й гр."
bool IsOrdinal(std::u32string_view word) {
  const std::size_t dash = word.find(U'-');
  return dash != word.npos && dash > 0 && AllDigits(word.substr(0, dash)) &&
         word.size() - dash <= 4;
}

// "тыс.", "млн": a unit may follow it.
bool IsUnitWord(std::u32string_view word) {
  if (word.ends_with(U'.')) word.remove_suffix(1);
  return IsUnit(ClassifyAbbreviation(ToLower(word), true));
}

// "27", "декабря", "2005", "г.": nothing but a time.
bool IsOfTime(std::u32string_view word) {
  while (!word.empty() && Contains(U".,", word.back())) word.remove_suffix(1);
  return word.empty() || IsDigit(word[0]) || IsRoman(word) ||
         IsWordOf(WordClass::kTimeWord, ToLower(word));
}

// A number stands before `word`: "5 тыс. руб.", "2-й гр.", "500 (пятьсот) руб."
bool IsCounted(std::u32string_view text, std::u32string_view word) {
  std::u32string_view previous = PreviousWord(text, word);
  if (previous.ends_with(U')')) {
    const std::size_t open = text.substr(0, IndexIn(text, word)).find_last_of(U'(');
    if (open != text.npos) previous = PreviousWord(text, text.substr(open));
  }
  return EndsInDigit(previous) || IsOrdinal(previous) || IsOneOf(previous, {U"sq.", U"cu."}) ||
         (IsUnitWord(previous) && EndsInDigit(PreviousWord(text, previous)));
}

// "1990 г." is a year, "1941–45 гг." are years, "XIX в." is a century; "5 г." are grams.
bool IsYearOrCentury(std::u32string_view word, std::u32string_view previous) {
  if (!IsOneOf(word, {U"г", U"гг", U"в", U"вв"}) || previous.empty()) return false;
  const std::size_t dash = previous.find_last_of(U"-–—");
  const std::u32string_view last = dash == previous.npos ? previous : previous.substr(dash + 1);
  if (word[0] == U'в') return IsRoman(last) || last == U"I";
  const bool four = last.size() >= 4 && AllDigits(last.substr(last.size() - 4));
  return four || (dash != previous.npos && AllDigits(last)) || last == U"х";
}

// What the form of a word that no table has tells.
Abbreviation ClassByShape(std::u32string_view word, std::u32string_view previous,
                          bool after_number) {
  // "пн.–пт.", "фев.-мар.", "1st–Mar.": the last of them counts.
  const std::size_t dash = word.find_last_of(U"-–—");
  const bool span = dash != word.npos && dash > 0 && (word[dash - 1] == U'.' || word[dash] != U'-');
  if (span && IsLower(word.back())) {
    return ClassifyAbbreviation(ToLower(word.substr(dash + 1)), after_number);
  }
  // "1200 об./мин.", but "8 % г/г.", "/usr/bin/env."
  const std::size_t slash = word.find_last_of(U'/');
  if (slash != word.npos && slash > 0 && word.find(U'/') == slash &&
      (after_number || slash + 2 < word.size())) {
    return ClassifyAbbreviation(ToLower(word.substr(slash + 1)), after_number);
  }
  // Goethestr. 5; EE. UU., FF. AA.
  if (word.size() > 5 && ToLower(word).ends_with(U"str")) return Abbreviation::kName;
  if (IsDoubled(word)) {
    return previous.ends_with(U'.') && IsDoubled(previous.substr(0, previous.size() - 1))
               ? Abbreviation::kEnd
               : Abbreviation::kName;
  }
  if (IsShortenedSmall(word)) return after_number ? Abbreviation::kUnit : Abbreviation::kName;
  // A lone small Cyrillic letter shortens something; "я" is a word.
  const bool letter = word.size() == 1 && IsCyrillic(word[0]) && IsLower(word[0]);
  return letter && word[0] != U'я' ? Abbreviation::kName : Abbreviation::kNone;
}

// What the words beside some Russian ones (`lower`) tell.
std::optional<Abbreviation> ClassByNeighbours(std::u32string_view text, std::u32string_view lower,
                                              std::u32string_view previous) {
  // "Дай им." is no name's beginning.
  if (lower == U"им" && ReadRussianWord(ToLower(previous)).verb) return Abbreviation::kNone;
  // "и пр." ends a list; "пр. Мира" is an avenue, and "на углу ул. Мира и пр. Победы" too.
  const bool lists = ToLower(previous) == U"и" && text.find(U"ул. ") == text.npos;
  const bool ends_list = lists && IsOneOf(lower, {U"пр", U"др"});
  if (ends_list || !IsWordOf(WordClass::kRussianPlace, lower)) return std::nullopt;
  // "Московская обл.", "на Невском пр." end a name, "обл. Московская" begins one.
  const bool named = !previous.empty() && IsUpper(previous[0]) &&
                     ReadRussianAdjective(ToLower(previous)).has_value();
  return named ? Abbreviation::kSuffix : Abbreviation::kTitle;
}

// What `word` (with its capitals) is in the tables that are not of one language.
Abbreviation ClassOfAnyLanguage(std::u32string_view word, std::u32string_view previous,
                                bool after_number) {
  // "5кг." has its number before it without a space.
  std::size_t digits = 0;
  while (digits < word.size() && IsDigit(word[digits])) ++digits;
  const Abbreviation kind =
      ClassifyAbbreviation(ToLower(word.substr(digits)), after_number || digits > 0);
  if (digits > 0 && kind == Abbreviation::kTitle) return Abbreviation::kNone;  // "the 21st."
  if (kind == Abbreviation::kNumber && word.size() > 1 && IsInitials(word)) {
    return Abbreviation::kName;  // "La S.A. Durand"; "s.a. S. 5" is German.
  }
  if (kind == Abbreviation::kState) {
    const bool in_place = IsUpper(word[0]) && previous.ends_with(U',');
    return in_place ? Abbreviation::kName : Abbreviation::kNone;
  }
  return kind;
}

}  // namespace

Abbreviation ClassInPlace(std::u32string_view text, std::u32string_view word,
                          TextLanguage language) {
  if (word.empty()) return Abbreviation::kNone;
  const std::u32string_view previous = PreviousWord(text, word);
  const bool after_number = IsCounted(text, word);
  if (IsYearOrCentury(word, previous)) return Abbreviation::kTime;
  const std::u32string joined = JoinedWithPrevious(text, word);
  if (!joined.empty()) return ClassifyAbbreviation(joined, true);
  // A lone capital letter is an initial, whatever its small letter shortens.
  if (word.size() == 1 && IsUpper(word[0]) && !after_number) return Abbreviation::kNone;
  // "l'art. 5", "d'env."
  const std::size_t apostrophe = word.find_first_of(U"'’");
  if (apostrophe == 1 && IsLower(word.back())) word.remove_prefix(2);
  const std::u32string lower = ToLower(word);
  if (const auto kind = ClassByNeighbours(text, lower, previous)) return *kind;
  const bool depends =
      DependsOnLanguage(lower) && !(after_number && IsUnit(ClassifyAbbreviation(lower, true)));
  if (depends) language = GuessLanguage(text.substr(0, IndexIn(text, word)), language);
  const bool known = language != TextLanguage::kUnknown;
  Abbreviation kind = depends && known ? ClassifyInLanguage(lower, language) : Abbreviation::kNone;
  if (kind == Abbreviation::kNone) kind = ClassOfAnyLanguage(word, previous, after_number);
  if (kind != Abbreviation::kNone) return kind;
  // CDT is a time zone, "cdt." a French captain.
  const bool capitals = word.size() > 1 && std::none_of(word.begin(), word.end(), IsLower);
  if (depends && !known && !capitals) return ClassifyInLanguage(lower, language);
  return ClassByShape(word, previous, after_number);
}

bool IsFullWord(std::u32string_view text, std::u32string_view word, TextLanguage language,
                std::size_t min) {
  const Abbreviation kind = ClassInPlace(text, word, language);
  // "ок. сейчас", "oh no. wait": what would shorten a word before a number is one of its own.
  const bool alone = kind == Abbreviation::kNumber && (PreviousWord(text, word).empty() ||
                                                       IsWordOf(WordClass::kClosed, ToLower(word)));
  const bool sayable = word.size() > 2 || std::any_of(word.begin(), word.end(), IsVowel);
  return word.size() >= min && AllLetters(word) && sayable &&
         (kind == Abbreviation::kNone || alone);
}

bool IsTransfer(std::u32string_view text) {
  const std::vector<std::u32string_view> words = WordsOf(text);
  return std::any_of(words.begin(), words.end(), [](std::u32string_view word) {
    return BeginsWithWordOf(WordClass::kTransfer, ToLower(word));
  });
}

bool IsStreet(std::u32string_view text, std::u32string_view word) {
  const std::u32string_view previous = PreviousWord(text, word);
  if (previous.empty() || (word != U"St" && word != U"Dr")) return false;
  if (previous.back() == U',' || previous.back() == U';') return false;  // "it has 5 GB, Dr. Lee"
  const std::u32string_view number = PreviousWord(text, previous);
  if (word == U"Dr") return !number.empty() && IsDigit(number[0]) && IsUpper(previous[0]);
  return IsDigit(previous[0]) ||
         (!number.empty() && IsUpper(previous[0]) && previous.back() != U'.');
}

bool IsFronted(std::u32string_view text, std::size_t end) {
  const std::vector<std::u32string_view> words = WordsOf(text.substr(0, end));
  if (words.empty() || words.size() > kTimeWordsMax) return false;
  if (std::all_of(words.begin(), words.end(), IsOfTime)) return true;
  if (!IsWordOf(WordClass::kFronting, ToLower(words[0]))) return false;
  const std::size_t max = IsCyrillic(words[0][0]) ? kFrontedRussianWordsMax : kFrontedWordsMax;
  return words.size() <= max &&
         std::none_of(words.begin(), words.end(), [](std::u32string_view word) {
           return IsLower(word[0]) && ReadRussianWord(word).verb;
         });
}

bool IsListNumber(std::u32string_view text, std::u32string_view word, bool at_line_start) {
  if (word.size() > 3) return false;
  const std::u32string_view before = TrimSpace(text.substr(0, IndexIn(text, word)));
  if (!HasWordChar(before)) return at_line_start || word.size() <= 2;
  if (before.back() == U':' && word == U"1") return true;
  return IsWordOf(WordClass::kNumbering, ToLower(before));
}

bool IsSectionNumber(std::u32string_view text, std::u32string_view word) {
  if (word.starts_with(U'§')) word.remove_prefix(1);
  if (HasWordChar(text.substr(0, IndexIn(text, word))) || word.empty()) return false;
  return std::all_of(word.begin(), word.end(),
                     [](char32_t c) { return IsDigit(c) || c == U'.'; }) &&
         word.size() <= kSectionMax;
}

bool IsAfterNumberedWord(std::u32string_view text, std::u32string_view word) {
  const std::u32string_view before = PreviousWord(text, word);
  const bool alone = !before.empty() && TrimSpace(text.substr(0, IndexIn(text, before))).empty();
  return alone && IsWordOf(WordClass::kNumbering, ToLower(before));
}

bool IsGermanOrdinal(std::u32string_view text, std::u32string_view word, TextLanguage language) {
  if (word.size() > 2) return false;
  const std::u32string_view previous = PreviousWord(text, word);
  const std::u32string lower = ToLower(previous);
  if (GuessLanguage(text, language) != TextLanguage::kGerman) {
    return IsWordOf(WordClass::kBeforeOrdinal, lower);
  }
  const bool street = lower.ends_with(U"str.");
  const bool noun = (AllLetters(previous) || street) && IsUpper(previous[0]) &&
                    !PreviousWord(text, previous).empty();  // "auf Seite 3."
  const bool verb = lower.ends_with(U't') && IsLower(previous[0]) &&
                    !IsWordOf(WordClass::kBeforeOrdinal, lower);  // "Sie wiegt 60."
  return !noun && !verb && !IsWordOf(WordClass::kBeforeCardinal, lower);
}

bool IsAfterRussianSurname(std::u32string_view text, std::u32string_view initials) {
  std::u32string_view name = PreviousWord(text, initials);
  // "500 р. Ивану И."
  const std::u32string_view sum = name.empty() ? name : PreviousWord(text, name);
  if (IsOneOf(sum, {U"р.", U"руб.", U"₽", U"от"})) return IsTransfer(text);
  if (name.size() == 2 && name[1] == U'.') name = PreviousWord(text, name);  // The first initial.
  if (name.size() < 4 || !IsUpper(name[0]) || !IsCyrillic(name[0])) return false;
  if (PreviousWord(text, name).ends_with(U'.')) return false;  // "им. Боткина В. Н. Ким"
  const std::u32string lower = ToLower(name);
  if (!EndsWithWordOf(WordClass::kSurnameEnding, lower)) return false;
  if (lower.ends_with(U"ов") || !IsRussianWord(lower)) return true;
  const std::vector<RussianNoun> nouns = ReadRussianWord(lower).nouns;
  return std::none_of(nouns.begin(), nouns.end(), [](const RussianNoun& one) {
    return one.kase == RussianCase::kNominative;  // Картина И. Репина.
  });
}

}  // namespace nexy
