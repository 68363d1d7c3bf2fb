// English "to" between two ends that show what they are: A–Z, 3rd–5th, Sat 5th–Sun 6th, C1:C9,
// -5…+10.
#include <algorithm>
#include <string>

#include "text/english_calendar.h"
#include "text/spoken_rules.h"
#include "text/unicode.h"
#include "text/word_classes.h"

namespace nexy {

namespace {

// "A–Z", "a-z"; "A-B" may be a name.
bool IsBetweenLetters(const SpokenCursor& cursor) {
  const char32_t from = cursor.Before();
  const char32_t to = cursor.Peek(1);
  const bool alone =
      (cursor.at < 2 || !IsWordChar(cursor.in[cursor.at - 2])) && !IsWordChar(cursor.Peek(2));
  const bool whole = (from == U'A' && to == U'Z') || (from == U'a' && to == U'z');
  const bool grows = cursor.Peek() == U'–' && IsUpper(from) && IsUpper(to) && from < to;
  return alone && (whole || grows);
}

// "S–XL", "XS-L": sizes of clothes, from the smaller to the larger.
bool IsBetweenSizes(const SpokenCursor& cursor) {
  static constexpr std::u32string_view kSizes[] = {U"XXS", U"XS", U"S",   U"M",
                                                   U"L",   U"XL", U"XXL", U"XXXL"};
  const auto rank = [](std::u32string_view word) {
    return std::find(std::begin(kSizes), std::end(kSizes), word) - std::begin(kSizes);
  };
  std::size_t begin = cursor.at;
  while (begin > 0 && IsWordChar(cursor.in[begin - 1])) --begin;
  std::size_t end = cursor.at + 1;
  while (end < cursor.in.size() && IsWordChar(cursor.in[end])) ++end;
  const auto upper = rank(cursor.in.substr(cursor.at + 1, end - cursor.at - 1));
  return rank(cursor.in.substr(begin, cursor.at - begin)) < upper && upper < std::ssize(kSizes) &&
         end - begin > 3;
}

// "Q1–Q4", "A1-A5": the same letter with growing numbers.
bool IsBetweenLabels(const SpokenCursor& cursor) {
  std::size_t begin = cursor.at;
  while (begin > 0 && IsAsciiDigit(cursor.in[begin - 1])) --begin;
  const std::size_t digits = cursor.at - begin;
  if (digits == 0 || digits > 3 || begin == 0 || !IsUpper(cursor.in[begin - 1])) return false;
  const bool longer =
      begin > 1 && (IsWordChar(cursor.in[begin - 2]) || cursor.in[begin - 2] == U'-');
  const std::size_t last = DigitsAt(cursor.Rest(), 2);
  const char32_t after = cursor.Peek(2 + last);
  return !longer && last > 0 && last <= 3 && cursor.Peek(1) == cursor.in[begin - 1] &&
         !IsWordChar(after) && !cursor.JoinsAt(2 + last) &&
         ValueOf(cursor.Rest().substr(2, last)) > ValueOf(cursor.in.substr(begin, digits));
}

// "7/4–7/11": dates or fractions, whichever they are.
bool IsBetweenSlashed(const SpokenCursor& cursor) {
  std::size_t begin = cursor.at;
  while (begin > 0 && IsAsciiDigit(cursor.in[begin - 1])) --begin;
  const bool before = begin < cursor.at && begin > 1 && cursor.in[begin - 1] == U'/' &&
                      IsAsciiDigit(cursor.in[begin - 2]);
  const std::size_t digits = DigitsAt(cursor.Rest(), 1);
  return before && digits > 0 && cursor.Peek(1 + digits) == U'/' &&
         IsAsciiDigit(cursor.Peek(2 + digits));
}

// "Sat 5th–Sun 6th July": a day's number before the dash and the name of a day after it.
bool IsBetweenDays(const SpokenCursor& cursor) {
  const std::u32string before = cursor.WordBefore();
  if (before.empty() || !IsAsciiDigit(before.front()) || !IsUpper(cursor.Peek(1))) return false;
  std::size_t end = 1;
  while (IsLetter(cursor.Peek(end))) ++end;
  return IsWordOf(WordClass::kEnglishDay, ToLower(cursor.Rest().substr(1, end - 1)));
}

// Where the cell that `text` has at `at`, such as "C9", ends; `at` if there is none.
std::size_t CellEnd(std::u32string_view text, std::size_t at) {
  std::size_t letters = at;
  while (letters < text.size() && letters < at + 3 && IsUpper(text[letters])) ++letters;
  const std::size_t digits = letters > at ? DigitsAt(text, letters) : 0;
  return digits > 0 ? letters + digits : at;
}

// "C1:C9": cells of a table.
bool SpeakCells(SpokenCursor& cursor) {
  constexpr std::size_t kCellMax = 10;
  std::size_t begin = cursor.at;
  while (begin > 0 && cursor.at - begin < kCellMax && IsWordChar(cursor.in[begin - 1])) --begin;
  const bool alone = begin == 0 || IsSpace(cursor.in[begin - 1]) || cursor.in[begin - 1] == U'(';
  const std::size_t end = CellEnd(cursor.in, cursor.at + 1);
  if (!alone || begin == cursor.at || end == cursor.at + 1) return false;
  if (CellEnd(cursor.in, begin) != cursor.at) return false;
  const char32_t after = end < cursor.in.size() ? cursor.in[end] : U' ';
  return !IsWordChar(after) && after != U':' && cursor.SayFor(1, U"to");
}

// "-5…+10 °C"
bool SpeakEllipsisBetween(SpokenCursor& cursor) {
  const bool sign = IsOneOfChars(cursor.Peek(1), U"+-−");
  return IsAsciiDigit(cursor.Before()) && IsAsciiDigit(cursor.Peek(sign ? 2 : 1)) &&
         cursor.SayFor(1, U"to");
}

// "3rd–5th", "9 a.m.–5 p.m.": what is on both sides of the dash shows that it is a range.
bool SpeakDashBetween(SpokenCursor& cursor) {
  if (IsBetweenLetters(cursor) || IsBetweenSizes(cursor) || IsBetweenLabels(cursor) ||
      IsBetweenSlashed(cursor)) {
    return cursor.SayFor(1, U"to");
  }
  if (IsBetweenDays(cursor)) {
    cursor.SayFor(1, U"to");
    return SayCalendarName(cursor) || true;
  }
  if (!IsAsciiDigit(cursor.Peek(1))) return false;
  const std::u32string before = ToLower(cursor.in.substr(
      cursor.at - std::min<std::size_t>(cursor.at, 4), std::min<std::size_t>(cursor.at, 4)));
  static constexpr std::u32string_view kEnds[] = {U"a.m.", U"p.m.", U"am", U"pm", U"st",
                                                  U"nd",   U"rd",   U"th", U"0s"};
  const bool ends = std::any_of(std::begin(kEnds), std::end(kEnds), [&](std::u32string_view end) {
    if (!before.ends_with(end)) return false;
    const std::size_t at = before.size() - end.size();
    return end.size() == 4 || at == 0 || IsAsciiDigit(before[at - 1]) || before[at - 1] == U' ';
  });
  if (!ends) return false;
  cursor.SayFor(1, U"to");
  return SpeakTime(cursor) || SpeakHour(cursor) || SpeakEnglishOrdinal(cursor) || true;
}

}  // namespace

bool SpeakSpan(SpokenCursor& cursor) {
  switch (cursor.Peek()) {
    case U'…':
      return SpeakEllipsisBetween(cursor);
    case U':':
      return SpeakCells(cursor);
    case U'-':
    case U'–':
    case U'—':
      return SpeakDashBetween(cursor);
    default:
      return false;
  }
}

}  // namespace nexy
