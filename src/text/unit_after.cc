#include "text/unit_after.h"

#include <algorithm>
#include <string>

#include "text/russian_unit.h"
#include "text/spoken_rates.h"
#include "text/unicode.h"
#include "text/word_classes.h"

namespace nexy {

namespace {

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

// "розетка на 16 А", "20 V at 3.25 A", "a 13 A fuse", but "5 А класс".
bool IsElectric(const SpokenCursor& cursor, std::size_t end) {
  return cursor.HasBefore(4, WordClass::kElectric) ||
         IsWordOf(WordClass::kElectric, cursor.WordAfter(end).text);
}

// "10W–3L–2D": another letter after the next number shows that they name what they count.
bool IsTally(const SpokenCursor& cursor, char32_t letter, std::size_t end) {
  const std::size_t next = end + 1 + DigitsAt(cursor.Rest(), end + 1);
  return IsRangeDash(cursor.Peek(end)) && next > end + 1 && IsUpper(cursor.Peek(next)) &&
         cursor.Peek(next) != letter && !IsWordChar(cursor.Peek(next + 1));
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

// "5 in wide", "5 ft 6 in", "10 in. x 12 in.", a 55" screen: the inch, and where its sign ends
// after `offset`.
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
  if (in - offset > 1 || rest.substr(in, 2) != U"in" || IsWordChar(cursor.Peek(in + 2))) return {};
  if (in == offset) return IsModelName(cursor) ? UnitAfter{} : UnitAfter{inch, in + 2};  // 27in
  const SpokenCursor::Word next = cursor.WordAfter(in + 2);
  const std::size_t left = cursor.in.substr(0, cursor.at).find_last_not_of(U' ');
  const bool second = left != cursor.in.npos && cursor.in[left] == U'×';  // 20 in × 30 in
  const std::u32string before = cursor.WordBefore();
  const bool size =
      second || (before == U"ft" && !IsWordOf(WordClass::kClosed, next.text)) ||
      IsWordOf(WordClass::kAfterInches, next.text) || IsOneOfChars(cursor.Peek(in + 3), U"×=") ||
      (number.fraction > 0 && EndsAmount(cursor, in + 2) && EnglishStop(rest.substr(in + 2)) == 0);
  return size ? UnitAfter{inch, in + 2} : UnitAfter{};
}

// "an oven at 200 C", "a star of 5800 K": the letter of a degree where temperatures are spoken of.
UnitAfter FindDegrees(const SpokenCursor& cursor, std::size_t letter) {
  constexpr std::u32string_view kDegrees[] = {U"°C", U"°F", U"°K"};
  for (const std::u32string_view degree : kDegrees) {
    if (cursor.Peek(letter) != degree[1] || IsWordChar(cursor.Peek(letter + 1))) continue;
    const bool thermal =
        cursor.in.find(U'°') != cursor.in.npos || cursor.HasBefore(6, WordClass::kThermal);
    if (!cursor.Russian() && thermal) return {FindUnit(degree).unit, letter + 1};
  }
  return {};
}

// "12 pt font", "a 3 pt line" are points; "1 pt milk" is a pint.
bool IsTypeSize(const SpokenCursor& cursor, std::size_t end) {
  static constexpr std::u32string_view kBefore[] = {U"font", U"size", U"text", U"at", U"to"};
  return IsWordOf(WordClass::kAfterPoints, cursor.WordAfter(end).text) ||
         cursor.HasBefore(2, [](std::u32string_view word) { return IsAnyOf(kBefore, word); });
}

// "the 1990s", "her 30s", but "timeout: 30s", "a 20s delay".
bool IsDecade(const SpokenCursor& cursor, const NumberToken& number) {
  if (!number.IsWhole() || number.whole % 10 != 0) return false;
  return number.digits == 4 ||
         (cursor.WordBefore() != U"a" && !cursor.HasBefore(1, WordClass::kBeforeMinutes));
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

// A symbol of the table after a number.
struct Symbol {
  std::u32string_view written;
  const Unit* unit = nullptr;
  std::size_t gap = 0;  // Blanks before it.
  std::size_t end = 0;

  bool IsLetterAlone() const { return written.size() == 1 && IsLetter(written[0]); }
};

// "Interstate 10 W", "a size 2 L": what names by numbers is not measured.
bool IsLabelled(const SpokenCursor& cursor) {
  const std::u32string before = cursor.WordBefore();
  return !cursor.Russian() && (before == U"size" || IsWordOf(WordClass::kNamedByCode, before) ||
                               IsWordOf(WordClass::kRomanLabel, before));
}

// A single letter may be a word, a name's or another abbreviation.
bool IsOtherLetterAlone(const SpokenCursor& cursor, const NumberToken& number,
                        const Symbol& symbol) {
  if (!symbol.IsLetterAlone()) return false;
  if (symbol.gap == 1) {  // A word of the other language is no symbol to expand.
    if (cursor.Russian() != IsCyrillic(symbol.written)) return true;
    if (IsPreposition(cursor, symbol.written, symbol.end)) return true;
  }
  // "п. 3 ч. 2 ст. 7": parts of a law, no hours.
  if (IsWordOf(WordClass::kLawPart, cursor.WordBefore())) return true;
  if (symbol.unit->english_one == U"ampere" && !IsElectric(cursor, symbol.end)) return true;
  const bool longer = cursor.Peek(symbol.end) == U'.' && IsLetter(cursor.Peek(symbol.end + 1)) &&
                      !IsCyrillic(symbol.written);  // "1 t.i.d."
  if (longer || IsLabelled(cursor)) return true;
  if (symbol.gap == 0 && IsTally(cursor, symbol.written[0], symbol.end)) return true;
  if (cursor.Russian() && IsOtherRussianLetter(cursor, number, symbol.written[0], symbol.end))
    return true;
  if (symbol.gap == 0 && IsModelName(cursor)) return true;
  return !cursor.Russian() && IsOtherLetter(cursor, symbol.written[0], symbol.gap, symbol.end);
}

// "5-m", "3 шт/": a symbol that is a part of something longer and not a rate.
bool IsJoined(const SpokenCursor& cursor, const Symbol& symbol) {
  const char32_t next = cursor.Peek(symbol.end);
  if (!IsLetter(symbol.written.back()) || !IsOneOfChars(next, U"-/")) return false;
  if (symbol.unit->english_one == U"dollar") return false;
  return next == U'-' ||
         (PerSize(cursor, symbol.end) == 0 && !IsAsciiDigit(cursor.Peek(symbol.end + 1)));
}

// "fell by 3 pp", "+2 pp", "1.5 pp" are percentage points, "12 pp" may be pages.
bool IsChange(const SpokenCursor& cursor, const NumberToken& number) {
  return number.fraction > 0 || IsOneOfChars(cursor.Before(), U"+-−") ||
         cursor.WordBefore() == U"by";
}

// "4ac" is a term, "7 % 3" a remainder, and cups are "c." before what fills them ("1 c. flour").
bool IsOtherInEnglish(const SpokenCursor& cursor, const NumberToken& number, const Symbol& symbol) {
  if (cursor.Russian()) return false;
  if (symbol.written == U"c.") return !IsLower(cursor.Peek(symbol.end + 1));
  if (symbol.written == U"ac") return symbol.gap == 0;
  if (symbol.written == U"pp") return !IsChange(cursor, number);
  if (symbol.unit->english_one == U"basis point") return !cursor.HasBefore(8, WordClass::kInterest);
  return symbol.written == U"%" && symbol.gap == 1 && cursor.Peek(symbol.end) == U' ' &&
         IsAsciiDigit(cursor.Peek(symbol.end + 1));
}

// Whether the symbol means something else than the unit.
bool IsOther(const SpokenCursor& cursor, const NumberToken& number, const Symbol& symbol) {
  const std::u32string_view written = symbol.written;
  if (symbol.unit->russian[0] == written) return true;
  // "1.000 шт." is one to some and a thousand to others.
  if (cursor.Russian() && number.decimal == U'.' && number.fraction == 3) return true;
  if (written[0] == U'*' && !cursor.HasBefore(3, WordClass::kHotel)) return true;
  if (IsOneOfChars(written[0], U"★⭐") && IsOneOfChars(cursor.Peek(symbol.end), U"★⭐☆")) return true;
  if (IsNumberedPage(cursor, written, symbol.end)) return true;
  if (written == U"табл" && cursor.WordBefore() != U"по") return true;  // Or tables.
  if (written == U"ст." && !IsPoured(cursor, symbol.end)) return true;
  if (written == U"pt" && !cursor.Russian() && !IsTypeSize(cursor, symbol.end)) return true;
  if (written == U"пт" && !cursor.HasBefore(4, WordClass::kTypeface)) return true;  // Or a Friday.
  if (symbol.gap == 0 && written == U"$" && EndsFormula(cursor)) return true;
  if (symbol.gap == 0 && written == U"s" && IsDecade(cursor, number)) return true;
  return IsOtherInEnglish(cursor, number, symbol) || IsOtherLetterAlone(cursor, number, symbol) ||
         IsJoined(cursor, symbol);
}

// Where the symbol ends with its full stop; one that ends the sentence too stays.
std::size_t EndWithStop(const SpokenCursor& cursor, const Symbol& symbol) {
  const std::u32string_view rest = cursor.Rest().substr(symbol.end);
  const bool last = symbol.written.back() == U'.' && TrimSpace(rest).empty();
  if (last) return symbol.end - 1;  // "745 мм рт. ст."
  if (IsCyrillic(symbol.written)) return symbol.end + UnitStop(rest);
  const bool word = !cursor.Russian() && symbol.written.size() > 1;
  return symbol.end + (word ? EnglishStop(rest) : 0);
}

}  // namespace

std::size_t UnitStop(std::u32string_view rest) {
  const bool inside =
      rest.size() > 2 && rest[0] == U'.' &&
      (IsSpace(rest[1]) ? !TrimSpace(rest.substr(1)).empty() : IsOneOfChars(rest[1], U",/"));
  return inside ? 1 : 0;
}

std::size_t EnglishStop(std::u32string_view rest) {
  if (rest.size() < 3 || rest[0] != U'.') return 0;
  const bool goes_on =
      rest[1] == U' ' ? IsLower(rest[2]) || IsAsciiDigit(rest[2]) : IsOneOfChars(rest[1], U",;/");
  return goes_on ? 1 : 0;
}

UnitAfter FindUnitAfter(const SpokenCursor& cursor, const NumberToken& number, std::size_t offset) {
  const std::u32string_view rest = cursor.Rest();
  Symbol symbol;
  symbol.gap = BlanksAt(rest, offset);
  const std::size_t begin = offset + symbol.gap;
  if (symbol.gap > 1 || begin >= rest.size()) return {};
  if (const UnitAfter hyphened = FindHyphened(cursor, offset); hyphened.unit != nullptr) {
    return {hyphened.unit, hyphened.end + EnglishStop(rest.substr(hyphened.end))};
  }
  if (const UnitAfter inches = FindInches(cursor, number, offset); inches.unit != nullptr) {
    return inches;
  }
  if (const UnitAfter degrees = FindDegrees(cursor, begin); degrees.unit != nullptr) return degrees;
  const UnitMatch match = FindUnit(rest.substr(begin));
  if (match.unit == nullptr) return {};
  symbol.written = rest.substr(begin, match.size);
  symbol.unit = match.unit;
  symbol.end = begin + match.size;
  const bool weather = symbol.written == U"mb" && (cursor.in.find(U'°') != cursor.in.npos ||
                                                   cursor.HasBefore(6, WordClass::kAtmospheric));
  if (weather) symbol.unit = FindUnit(U"mbar").unit;  // "1016 mb"
  const bool years = symbol.written == U"г" && AreYears(cursor, symbol.end);
  if (years) symbol.unit = FindUnit(U"yr").unit;  // "3 г. 2 мес."
  if (IsOther(cursor, number, symbol)) return {};
  return {symbol.unit, EndWithStop(cursor, symbol)};
}

}  // namespace nexy
