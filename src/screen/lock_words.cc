#include "screen/lock_words.h"

#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <iterator>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace nexy {
namespace {

// More lines than this no lock screen has; nor are they long.
constexpr std::size_t kMaxLines = 18;
constexpr int kMaxLetters = 64;
constexpr int kMaxPowerLetters = 40;  // "Sleep Restart Shut Down" read as one line.
constexpr std::size_t kFewLines = 6;
// What OCR sees in a photograph is left out.
constexpr float kSure = 55;
// A lock screen's clock is at least this part of the screen high: one in so many.
constexpr int kClockPart = 32;
constexpr int kBarPart = 20;  // The same for what stands in a bar at the top.

// Said by the systems' lock and login screens and hardly by a page; in lower case, «ё» as «е».
constexpr std::u16string_view kLockWords[] = {u"touch id or enter",
                                              u"enter password",
                                              u"switch user",
                                              u"ctrl+alt+del",
                                              u"forgot my pin",
                                              u"sign-in options",
                                              u"not listed?",
                                              u"to unlock",
                                              u"press a key",
                                              u"swipe up to",
                                              u"enter pin",
                                              u"other user",
                                              u"to another domain",
                                              u"sign in to:",
                                              u"log in as another user",
                                              u"use password instead",
                                              u"unlock with",
                                              u"looking for you",
                                              u"enter passcode",
                                              u"is locked",
                                              u"ищем вас",
                                              u"код-пароль",
                                              u"введите пароль",
                                              u"сменить пользовател",
                                              u"не помню пин",
                                              u"не помню свой пин",
                                              u"параметры входа",
                                              u"нет в списке",
                                              u"для разблокировки",
                                              u"чтобы разблокировать",
                                              u"другой пользователь",
                                              u"введите пин",
                                              u"в другой домен",
                                              u"вход в:",
                                              u"под другим именем",
                                              u"под другим пользовател"};
constexpr std::u16string_view kPower[] = {u"restart",   u"shut down", u"sleep",    u"перезагрузить",
                                          u"выключить", u"сон",       u"режим сна"};
// A whole line of one of them, beside a name or a clock, waits for a password.
constexpr std::u16string_view kFields[] = {u"password",
                                           u"enter your password",
                                           u"pin",
                                           u"password or pin",
                                           u"locked",
                                           u"пароль",
                                           u"пин-код",
                                           u"заблокировано",
                                           u"введите ваш пароль",
                                           u"введите свой пароль"};
constexpr std::u16string_view kRefusals[] = {u"password is incorrect", u"pin is incorrect",
                                             u"неверный пароль", u"неправильный пароль",
                                             u"неверный пин"};
constexpr std::u16string_view kDays[] = {
    u"monday",      u"tuesday", u"wednesday", u"thursday", u"friday",  u"saturday", u"sunday",
    u"понедельник", u"вторник", u"среда",     u"четверг",  u"пятница", u"суббота",  u"воскресенье"};
// A page where a person signs in to a site, a dialog, the settings.
constexpr std::u16string_view kPageWords[] = {
    u"@",           u"e-mail",          u"email",     u"create",       u"sign up",     u"terms",
    u"forgot your", u"forgot password", u"http",      u".com",         u"remember me", u"database",
    u"vault",       u"wants to",        u"authentic", u"are you sure", u"settings",    u"bluetooth",
    u"wi-fi",       u"browse",          u"sudo",      u"почт",         u"регистр",     u"создай",
    u"создать",     u"услови",          u"забыли",    u"запомнить",    u"восстанов",   u"настройк",
    u"аутентиф",    u"телефон"};
// Buttons that neither the power buttons nor a lone password field have beside them.
constexpr std::u16string_view kDialogButtons[] = {u"cancel", u"sign in", u"log in", u"submit",
                                                  u"отмен",  u"войти",   u"далее",  u"next"};

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
    auto folded =
        icu::UnicodeString::fromUTF8({line.text.data(), static_cast<int>(line.text.size())})
            .toLower()
            .findAndReplace(u"ё", u"е");
    if (CountLetters(folded) >= kMinLetters) lines.push_back(std::move(folded));
  }
  return lines;
}

