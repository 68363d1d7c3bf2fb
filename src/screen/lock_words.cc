#include "screen/lock_words.h"

#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <functional>
#include <iterator>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include "base/data_table.h"
#include "screen/embedded_data.h"

namespace nexy {
namespace {

// More lines than this no lock screen has; nor are many of them long.
constexpr std::size_t kMaxLines = 18;
constexpr int kMaxLetters = 64;
constexpr int kMaxPowerLetters = 40;  // "Sleep Restart Shut Down" read as one line.
constexpr std::size_t kFewLines = 6;
// What OCR sees in a photograph is left out.
constexpr float kSure = 55;
// A lock screen's clock is at least this part of the screen high: one in so many.
constexpr int kClockPart = 32;
constexpr int kBarPart = 20;            // The same for what stands in a bar at the top.
constexpr int kTaskBarPart = 14;        // And for one at the bottom.
constexpr std::size_t kLoginLines = 4;  // Of a box with a name and a button, and a bar.

icu::UnicodeString Unicode(std::string_view utf8) {
  return icu::UnicodeString::fromUTF8({utf8.data(), static_cast<int>(utf8.size())});
}

// The words of data/lock_words.tsv by their kind.
using Words = std::vector<icu::UnicodeString>;

const Words& WordsOf(std::string_view kind) {
  static const auto* const kinds = [] {
    auto* all = new std::map<std::string_view, Words, std::less<>>();
    ForEachRow(kLockWordsTable,
               [all](const DataRow& row) { (*all)[row[1]].push_back(Unicode(row[2])); });
    return all;
  }();
  return kinds->at(kind);
}

using Lines = std::vector<icu::UnicodeString>;

int CountLetters(const icu::UnicodeString& line) {
  int letters = 0;
  for (int i = 0; i < line.length(); ++i) letters += u_isalpha(line[i]);
  return letters;
}

// The lines that OCR is sure of and that hold more than what it sees in photographs and signs; the
// clock, which is big and thin, need not be among them.
Lines Folded(const ScreenText& text) {
  constexpr int kMinLetters = 3;
  Lines lines;
  for (const ScreenLine& line : text.lines) {
    if (line.confidence < kSure) continue;
    auto folded = Unicode(line.text).toLower().findAndReplace(u"ё", u"е");
    if (CountLetters(folded) >= kMinLetters) lines.push_back(std::move(folded));
  }
  return lines;
}

// Whether these words stand in the line, from the beginning of a word on.
bool Has(const icu::UnicodeString& line, const icu::UnicodeString& words) {
  for (int at = line.indexOf(words); at >= 0; at = line.indexOf(words, at + 1)) {
    if (at == 0 || !u_isalpha(words[0]) || !u_isalpha(line[at - 1])) return true;
  }
  return false;
}

// How many words of a kind are there.
std::size_t CountFound(const Lines& lines, std::string_view kind) {
  return static_cast<std::size_t>(
      std::ranges::count_if(WordsOf(kind), [&lines](const icu::UnicodeString& words) {
        return std::ranges::any_of(lines, [&words](const auto& line) { return Has(line, words); });
      }));
}

// "anna@example.org", but neither a person and a machine nor dots in a field.
bool HasAddress(const icu::UnicodeString& line) {
  const int at = line.indexOf(u'@');
  return at > 0 && line.indexOf(u'.', at) > at + 1;
}

// "9:41", "18.07"; OCR sometimes sees a stroke more or less at the ends.
bool IsTime(const icu::UnicodeString& line) {
  const int colon = std::max(line.indexOf(u':'), line.indexOf(u'.'));
  if (line.length() > 6 || colon < 1) return false;
  int digits = 0;
  for (int i = 0; i < line.length(); ++i) digits += u_isdigit(line[i]);
  return digits >= 3 && digits + 2 >= line.length();
}

// In the middle or at the lower left; elsewhere on the desktop programs show one too.
bool HasBigClock(const ScreenText& text, ImageSize size) {
  return std::ranges::any_of(text.lines, [size](const ScreenLine& line) {
    const bool centred = std::abs(2 * line.left + line.width - size.width) * 8 <= size.width;
    const bool lower_left = line.left * 8 <= size.width && line.top * 2 >= size.height;
    return (centred || lower_left) && line.height * kClockPart >= size.height &&
           IsTime(Unicode(line.text));
  });
}

bool HasTime(const icu::UnicodeString& line) {
  for (int begin = 0, end = 0; begin < line.length(); begin = end + 1) {
    end = line.indexOf(u' ', begin);
    if (end < 0) end = line.length();
    if (IsTime(line.tempSubStringBetween(begin, end))) return true;
  }
  return false;
}

enum class Bar { kTop, kBottom };

// A time of day in a bar: at the top as GNOME and LightDM have it, at the bottom as desktops do.
bool HasClockInBar(const ScreenText& text, ImageSize size, Bar bar) {
  return std::ranges::any_of(text.lines, [size, bar](const ScreenLine& line) {
    const bool inside = bar == Bar::kTop ? (line.top + line.height) * kBarPart <= size.height
                                         : (size.height - line.top) * kTaskBarPart <= size.height;
    return inside && HasTime(Unicode(line.text));
  });
}

bool HasDigit(const icu::UnicodeString& line) {
  for (int i = 0; i < line.length(); ++i) {
    if (u_isdigit(line[i])) return true;
  }
  return false;
}

// "Tuesday, March 4", «вс 9 июня».
bool IsDate(const icu::UnicodeString& line) {
  constexpr int kMaxDate = 34;
  if (line.length() > kMaxDate || !HasDigit(line)) return false;
  int end = 0;
  while (end < line.length() && u_isalpha(line[end])) ++end;
  return std::ranges::any_of(WordsOf("day"), [first = line.tempSubString(0, end)](const auto& day) {
    return first == day;
  });
}

// A date beside a big clock; or alone, perhaps with a name, where OCR took the clock for a picture.
// What has another clock in a bar is a desktop.
bool ShowsTheTime(const ScreenText& text, const Lines& lines, ImageSize size) {
  if (lines.size() > kFewLines * 2 || std::ranges::count_if(lines, IsDate) != 1) return false;
  if (HasClockInBar(text, size, Bar::kTop) || HasClockInBar(text, size, Bar::kBottom)) return false;
  return lines.size() <= 2 || HasBigClock(text, size);
}

// A whole line of one of these words, but for signs beside it.
bool IsLineOf(const icu::UnicodeString& line, std::string_view kind) {
  return std::ranges::any_of(WordsOf(kind), [&line](const icu::UnicodeString& words) {
    const int at = line.indexOf(words);
    return at >= 0 && at <= 3 && line.length() - words.length() <= 4;
  });
}

bool HasLineOf(const Lines& lines, std::string_view kind) {
  return std::ranges::any_of(lines, [kind](const auto& line) { return IsLineOf(line, kind); });
}

bool HasPowerButtons(const Lines& lines) {
  Lines buttons;
  std::ranges::copy_if(lines, std::back_inserter(buttons),
                       [](const auto& line) { return line.length() <= kMaxPowerLetters; });
  return CountFound(buttons, "power") >= 2 && CountFound(lines, "button") == 0;
}

// A password field with nothing around it but a name and what the system says of itself.
bool WaitsForPassword(const ScreenText& text, const Lines& lines, ImageSize size) {
  if (lines.size() > kFewLines * 2) return false;
  const bool refused = CountFound(lines, "refusal") > 0;
  if (!refused && !HasLineOf(lines, "field")) return false;
  if (HasBigClock(text, size) || HasClockInBar(text, size, Bar::kTop)) return true;
  return lines.size() <= kFewLines && CountFound(lines, "button") == 0;
}

// A box that asks who is there, and hardly anything around it but what the system itself can do.
bool AsksWhoIsThere(const ScreenText& text, const Lines& lines, ImageSize size) {
  if (lines.size() > kFewLines) return false;
  if (HasLineOf(lines, "field") || HasLineOf(lines, "name")) return CountFound(lines, "power") > 0;
  return lines.size() <= kLoginLines && HasLineOf(lines, "login") &&
         HasClockInBar(text, size, Bar::kTop);
}

}  // namespace

bool LooksLocked(const ScreenText& text, ImageSize size) {
  const Lines lines = Folded(text);
  if (lines.empty() || lines.size() > kMaxLines || CountFound(lines, "page") > 0 ||
      std::ranges::any_of(lines, HasAddress))
    return false;
  const auto is_long = [](const auto& line) { return line.length() > kMaxLetters; };
  if (lines.size() > kFewLines && std::ranges::any_of(lines, is_long)) return false;
  if (CountFound(lines, "says") > 0 || HasPowerButtons(lines) ||
      WaitsForPassword(text, lines, size) || AsksWhoIsThere(text, lines, size))
    return true;
  return ShowsTheTime(text, lines, size);
}

}  // namespace nexy
