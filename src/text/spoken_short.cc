// Short forms with or without a full stop: "e.g.", "Dr. Lee", "p. 12", "w/o", "т. е.", "ст. 5".
#include <algorithm>
#include <array>

#include "text/english_calendar.h"
#include "text/short_forms.h"
#include "text/spoken_amount.h"
#include "text/spoken_rules.h"
#include "text/unicode.h"

namespace nexy {

namespace {

bool IsSpaceOrStop(char32_t c) { return IsSpace(c) || IsOneOfChars(c, U".,;:!?)"); }

constexpr std::size_t kPartMax = 6;

// Whether a short form begins with the letters at the cursor.
bool MayBeShort(const SpokenCursor& cursor) {
  std::array<char32_t, kPartMax> letters{};
  std::size_t size = 0;
  for (; size < kPartMax && IsLetter(cursor.Peek(size)); ++size) {
    letters[size] = ToLower(cursor.Peek(size));
  }
  return BeginsShortForm({letters.data(), size}, cursor.options.language);
}

// The short form of `parts` parts at the cursor.
WrittenShort ReadWritten(const SpokenCursor& cursor, int parts) {
  WrittenShort written;
  std::size_t at = 0;
  for (int part = 0; part < parts; ++part) {
    if (part > 0) at += cursor.Peek(at) == U'-' ? 1 : BlanksAt(cursor.Rest(), at);  // "сев.-вост."
    const std::size_t begin = at;
    const auto goes_on = [&cursor, parts, begin](std::size_t here) {
      const bool hyphen = parts == 1 && cursor.Russian() && here > begin &&
                          cursor.Peek(here) == U'-' && IsLetter(cursor.Peek(here + 1));
      return IsLetter(cursor.Peek(here)) || hyphen;  // "р-н", "кол-во"
    };
    while (at - begin < kPartMax && goes_on(at)) ++at;
    // "VS 2010" is a program, "Ave. NW" and "ветер СЗ" directions.
    const bool direction =
        IsOneOfChars(cursor.Peek(begin), U"NSСЮ") && IsOneOfChars(cursor.Peek(begin + 1), U"EWВЗ");
    const bool shout = IsUpper(cursor.Peek(begin)) && IsUpper(cursor.Peek(begin + 1)) && !direction;
    written.bare = parts == 1 && !shout && IsSpaceOrStop(cursor.Peek(at)) &&
                   cursor.Peek(at) != U'.' && at > begin;
    if (at == begin || (cursor.Peek(at) != U'.' && !written.bare)) return {};
    if (part > 0) written.key.push_back(U'.');
    written.key += ToLower(cursor.Rest().substr(begin, at - begin));
    at += written.bare ? 0 : 1;
  }
  written.end = at;
  return written;
}

// "vol. XII", "ch. IV"
bool IsRomanAt(const SpokenCursor& cursor, std::size_t at) {
  std::size_t end = at;
  while (IsOneOfChars(cursor.Peek(end), U"IVXL")) ++end;
  return end > at + 1 && !IsWordChar(cursor.Peek(end));
}

bool SayShort(SpokenCursor& cursor, int parts) {
  const WrittenShort written = ReadWritten(cursor, parts);
  if (written.end == 0) return false;
  const bool russian = cursor.Russian();
  const std::u32string key = russian ? RussianShortKey(cursor, written) : written.key;
  const std::span<const ShortForm> forms = FindShortForms(key, cursor.options.language);
  const auto form = std::find_if(forms.begin(), forms.end(), [&](const ShortForm& one) {
    if (!one.bare && written.bare) return false;
    return russian ? FitsRussianShort(cursor, one, written.end)
                   : FitsEnglishShort(cursor, one, written.end);
  });
  if (form == forms.end()) return false;
  std::u32string said = russian ? RussianShortInCase(cursor, *form, written) : form->said.front();
  const bool capital = IsUpper(cursor.Peek()) && !IsUpper(cursor.Peek(1));
  const bool wind = form->kind == ShortKind::kWind;
  if (capital && !wind && written.key.size() > 1 && said[0] >= 0x400) said[0] -= 0x20;
  cursor.Say(said);
  // The stop that also ends the sentence stays.
  const bool last = TrimSpace(cursor.Rest().substr(written.end)).find_first_not_of(U")»”\"'") ==
                    std::u32string_view::npos;
  cursor.Skip(written.end - (last && !written.bare ? 1 : 0));
  return true;
}

// "w/o", "w/", "з/п", "ж/д вокзал"
bool SaySlashed(SpokenCursor& cursor) {
  constexpr std::size_t kSlashedMax = 4;
  std::size_t end = 0;
  while (end <= kSlashedMax && (IsLetter(cursor.Peek(end)) || cursor.Peek(end) == U'/')) ++end;
  if (IsWordChar(cursor.Peek(end))) return false;
  const WrittenShort written{ToLower(cursor.Rest().substr(0, end)), end, true};
  const bool mentioned = cursor.Before() == U'«' && cursor.Peek(end) == U'»';
  if (mentioned || written.key.find(U'/') == written.key.npos) return false;
  const std::span<const ShortForm> forms = FindShortForms(written.key, cursor.options.language);
  if (forms.empty()) return false;
  const ShortForm& form = forms.front();
  if (form.kind != ShortKind::kSlash && !FitsRussianShort(cursor, form, end)) return false;
  return cursor.SayFor(
      end, cursor.Russian() ? RussianShortInCase(cursor, form, written) : form.said.front());
}

}  // namespace

bool IsCounted(const SpokenCursor& cursor, std::size_t end) {
  const std::u32string before = cursor.WordBefore();
  if (before.empty() || !IsDigit(before.back())) return false;
  const std::u32string_view written = cursor.Rest().substr(0, end - 1);
  if (written == U"стр") return false;  // "д. 5 стр. 3"
  return end == 2 ||                    // A word of its own begins with a capital.
         (IsLower(cursor.Peek()) && FindUnit(written).unit != nullptr);
}

bool LabelsNumber(const SpokenCursor& cursor, std::size_t end) {
  std::size_t next = end + BlanksAt(cursor.Rest(), end);
  if (IsOneOfChars(cursor.Peek(next), U":—–")) {  // "мин. — 300 ₽"
    ++next;
    next += BlanksAt(cursor.Rest(), next);
  }
  const bool letter = cursor.Peek(next) == U'«' && cursor.Peek(next + 2) == U'»';  // "подп. «а»"
  if (cursor.Peek(next) == U'№') return true;  // "лиц. № 15"
  return IsAsciiDigit(cursor.Peek(next)) || IsRomanAt(cursor, next) || letter;
}

bool SpeakAbbreviation(SpokenCursor& cursor) {
  if (!cursor.BeginsToken() || !MayBeShort(cursor)) return false;
  if (cursor.Russian() && SayRussianWeekdays(cursor)) return true;
  if (SayShort(cursor, 2) || SayShort(cursor, 1)) return true;
  return cursor.InWords() && (SaySlashed(cursor) || (!cursor.Russian() && SayCalendarName(cursor)));
}

}  // namespace nexy