bool Has(const icu::UnicodeString& line, std::u16string_view words) {
  return line.indexOf(words.data(), static_cast<int>(words.size()), 0) >= 0;
}

std::size_t CountFound(const Lines& lines, std::span<const std::u16string_view> words) {
  return static_cast<std::size_t>(std::ranges::count_if(words, [&lines](std::u16string_view word) {
    return std::ranges::any_of(lines,
                               [word](const icu::UnicodeString& line) { return Has(line, word); });
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

icu::UnicodeString Text(const ScreenLine& line) {
  return icu::UnicodeString::fromUTF8({line.text.data(), static_cast<int>(line.text.size())});
}

// In the middle or at the lower left; elsewhere on the desktop programs show one too.
bool HasBigClock(const ScreenText& text, ImageSize size) {
  return std::ranges::any_of(text.lines, [size](const ScreenLine& line) {
    const bool centred = std::abs(2 * line.left + line.width - size.width) * 8 <= size.width;
    const bool lower_left = line.left * 8 <= size.width && line.top * 2 >= size.height;
    return (centred || lower_left) && line.height * kClockPart >= size.height && IsTime(Text(line));
  });
}

// A time of day in a bar at the top, as GNOME and LightDM have it.
bool HasClockInBar(const ScreenText& text, ImageSize size) {
  return std::ranges::any_of(text.lines, [size](const ScreenLine& line) {
    const icu::UnicodeString words = Text(line);
    const int space = words.lastIndexOf(u' ');
    return (line.top + line.height) * kBarPart <= size.height &&
           IsTime(words.tempSubString(space + 1));
  });
}

bool HasDigit(const icu::UnicodeString& line) {
  for (int i = 0; i < line.length(); ++i) {
    if (u_isdigit(line[i])) return true;
  }
  return false;
}

// The date of a lock screen whose clock OCR took for a picture, and perhaps a name.
bool HasOnlyADate(const Lines& lines) {
  constexpr int kMaxDate = 30;
  if (lines.size() > 2) return false;
  return std::ranges::any_of(lines, [](const icu::UnicodeString& line) {
    return line.length() <= kMaxDate && CountFound({line}, kDays) == 1 && HasDigit(line);
  });
}

bool IsField(const icu::UnicodeString& line) {
  return std::ranges::any_of(kFields, [&line](std::u16string_view field) {
    const int at = line.indexOf(field.data(), static_cast<int>(field.size()), 0);
    return at >= 0 && at <= 3 &&
           line.length() - static_cast<int>(field.size()) <= 4;  // Signs beside it.
  });
}

bool HasPowerButtons(const Lines& lines) {
  Lines buttons;
  std::ranges::copy_if(lines, std::back_inserter(buttons),
                       [](const auto& line) { return line.length() <= kMaxPowerLetters; });
  return CountFound(buttons, kPower) >= 2 && CountFound(lines, kDialogButtons) == 0;
}

// A password field with nothing around it but a name and what the system says of itself.
bool WaitsForPassword(const ScreenText& text, const Lines& lines, ImageSize size) {
  if (lines.size() > kFewLines * 2) return false;
  const bool refused = CountFound(lines, kRefusals) > 0;
  if (!refused && std::ranges::none_of(lines, IsField)) return false;
  if (HasBigClock(text, size) || HasClockInBar(text, size)) return true;
  return lines.size() <= kFewLines && CountFound(lines, kDialogButtons) == 0;
}

}  // namespace

bool LooksLocked(const ScreenText& text, ImageSize size) {
  const Lines lines = Folded(text);
  if (lines.empty() || lines.size() > kMaxLines || CountFound(lines, kPageWords) > 0) return false;
  if (std::ranges::any_of(lines, [](const auto& line) { return line.length() > kMaxLetters; }))
    return false;
  if (CountFound(lines, kLockWords) > 0 || HasPowerButtons(lines) ||
      WaitsForPassword(text, lines, size))
    return true;
  return CountFound(lines, kDays) == 1 && (HasBigClock(text, size) || HasOnlyADate(lines));
}

}  // namespace nexy
