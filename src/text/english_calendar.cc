// Short names of English days and months without a full stop: "Mon–Fri", "Tue, Jan 5", "Sep 2021".
#include "text/english_calendar.h"

#include <optional>

#include "text/english_words.h"
#include "text/short_forms.h"
#include "text/spoken_amount.h"
#include "text/unicode.h"

namespace nexy {

namespace {

struct Name {
  ShortKind kind = ShortKind::kDay;  // Or a month.
  std::u32string_view said;
  std::size_t size = 0;
  bool sure = false;  // Nothing else is called so.
};

// The short name that `text` begins with as a word of its own: a capital and small letters.
std::optional<Name> ReadName(std::u32string_view text) {
  constexpr std::size_t kNameMax = 5;
  std::size_t size = 0;
  while (size < text.size() && size <= kNameMax && IsWordChar(text[size])) {
    if (size == 0 ? !IsUpper(text[size]) : !IsLower(text[size])) return {};
    ++size;
  }
  if (size < 3 || size > kNameMax) return {};
  for (const ShortForm& form : FindShortForms(ToLower(text.substr(0, size)), Language::kEnglish)) {
    if (form.kind == ShortKind::kDay || form.kind == ShortKind::kMonth) {
      return Name{form.kind, form.said.front(), size, form.bare};
    }
  }
  return {};
}

// Whether the sentence has another name of the kind than that at the cursor: a list of days tells
// that "Sun" is one.
bool HasAnother(const SpokenCursor& cursor, const Name& here) {
  for (std::size_t at = 0; at < cursor.in.size(); ++at) {
    if (!IsUpper(cursor.in[at]) || (at > 0 && IsWordChar(cursor.in[at - 1]))) continue;
    const std::optional<Name> name = ReadName(cursor.in.substr(at));
    if (name && name->kind == here.kind && name->said != here.said) return true;
  }
  return false;
}

// "Tue, Jan 5", "Fri 9:00": a month or a number follows.
bool IsBeforeDate(const SpokenCursor& cursor, const Name& day) {
  const std::size_t after = day.size + (cursor.Peek(day.size) == U',' ? 1 : 0);
  const std::size_t next = after + BlanksAt(cursor.Rest(), after);
  if (next == after) return false;
  if (IsAsciiDigit(cursor.Peek(next))) return true;
  return ReadEnglishMonth(cursor.Rest().substr(next)).number > 0;
}

// "at 7 AM Sun.", "this Sat"
bool EndsPhrase(const SpokenCursor& cursor, const Name& day) {
  std::u32string before = cursor.WordBefore();
  before.erase(0, DigitsAt(before, 0));  // "7AM"
  return !IsLetter(cursor.Peek(day.size + BlanksAt(cursor.Rest(), day.size))) &&
         IsWordOf(WordClass::kBeforeDay, before);
}

// "Mar 2021"
bool IsBeforeYear(const SpokenCursor& cursor, const Name& month) {
  return cursor.Peek(month.size) == U' ' && DigitsAt(cursor.Rest(), month.size + 1) == 4;
}

// "Mon–Fri", "Jan - Mar", "Mar/Apr"
bool SayTwo(SpokenCursor& cursor, const Name& first) {
  const std::size_t end = first.size + (cursor.Peek(first.size) == U'.' ? 1 : 0);  // "Mon.–Fri."
  const std::size_t gap = BlanksAt(cursor.Rest(), end);
  const char32_t sign = cursor.Peek(end + gap);
  if (gap > 1 || (!IsRangeDash(sign) && sign != U'/')) return false;
  const std::size_t second = end + gap + 1 + gap;
  if (second >= cursor.Rest().size()) return false;
  const std::optional<Name> last = ReadName(cursor.Rest().substr(second));
  if (!last || last->kind != first.kind) return false;
  cursor.Say(first.said);
  if (sign == U'/') {
    cursor.out.push_back(U'/');
    cursor.out.append(last->said);
    cursor.Skip(second + last->size);
    return true;
  }
  cursor.Say(U"to");
  const std::size_t last_end = second + last->size;
  return cursor.SayFor(last_end + UnitStop(cursor.Rest().substr(last_end)), last->said);
}

// "M–F 9–5"
bool SayWorkdays(SpokenCursor& cursor) {
  if (cursor.Peek() != U'M' || !IsRangeDash(cursor.Peek(1)) || cursor.Peek(2) != U'F') return false;
  const std::size_t end = 3 + (IsOneOfChars(cursor.Peek(3), U",:") ? 1 : 0);
  const std::size_t next = end + BlanksAt(cursor.Rest(), end);
  if (next == end || !IsAsciiDigit(cursor.Peek(next))) return false;
  return cursor.SayFor(3, U"Monday to Friday");
}

}  // namespace

bool SayCalendarName(SpokenCursor& cursor) {
  if (SayWorkdays(cursor)) return true;
  const std::optional<Name> name = ReadName(cursor.Rest());
  if (!name) return false;
  if (SayTwo(cursor, *name)) return true;
  if (cursor.Peek(name->size) == U'-' && IsLetter(cursor.Peek(name->size + 1))) return false;
  const bool day = name->kind == ShortKind::kDay;
  const bool dated =
      day ? IsBeforeDate(cursor, *name) || EndsPhrase(cursor, *name) : IsBeforeYear(cursor, *name);
  const bool listed = HasAnother(cursor, *name) && cursor.WordBefore() != U"the";  // "the Sun"
  if (!dated && !name->sure && !listed) return false;
  return cursor.SayFor(name->size + EnglishStop(cursor.Rest().substr(name->size)), name->said);
}

std::size_t WeekdaySize(std::u32string_view text) {
  const std::optional<Name> name = ReadName(text);
  if (!name || name->kind != ShortKind::kDay) return 0;
  std::size_t end = name->size;
  while (end < text.size() && IsOneOfChars(text[end], U".,")) ++end;
  const std::size_t blanks = BlanksAt(text, end);
  return blanks > 0 ? end + blanks : 0;
}

}  // namespace nexy
