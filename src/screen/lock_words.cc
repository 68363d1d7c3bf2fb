#include "screen/lock_words.h"

#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace nexy {
namespace {

// More lines than this no lock screen has.
constexpr std::size_t kMaxLines = 18;
// A lock screen's clock is at least this part of the screen high: one in so many.
constexpr int kClockPart = 32;

// Said by the systems' lock and login screens and hardly by a page; in lower case, «ё» as «е».
constexpr std::u16string_view kLockWords[] = {
    u"touch id or enter", u"enter password", u"switch user", u"ctrl+alt+del", u"forgot my pin", u"sign-in options",
    u"not listed?", u"to unlock", u"press a key", u"swipe up to", u"enter pin", u"other user",
    u"введите пароль", u"сменить пользовател", u"не помню пин", u"параметры входа", u"нет в списке", u"для разблокировки",
    u"чтобы разблокировать", u"другой пользователь", u"введите пин"};
constexpr std::u16string_view kPower[] = {u"restart", u"shut down", u"sleep", u"перезагрузить", u"выключить", u"сон"};
constexpr std::u16string_view kDays[] = {
    u"monday", u"tuesday", u"wednesday", u"thursday", u"friday", u"saturday", u"sunday", u"понедельник", u"вторник",
    u"среда", u"четверг", u"пятница", u"суббота", u"воскресенье"};
// A page where a person signs in to a site.
constexpr std::u16string_view kPageWords[] = {u"@", u"e-mail", u"email", u"create", u"sign up", u"terms", u"forgot your", u"http",
                                              u"почт", u"регистр", u"создай", u"создать", u"услови", u"забыли"};

using Lines = std::vector<icu::UnicodeString>;

Lines Folded(const ScreenText& text) {
  Lines lines;
  for (const ScreenLine& line : text.lines) {
    lines.push_back(icu::UnicodeString::fromUTF8({line.text.data(), static_cast<int>(line.text.size())})
                        .toLower()
                        .findAndReplace(u"ё", u"е"));
  }
  return lines;
}

bool Has(const icu::UnicodeString& line, std::u16string_view words) {
  return line.indexOf(words.data(), static_cast<int>(words.size()), 0) >= 0;
}

std::size_t CountFound(const Lines& lines, std::span<const std::u16string_view> words) {
  return static_cast<std::size_t>(std::ranges::count_if(words, [&lines](std::u16string_view word) {
    return std::ranges::any_of(lines, [word](const icu::UnicodeString& line) { return Has(line, word); });
  }));
}

// "9:41", "18.07"; OCR sometimes sees a stroke more or less at the ends.
bool IsTime(const icu::UnicodeString& line) {
  const int colon = std::max(line.indexOf(u':'), line.indexOf(u'.'));
  if (line.length() > 6 || colon < 1) return false;
  int digits = 0;
  for (int i = 0; i < line.length(); ++i) digits += u_isdigit(line[i]);
  return digits >= 3 && digits + 2 >= line.length();
}

bool HasBigClock(const ScreenText& text, const Lines& lines, ImageSize size) {
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (text.lines[i].height * kClockPart >= size.height && IsTime(lines[i])) return true;
  }
  return false;
}

// The date of a lock screen whose clock OCR took for a picture.
bool HasOnlyADate(const Lines& lines) {
  constexpr int kRubbish = 6;
  return std::ranges::count_if(lines, [](const icu::UnicodeString& line) { return line.length() > kRubbish; }) == 1;
}

}  // namespace

bool LooksLocked(const ScreenText& text, ImageSize size) {
  if (text.lines.empty() || text.lines.size() > kMaxLines) return false;
  const Lines lines = Folded(text);
  if (CountFound(lines, kPageWords) > 0) return false;
  if (CountFound(lines, kLockWords) > 0 || CountFound(lines, kPower) >= 3) return true;
  return CountFound(lines, kDays) == 1 && (HasBigClock(text, lines, size) || HasOnlyADate(lines));
}

}  // namespace nexy
