// Short names of English days and months without a full stop: "Mon–Fri", "Tue, Jan 5", "Sep 2021".
#include "text/english_calendar.h"

#include <algorithm>
#include <span>

#include "text/unicode.h"

namespace nexy {

namespace {

struct Name {
  std::u32string_view written, said;
};
constexpr Name kWeekdays[] = {
    {U"Mon", U"Monday"},   {U"Tue", U"Tuesday"},   {U"Tues", U"Tuesday"},   {U"Wed", U"Wednesday"},
    {U"Thu", U"Thursday"}, {U"Thur", U"Thursday"}, {U"Thurs", U"Thursday"}, {U"Fri", U"Friday"},
    {U"Sat", U"Saturday"}, {U"Sun", U"Sunday"}};
constexpr Name kMonths[] = {{U"Jan", U"January"},    {U"Feb", U"February"}, {U"Mar", U"March"},
                            {U"Apr", U"April"},      {U"May", U"May"},      {U"Jun", U"June"},
                            {U"Jul", U"July"},       {U"Aug", U"August"},   {U"Sep", U"September"},
                            {U"Sept", U"September"}, {U"Oct", U"October"},  {U"Nov", U"November"},
                            {U"Dec", U"December"}};

using Names = std::span<const Name>;

// The short name that `text` begins with as a word of its own, or null.
const Name* Find(Names names, std::u32string_view text) {
  std::size_t letters = 0;
  while (letters < text.size() && IsWordChar(text[letters])) ++letters;
  const auto found = std::find_if(names.begin(), names.end(), [&](const Name& name) {
    return name.written == text.substr(0, letters);
  });
  return found == names.end() ? nullptr : &*found;
}

// Whether the sentence has another one of `names` than that at the cursor: a list of days tells
// that "Sun" is one.
bool HasAnother(const SpokenCursor& cursor, Names names, const Name& here) {
  for (std::size_t at = 0; at < cursor.in.size(); ++at) {
    if (!IsUpper(cursor.in[at]) || (at > 0 && IsWordChar(cursor.in[at - 1]))) continue;
    const Name* const name = Find(names, cursor.in.substr(at));
    if (name != nullptr && name->said != here.said) return true;
  }
  return false;
}

// "Tue, Jan 5", "Fri 9:00": a month or a number follows.
bool BeforeDate(const SpokenCursor& cursor, const Name& day) {
  const std::size_t size = day.written.size();
  const SpokenCursor::Word next = cursor.WordAfter(size + (cursor.Peek(size) == U',' ? 1 : 0));
  if (next.end == 0) return false;
  if (IsAsciiDigit(next.text[0])) return true;
  static constexpr std::u32string_view kStarts[] = {U"jan", U"feb", U"mar", U"apr", U"may", U"jun",
                                                    U"jul", U"aug", U"sep", U"oct", U"nov", U"dec"};
  return next.text.size() >= 3 && IsAnyOf(kStarts, next.text.substr(0, 3)) &&
         IsUpper(cursor.Peek(next.end - next.text.size()));
}

// "Mon–Fri", "Jan–Mar"
bool SaySpan(SpokenCursor& cursor, Names names, const Name& first) {
  const std::size_t dash = first.written.size();
  const std::size_t gap = BlanksAt(cursor.Rest(), dash);
  if (gap > 1 || !IsRangeDash(cursor.Peek(dash + gap))) return false;
  const std::size_t second = dash + gap + 1 + gap;
  const Name* const last =
      second < cursor.Rest().size() ? Find(names, cursor.Rest().substr(second)) : nullptr;
  if (last == nullptr) return false;
  cursor.Say(first.said);
  cursor.Say(U"to");
  return cursor.SayFor(second + last->written.size(), last->said);
}

}  // namespace

bool SayCalendarName(SpokenCursor& cursor) {
  if (const Name* const day = Find(kWeekdays, cursor.Rest()); day != nullptr) {
    if (SaySpan(cursor, kWeekdays, *day)) return true;
    return (BeforeDate(cursor, *day) || HasAnother(cursor, kWeekdays, *day)) &&
           cursor.SayFor(day->written.size(), day->said);
  }
  const Name* const month = Find(kMonths, cursor.Rest());
  if (month == nullptr) return false;
  if (SaySpan(cursor, kMonths, *month)) return true;
  const std::size_t size = month->written.size();
  const bool year = cursor.Peek(size) == U' ' && DigitsAt(cursor.Rest(), size + 1) == 4;
  return (year || HasAnother(cursor, kMonths, *month)) && cursor.SayFor(size, month->said);
}

}  // namespace nexy
