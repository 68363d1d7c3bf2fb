#include "nexyctl/usage_days.h"

#include <charconv>
#include <cstdio>

namespace nexy {
namespace {

std::optional<int> Digits(std::string_view text) {
  int number = 0;
  if (text.empty() || text.size() > 4) return std::nullopt;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
  }
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

}  // namespace

std::optional<std::chrono::sys_days> ParseDay(std::string_view text, std::chrono::sys_days today) {
  if (text == "today") return today;
  if (text == "yesterday") return today - std::chrono::days(1);
  if (text.ends_with('d')) {
    const auto days = Digits(text.substr(0, text.size() - 1));
    if (!days) return std::nullopt;
    return today - std::chrono::days(*days);
  }
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = Digits(text.substr(0, 4));
  const auto month = Digits(text.substr(5, 2));
  const auto day = Digits(text.substr(8, 2));
  if (!year || !month || !day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(*year),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days(date);
}

std::string ShowDay(std::chrono::sys_days day) {
  const std::chrono::year_month_day date(day);
  char text[32];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return text;
}

}  // namespace nexy
