#include <string>

#include "text/english_words.h"
#include "text/roman_number.h"
#include "text/spoken_rules.h"
#include "text/unicode.h"
#include "text/word_classes.h"

namespace nexy {

namespace {

bool EndsPhrase(const SpokenCursor& cursor, std::size_t size) {
  const SpokenCursor::Word next = cursor.WordAfter(size);
  if (next.end == 0) return true;
  return IsWordOf(WordClass::kAfterKing, next.text);
}

bool IsRoman(std::u32string_view word) { return ReadRomanNumber(word).size == word.size(); }

// "Глава IV", "главы IV и V"
bool IsLabelled(const SpokenCursor& cursor, const RomanNumber& roman) {
  const SpokenCursor first = cursor.FirstOfSeries(IsRoman, /*last=*/roman.size == 1);
  std::u32string before = first.WordBefore();
  if (before.ends_with(U'.')) before.pop_back();
  if (!IsWordOf(WordClass::kRomanLabel, before)) {
    if (!before.ends_with(U's')) return false;
    before.pop_back();  // "Chapters I and II"
    if (!IsWordOf(WordClass::kRomanLabel, before)) return false;
  }
  const bool lettered = IsWordOf(WordClass::kLettered, before);
  const bool large =
      cursor.Rest().substr(0, roman.size).find_first_of(U"CDM") != std::u32string_view::npos;
  if (roman.size > 1) return !lettered || !large;  // "of type CXX"
  // "Vitamin C", "Type V": a single letter is a number only after a label that has numbers.
  if (!IsOneOfChars(cursor.Peek(), U"IVX") || lettered) return false;
  const bool pronoun = cursor.Peek() != U'V';  // "the part I like", "a section X"
  return IsUpper(first.WrittenBefore().front()) || cursor.Russian() || !pronoun;
}

// "the XIXth century"
bool SpeakRomanOrdinal(SpokenCursor& cursor) {
  std::size_t letters = 0;
  while (IsUpper(cursor.Peek(letters))) ++letters;
  if (letters == 0 || !IsLower(cursor.Peek(letters)) || IsWordChar(cursor.Peek(letters + 2))) {
    return false;
  }
  const RomanNumber roman = ReadRomanNumber(cursor.Rest().substr(0, letters));
  return roman.size > 0 && cursor.Rest().substr(letters, 2) == EnglishOrdinalSuffix(roman.value) &&
         cursor.SayFor(letters + 2, EnglishOrdinal(roman.value));
}

// "Super Bowl LVIII", "Rocky IV is on": letters I, V and X after a name; IV may be a doctor's and
// has to end the name.
bool IsAfterTitle(const SpokenCursor& cursor, std::size_t size) {
  static constexpr std::u32string_view kOthers[] = {U"XXX", U"LIX", U"XIX", U"XL", U"LI", U"XX"};
  const std::u32string_view letters = cursor.Rest().substr(0, size);
  const std::u32string_view name = cursor.WrittenBefore();
  const bool named = name.size() > 1 && IsUpper(name.front()) && IsLower(name[1]) &&
                     !IsWordOf(WordClass::kClosed, ToLower(name));  // "The IV is in."
  if (!named || !IsSpace(cursor.Before()) || letters.find_first_not_of(U"IVXL") != letters.npos ||
      IsAnyOf(kOthers, letters)) {
    return false;
  }
  return size >= 3 || (size == 2 && letters != U"IV") || (size == 2 && EndsPhrase(cursor, size));
}

bool SpeakEnglishRoman(SpokenCursor& cursor, const RomanNumber& roman) {
  const SpokenCursor::Word next = cursor.WordAfter(roman.size);
  if (IsWordOf(WordClass::kRomanCentury, next.text) && cursor.Peek() != U'C') {
    return cursor.SayFor(roman.size, EnglishOrdinal(roman.value));
  }
  // "the XXII Olympic Games"
  const std::u32string_view rest = cursor.Rest();
  const bool numbers_name = roman.size > 1 && cursor.WordBefore() == U"the" &&
                            rest.substr(0, roman.size).find_first_not_of(U"IVX") == rest.npos &&
                            cursor.Peek(roman.size) == U' ' && IsUpper(cursor.Peek(roman.size + 1));
  if (numbers_name) return cursor.SayFor(roman.size, EnglishOrdinal(roman.value));
  if (IsLabelled(cursor, roman)) {
    return cursor.SayFor(roman.size, DecodeUtf8(std::to_string(roman.value)));
  }
  const bool person = cursor.BeforeWord().WordBefore().ends_with(U'.');  // "David L. Cooper II"
  const bool king = (person || IsWordOf(WordClass::kEnglishKing, cursor.WordBefore())) &&
                    roman.value <= 30 && IsUpper(cursor.WrittenBefore().front());
  if (!king && IsAfterTitle(cursor, roman.size)) {
    return cursor.SayFor(roman.size, DecodeUtf8(std::to_string(roman.value)));
  }
  if (!king || (roman.size == 1 && !EndsPhrase(cursor, roman.size))) return false;
  if (roman.size == 1 && !IsOneOfChars(cursor.Peek(), U"IVX")) return false;
  const bool initial = roman.size == 1 && cursor.Peek(1) == U'.' && IsUpper(cursor.Peek(3));
  if (initial) return false;  // "Alexander V. Lukyanov"
  cursor.Say(U"the");
  cursor.Say(EnglishOrdinal(roman.value));
  if (IsOneOfChars(cursor.Peek(roman.size), U"'’")) {  // "Elizabeth II's"
    cursor.at += roman.size;
    return true;
  }
  cursor.Skip(roman.size);
  return true;
}

// "Chapters VII–VIII"
bool SpeakLabelledRange(SpokenCursor& cursor, const RomanNumber& first) {
  const RomanNumber last = ReadRomanNumber(cursor.Rest().substr(first.size + 1));
  if (last.value <= first.value || !IsLabelled(cursor, first)) return false;
  cursor.Say(DecodeUtf8(std::to_string(first.value)));
  cursor.Say(cursor.Pick(U"to", U"—"));
  return cursor.SayFor(first.size + 1 + last.size, DecodeUtf8(std::to_string(last.value)));
}

}  // namespace

bool SpeakRoman(SpokenCursor& cursor) {
  if (IsWordChar(cursor.Before())) return false;
  if (!cursor.Russian() && SpeakRomanOrdinal(cursor)) return true;
  const RomanNumber roman = ReadRomanNumber(cursor.Rest());
  if (roman.size == 0) return false;
  const char32_t after = cursor.Peek(roman.size);
  const bool owner =
      IsOneOfChars(after, U"'’") && cursor.Peek(roman.size + 1) == U's' && roman.size > 1;
  if (cursor.Russian() && SpeakRussianRoman(cursor, roman)) return true;
  if (IsRangeDash(after) && ReadRomanNumber(cursor.Rest().substr(roman.size + 1)).size > 0) {
    return SpeakLabelledRange(cursor, roman);
  }
  if (!cursor.Russian()) {
    return (owner || !IsOneOfChars(after, U"-'’")) && SpeakEnglishRoman(cursor, roman);
  }
  return IsLabelled(cursor, roman) &&
         cursor.SayFor(roman.size, DecodeUtf8(std::to_string(roman.value)));
}

}  // namespace nexy
