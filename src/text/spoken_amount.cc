#include "text/spoken_amount.h"

#include <algorithm>
#include <vector>

#include "text/russian_dates.h"
#include "text/russian_government.h"
#include "text/russian_lexicon.h"
#include "text/unicode.h"
#include "text/word_classes.h"

namespace nexy {

namespace {

bool IsCyrillicWord(std::u32string_view text) {
  return std::all_of(text.begin(), text.end(), [](char32_t c) { return c >= 0x400 && c < 0x530; });
}

std::u32string EnglishDigits(std::u32string_view written, const NumberToken& number) {
  std::u32string digits(written);
  if (number.group == 0 || number.group == U',') return digits;
  for (char32_t& c : digits) {
    if (c == U',') {
      c = U'.';
    } else if (c == number.group) {
      c = U',';
    }
  }
  return digits;
}

// "iPhone 5s": a capital in the word before that does not begin the sentence.
bool IsModelName(const SpokenCursor& cursor) {
  const std::size_t size = cursor.WordBefore().size();
  std::size_t end = cursor.at;
  while (end > 0 && IsSpace(cursor.in[end - 1])) --end;
  if (end < size) return false;
  const std::u32string_view word = cursor.in.substr(end - size, size);
  const std::size_t from = end == size ? 1 : 0;  // The sentence's first letter tells nothing.
  return std::any_of(word.begin() + static_cast<std::ptrdiff_t>(std::min(from, word.size())),
                     word.end(), IsUpper);
}

// "$x^2$": the sign after the number closes a formula.
bool EndsFormula(const SpokenCursor& cursor) {
  const std::size_t begin = cursor.in.substr(0, cursor.at).rfind(U'$');
  return begin != cursor.in.npos && begin + 1 < cursor.at && !IsDigit(cursor.in[begin + 1]) &&
         !IsSpace(cursor.in[begin + 1]);
}

// "5 с 3 мая": the letter is a preposition where a word follows.
bool IsPreposition(const SpokenCursor& cursor, std::u32string_view symbol, std::size_t end) {
  if (symbol != U"с" && symbol != U"в" && symbol != U"к" && symbol != U"о") return false;
  const SpokenCursor::Word word = cursor.WordAfter(end);
  return word.end > 0 && word.text != U"назад" && word.text != U"до" && word.text != U"после";
}

// "розетка на 16 А", but "5 А класс".
bool IsElectric(const SpokenCursor& cursor) { return cursor.HasBefore(4, WordClass::kElectric); }

// "3 г. 2 мес." are years.
bool IsBeforeMonths(const SpokenCursor& cursor, std::size_t end) {
  const std::size_t stop = end + (cursor.Peek(end) == U'.' ? 1 : 0);
  const std::size_t number = stop + BlanksAt(cursor.Rest(), stop);
  const std::size_t digits = DigitsAt(cursor.Rest(), std::min(number, cursor.Rest().size()));
  return digits > 0 && cursor.WordAfter(number + digits).text == U"мес";
}

// "2 ст. муки" are glasses, "п. 2 ст. 5" and "3 ст. лейтенанта" are none.
bool IsPoured(const SpokenCursor& cursor, std::size_t end) {
  const std::vector<RussianNoun> nouns = ReadRussianWord(cursor.WordAfter(end).text).nouns;
  return std::any_of(nouns.begin(), nouns.end(), [](const RussianNoun& one) {
    return one.kase == RussianCase::kGenitive && IsWordOf(WordClass::kInGlasses, one.lemma);
  });
}

// Whether a straight quote is open at the cursor; one after a digit may be a closing one or inches.
bool IsQuoted(const SpokenCursor& cursor) {
  bool open = false;
  for (std::size_t at = 0; at < cursor.at; ++at) {
    const bool inches = at > 0 && IsAsciiDigit(cursor.in[at - 1]);
    if (cursor.in[at] == U'"' && (open || !inches)) open = !open;
  }
  return open;
}

// "0.2 in, 30 %", "1.5 in of rain": no preposition.
bool EndsAmount(const SpokenCursor& cursor, std::size_t end) {
  const std::u32string next = cursor.WordAfter(end).text;
  const bool rain = next == U"of" || next == U"per";
  return rain || end >= cursor.Rest().size() || IsOneOfChars(cursor.Peek(end), U",;.)/");
}

// "5 in wide", "10 in. x 12 in.", a 55" screen: the inch, and where its sign ends after `offset`.
UnitAfter FindInches(const SpokenCursor& cursor, const NumberToken& number, std::size_t offset) {
  const std::u32string_view rest = cursor.Rest();
  if (offset >= rest.size()) return {};
  const Unit* const inch = FindUnit(U"″").unit;
  if (rest[offset] == U'"') {
    const bool minutes = IsOneOfChars(cursor.Before(), U"'′");  // 10'30"
    return minutes || IsQuoted(cursor) ? UnitAfter{} : UnitAfter{inch, offset + 1};
  }
  if (cursor.Russian()) return {};
  if (rest[offset] == U'\'' &&
      IsWordOf(WordClass::kAfterInches, cursor.WordAfter(offset + 1).text)) {
    return {FindUnit(U"ft").unit, offset + 1};  // 3' wide
  }
  const std::size_t in = offset + BlanksAt(rest, offset);
  if (in - offset != 1 || rest.substr(in, 2) != U"in" || IsWordChar(cursor.Peek(in + 2))) return {};
  const SpokenCursor::Word next = cursor.WordAfter(in + 2);
  const std::size_t left = cursor.in.substr(0, cursor.at).find_last_not_of(U' ');
  const bool second = left != cursor.in.npos && cursor.in[left] == U'×';  // 20 in × 30 in
  const bool size = second || IsWordOf(WordClass::kAfterInches, next.text) ||
                    IsOneOfChars(cursor.Peek(in + 3), U"×=") ||
                    (number.fraction > 0 && EndsAmount(cursor, in + 2));
  return size ? UnitAfter{inch, in + 2} : UnitAfter{};
}

// The stop of "2 tbsp. of oil", "2 hrs. 15 mins.", "5 mi./hr., then".
std::size_t EnglishStop(std::u32string_view rest) {
  if (rest.size() < 3 || rest[0] != U'.') return 0;
  const bool goes_on =
      rest[1] == U' ' ? IsLower(rest[2]) || IsAsciiDigit(rest[2]) : IsOneOfChars(rest[1], U",;/");
  return goes_on ? 1 : 0;
}

// "12 pt font", "a 3 pt line" are points; "1 pt milk" is a pint.
bool IsTypeSize(const SpokenCursor& cursor, std::size_t end) {
  static constexpr std::u32string_view kBefore[] = {U"font", U"size", U"text", U"at", U"to"};
  return cursor.Russian() || IsWordOf(WordClass::kAfterPoints, cursor.WordAfter(end).text) ||
         cursor.HasBefore(2, [](std::u32string_view word) { return IsAnyOf(kBefore, word); });
}

// "100 W 34th St", "in 5m": the letter may be a direction or minutes.
bool IsOtherLetter(const SpokenCursor& cursor, char32_t letter, std::size_t gap, std::size_t end) {
  if (letter == U'W' && gap == 1) {
    const bool name = IsUpper(cursor.Peek(end + 1)) && IsLower(cursor.Peek(end + 2));
    return cursor.Peek(end) == U' ' && (name || IsAsciiDigit(cursor.Peek(end + 1)));
  }
  return letter == U'm' && gap == 0 && cursor.HasBefore(2, WordClass::kBeforeMinutes);
}

// "a 6-ft ladder", "64-GB": the unit after a hyphen; a single letter may be a name's ("3-D",
// "5-a").
UnitAfter FindHyphened(const SpokenCursor& cursor, std::size_t offset) {
  if (cursor.Russian() || cursor.Peek(offset) != U'-' || !IsLetter(cursor.Peek(offset + 1))) {
    return {};
  }
  const UnitMatch unit = FindUnit(cursor.Rest().substr(offset + 1));
  const std::size_t end = offset + 1 + unit.size;
  const bool joined = IsOneOfChars(cursor.Peek(end), U"-/") || IsWordChar(cursor.Peek(end));
  return unit.size < 2 || unit.unit->magnitude || joined ? UnitAfter{} : UnitAfter{unit.unit, end};
}

}  // namespace

std::size_t UnitStop(std::u32string_view rest) {
  const bool inside =
      rest.size() > 2 && rest[0] == U'.' &&
      (IsSpace(rest[1]) ? !TrimSpace(rest.substr(1)).empty() : IsOneOfChars(rest[1], U",/"));
  return inside ? 1 : 0;
}

bool IsAttribute(const SpokenCursor& cursor, std::size_t after_unit) {
  const std::u32string before = cursor.WordBefore();
  if ((before == U"a" || before == U"an") && cursor.Peek(after_unit) == U'-') return true;
  return (before == U"a" || before == U"an") && cursor.WordAfter(after_unit).end > 0;
}

std::size_t PerSize(const SpokenCursor& cursor, std::size_t offset) {
  const std::u32string_view rest = cursor.Rest().substr(offset + 1);
  if (const UnitMatch unit = FindUnit(rest); unit.unit != nullptr && !unit.unit->magnitude) {
    return 1 + unit.size;
  }
  std::size_t size = 0;
  while (size < rest.size() && IsLetter(rest[size])) ++size;
  return IsWordOf(WordClass::kPer, rest.substr(0, size)) ? 1 + size : 0;
}

UnitAfter FindUnitAfter(const SpokenCursor& cursor, const NumberToken& number, std::size_t offset) {
  const std::u32string_view rest = cursor.Rest();
  const std::size_t gap = BlanksAt(rest, offset);
  std::size_t end = offset + gap;
  if (gap > 1 || end >= rest.size()) return {};
  if (const UnitAfter hyphened = FindHyphened(cursor, offset); hyphened.unit != nullptr) {
    return {hyphened.unit, hyphened.end + EnglishStop(rest.substr(hyphened.end))};
  }
  if (const UnitAfter inches = FindInches(cursor, number, offset); inches.unit != nullptr)
    return inches;
  const UnitMatch match = FindUnit(rest.substr(end));
  if (match.unit == nullptr) return {};
  const std::u32string_view symbol = rest.substr(end, match.size);
  end += match.size;
  // A word of the other language is no symbol to expand.
  const bool letter = match.size == 1 && IsLetter(symbol[0]);
  if (gap == 1 && letter && cursor.Russian() != IsCyrillicWord(symbol)) return {};
  if (gap == 1 && letter && IsPreposition(cursor, symbol, end)) return {};
  if (match.unit->russian[0] == symbol) return {};
  // "п. 3 ч. 2 ст. 7": parts of a law, no hours.
  if (letter && IsWordOf(WordClass::kLawPart, cursor.WordBefore())) return {};
  if (symbol == U"А" && !IsElectric(cursor)) return {};
  if (IsOneOfChars(symbol[0], U"★⭐") && IsOneOfChars(cursor.Peek(end), U"★⭐☆")) return {};
  if (symbol == U"ст." && !IsPoured(cursor, end)) return {};
  if (symbol == U"г" && IsBeforeMonths(cursor, end)) {
    return {FindUnit(U"yr").unit, end + UnitStop(rest.substr(end))};
  }
  if (symbol == U"pt" && !IsTypeSize(cursor, end)) return {};
  if (gap == 0 && symbol == U"$" && EndsFormula(cursor)) return {};
  if (gap == 0 && letter && IsModelName(cursor)) return {};
  if (symbol == U"г" && IsBeforeEra(rest.substr(end))) return {};
  if (gap == 0 && symbol == U"s" && number.IsWhole() && number.whole % 10 == 0)
    return {};  // The 1990s, her 30s.
  if (end < rest.size() && IsLetter(symbol.back()) && IsOneOfChars(rest[end], U"-/")) {
    const bool per = IsOneOfChars(symbol[0], U"$€£₽") || match.unit->english_one == U"dollar";
    if (!per &&
        (rest[end] != U'/' || (PerSize(cursor, end) == 0 && !IsAsciiDigit(cursor.Peek(end + 1)))))
      return {};
  }
  if (!cursor.Russian() && letter && IsOtherLetter(cursor, symbol[0], gap, end)) return {};
  if (IsCyrillicWord(symbol)) end += UnitStop(rest.substr(end));
  const bool word = !cursor.Russian() && symbol.size() > 1;
  return {match.unit, end + (word ? EnglishStop(rest.substr(end)) : 0)};
}

std::u32string AmountWords(const SpokenCursor& cursor, std::u32string_view written,
                           const NumberToken& number, RussianGender gender, RussianCase kase) {
  if (!cursor.InWords()) return std::u32string(written);
  if (!cursor.Russian()) return EnglishDigits(written, number);
  std::u32string words = RussianQuantityHere(cursor, number, gender, kase);
  return words.empty() ? std::u32string(written) : words;
}

std::u32string_view UnitWord(const SpokenCursor& cursor, const Unit& unit,
                             const NumberToken& number, RussianCase kase, bool attribute) {
  return cursor.Russian() ? RussianUnit(unit, number, kase) : EnglishUnit(unit, number, attribute);
}

std::size_t SayAfterMagnitude(SpokenCursor& cursor, std::size_t offset) {
  const std::u32string_view rest = cursor.Rest().substr(offset);
  const std::size_t gap = BlanksAt(rest, 0);
  const UnitMatch counted = FindUnit(rest.substr(gap));
  if (counted.unit == nullptr || counted.unit->magnitude) return offset;
  cursor.Say(cursor.Russian() ? RussianUnitPlural(*counted.unit)
                              : std::u32string_view(counted.unit->english_many));
  const std::size_t end = gap + counted.size;
  const bool abbreviated = IsCyrillicWord(rest.substr(gap, counted.size));
  return offset + end + (abbreviated ? UnitStop(rest.substr(end)) : 0);
}

namespace {

// "/мес.", "/час": "в месяц", "в час".
std::size_t SayRussianPer(SpokenCursor& cursor, std::size_t offset) {
  struct Per {
    std::u32string_view written, said;
  };
  static constexpr Per kPer[] = {
      {U"мес", U"в месяц"},     {U"месяц", U"в месяц"},   {U"час", U"в час"},
      {U"ч", U"в час"},         {U"год", U"в год"},       {U"день", U"в день"},
      {U"дн", U"в день"},       {U"сутки", U"в сутки"},   {U"сут", U"в сутки"},
      {U"нед", U"в неделю"},    {U"неделя", U"в неделю"}, {U"мин", U"в минуту"},
      {U"с", U"в секунду"},     {U"сек", U"в секунду"},   {U"шт", U"за штуку"},
      {U"кг", U"за килограмм"}, {U"л", U"за литр"},       {U"м²", U"за квадратный метр"},
      {U"чел", U"с человека"}};
  std::size_t end = offset + 1;
  while (IsLetter(cursor.Peek(end)) || cursor.Peek(end) == U'²') ++end;
  const std::u32string_view word = cursor.Rest().substr(offset + 1, end - offset - 1);
  for (const Per& per : kPer) {
    if (per.written != word) continue;
    cursor.Say(per.said);
    return end + UnitStop(cursor.Rest().substr(end));
  }
  return offset;
}

}  // namespace

std::size_t SayPer(SpokenCursor& cursor, std::size_t offset) {
  // "a $20-a-month plan"
  if (!cursor.Russian() &&
      cursor.Rest().substr(std::min(offset, cursor.Rest().size())).starts_with(U"-a-")) {
    cursor.Say(U"a");
    return offset + 3;
  }
  // "5 g/100 ml"
  const std::size_t digits =
      cursor.Peek(offset + 1) == U'1' ? DigitsAt(cursor.Rest(), offset + 1) : 0;
  const bool tens =
      digits > 1 && cursor.Rest().substr(offset + 2, digits - 1).find_first_not_of(U'0') ==
                        std::u32string_view::npos;
  if (!cursor.Russian() && cursor.Peek(offset) == U'/' && tens) {
    cursor.Say(U"per");
    return offset + 1;
  }
  if (cursor.Peek(offset) != U'/' || !IsLetter(cursor.Peek(offset + 1))) return offset;
  // Of a price "за килограмм", of a density "на литр".
  const bool price =
      offset > 0 && IsOneOfChars(cursor.Peek(offset - 1), U"₽$€£.0123456789рб");
  if (cursor.Russian()) {
    static constexpr std::u32string_view kTimes[] = {U"second", U"minute", U"hour", U"day"};
    const UnitMatch measure = FindUnit(cursor.Rest().substr(offset + 1));
    const bool physical =
        !price && measure.unit != nullptr && !IsAnyOf(kTimes, measure.unit->english_one);
    const std::size_t said = physical ? offset : SayRussianPer(cursor, offset);
    if (said != offset || PerSize(cursor, offset) == 0) return said;
  }
  if (!cursor.Russian() && IsUpper(cursor.Peek(offset + 1)) && PerSize(cursor, offset) == 0) {
    return offset;  // "Hi 31°/Lo 22°"
  }
  const UnitMatch unit = FindUnit(cursor.Rest().substr(offset + 1));
  cursor.Say(cursor.Pick(U"per", price ? U"за" : U"на"));
  if (unit.unit == nullptr) return offset + 1;
  cursor.Say(cursor.Russian() ? std::u32string_view(unit.unit->russian[5])
                              : std::u32string_view(unit.unit->english_one));
  std::size_t end = offset + 1 + unit.size;
  if (cursor.Russian()) return end;
  if (unit.size > 1) end += EnglishStop(cursor.Rest().substr(end));
  const bool again = cursor.Peek(end) == U'/' && PerSize(cursor, end) > 0;
  return again ? SayPer(cursor, end) : end;  // "5 mg/kg/day"
}

}  // namespace nexy
