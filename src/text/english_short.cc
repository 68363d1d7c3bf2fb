// Where an English short form is one: "Dr. Lee", "Elm Dr.", "in Nov.", "Roe v. Wade", "c. 1450".
#include <algorithm>

#include "text/short_forms.h"
#include "text/unicode.h"
#include "text/word_classes.h"

namespace nexy {

namespace {

// "in Nov.", "Sept. 2021"
bool FitsMonth(const SpokenCursor& cursor, char32_t next) {
  return IsUpper(cursor.Peek()) &&
         (IsAsciiDigit(next) || IsWordOf(WordClass::kBeforeMonth, cursor.WordBefore()));
}

// "Fri., Jan. 5", "Mon. 9:00"
bool FitsDay(const SpokenCursor& cursor, char32_t next) {
  return IsUpper(cursor.Peek()) && (next == U',' || IsAsciiDigit(next) || IsUpper(next));
}

// "Dr. Lee", "Sgt. J. Ray", no "Gen Z".
bool IsBeforeName(const SpokenCursor& cursor, std::size_t end, std::size_t next) {
  const char32_t second = cursor.Peek(next + 1);
  const std::u32string before = cursor.WordBefore();
  const bool counted = cursor.Peek() == U'F' && !before.empty() && IsDigit(before.back());  // 6 Ft.
  const bool rank = cursor.Peek(end - 1) == U'.' && IsUpper(second);  // "Sr. VP"
  return IsUpper(cursor.Peek()) && next > end && IsUpper(cursor.Peek(next)) && !counted &&
         (IsLower(second) || rank || IsOneOfChars(second, U".'’"));
}

// "Baker St.", "350 5th Ave": a name or an ordinal before it, and no name after it unless a number
// stands before the street ("221B Baker St. London"; "Port St. Lucie" is a town).
bool IsAfterName(const SpokenCursor& cursor, std::size_t next) {
  if (cursor.in.substr(0, cursor.at).ends_with(U"& ")) return true;  // "Smith & Co."
  SpokenCursor name = cursor.From(cursor.at - std::min<std::size_t>(cursor.at, 1));
  const std::size_t name_end = name.at;
  while (name.at > 0 && !IsSpace(name.Before())) --name.at;
  const std::size_t last = name_end - (name_end > 0 && cursor.in[name_end - 1] == U'.' ? 2 : 1);
  if (!IsUpper(cursor.Peek()) || name_end < name.at + 2 || !IsWordChar(cursor.in[last])) {
    return false;
  }
  while (IsOneOfChars(name.Peek(), U"([\"'“‘«")) ++name.at;
  if (!IsUpper(name.Peek()) && !IsAsciiDigit(name.Peek())) return false;
  if (IsWordOf(WordClass::kClosed, cursor.WordBefore()))
    return false;  // "This Dr. is", "On St. Paul's"
  const std::u32string number = name.WordBefore();
  return !IsUpper(cursor.Peek(next)) || (!number.empty() && IsAsciiDigit(number.front()));
}

// "Roe v. Wade"
bool IsBetweenNames(const SpokenCursor& cursor, char32_t next) {
  const std::size_t size = cursor.WordBefore().size();
  return IsLower(cursor.Peek()) && size > 1 && cursor.at > size &&
         IsUpper(cursor.in[cursor.at - size - 1]) && IsUpper(next);
}

// "708 N. 1st St", "E Arques Ave": `least` to three words of a name and what kind of street it is.
bool IsBeforeStreet(const SpokenCursor& cursor, std::size_t at, int least) {
  constexpr int kNameMax = 3;
  for (int words = 0; words <= kNameMax; ++words) {
    std::size_t end = at;
    while (IsWordChar(cursor.Peek(end))) ++end;
    if (end == at || !(IsUpper(cursor.Peek(at)) || IsAsciiDigit(cursor.Peek(at)))) return false;
    const std::u32string word = ToLower(cursor.Rest().substr(at, end - at));
    if (words >= least && IsWordOf(WordClass::kStreet, word)) return true;
    at = end + BlanksAt(cursor.Rest(), end);
  }
  return false;
}

// "5th Ave. NW"
bool IsAfterStreet(const SpokenCursor& cursor) {
  std::u32string before = cursor.WordBefore();
  if (before.ends_with(U'.')) before.pop_back();
  return cursor.Before() == U' ' && IsWordOf(WordClass::kStreet, before) &&
         IsUpper(cursor.WrittenBefore().front());
}

// "I-95 N", "US-101 S"
bool IsAfterRoute(const SpokenCursor& cursor) {
  const std::u32string_view before = cursor.WrittenBefore();
  const std::size_t hyphen = before.find(U'-');
  return hyphen != before.npos && hyphen > 0 && IsUpper(before[hyphen - 1]) &&
         hyphen + 1 + DigitsAt(before, hyphen + 1) == before.size();
}

}  // namespace

bool FitsEnglishShort(const SpokenCursor& cursor, const ShortForm& form, std::size_t end) {
  const std::size_t next = end + BlanksAt(cursor.Rest(), end);
  const char32_t c = cursor.Peek(next);
  switch (form.kind) {
    case ShortKind::kWord:
      return true;
    case ShortKind::kMonth:
      return FitsMonth(cursor, c);
    case ShortKind::kDay:
      return FitsDay(cursor, c);
    case ShortKind::kNumber:
      return LabelsNumber(cursor, end) && !IsCounted(cursor, end);
    case ShortKind::kLabel:
      return IsUpper(cursor.Peek()) && IsAsciiDigit(c);
    case ShortKind::kSmall:
      return ((next > end && IsLower(c)) || LabelsNumber(cursor, end)) && !IsCounted(cursor, end);
    case ShortKind::kOf:
      return cursor.Rest().substr(end).starts_with(U" of ");
    case ShortKind::kRate:
      return IsLower(cursor.Peek());
    case ShortKind::kLine:
      return IsAsciiDigit(c);
    case ShortKind::kTitle:
      return IsBeforeName(cursor, end, next);
    case ShortKind::kAfterName:
      return IsAfterName(cursor, next);
    case ShortKind::kBetween:
      return IsBetweenNames(cursor, c);
    case ShortKind::kDirection:
      return IsUpper(cursor.Peek()) && ((next > end && IsBeforeStreet(cursor, next, 1)) ||
                                        IsAfterStreet(cursor) || IsAfterRoute(cursor));
    case ShortKind::kStreet:
      return IsUpper(cursor.Peek()) && next > end && IsBeforeStreet(cursor, next, 0);
    case ShortKind::kYear:
      return DigitsAt(cursor.Rest(), next) == 3 || DigitsAt(cursor.Rest(), next) == 4 ||
             cursor.Rest().substr(next).starts_with(U"AD ");
    default:
      return false;
  }
}

}  // namespace nexy
