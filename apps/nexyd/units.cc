#include "nexyd/units.h"

#include <charconv>
#include <limits>
#include <span>

#include "base/strings.h"

namespace nexy {
namespace {

struct Unit {
  std::string_view name;
  std::int64_t factor;
};

// Smallest first.
constexpr Unit kBytes[] = {{"", 1}, {"KiB", 1 << 10}, {"MiB", 1 << 20}, {"GiB", 1 << 30}};
constexpr Unit kMilliseconds[] = {{"ms", 1}, {"s", 1000}, {"m", 60'000}, {"h", 3'600'000}};

struct Leading {
  std::int64_t number;
  std::string_view rest;
};

std::optional<Leading> LeadingNumber(std::string_view text) {
  Leading leading{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), leading.number);
  if (error != std::errc{}) return std::nullopt;
  leading.rest = text.substr(static_cast<std::size_t>(end - text.data()));
  return leading;
}

std::optional<std::int64_t> ParseWithUnit(std::string_view text, std::span<const Unit> units) {
  const auto leading = LeadingNumber(text);
  if (!leading || leading->number < 0) return std::nullopt;
  for (const Unit& unit : units) {
    if (unit.name != leading->rest) continue;
    if (leading->number > std::numeric_limits<std::int64_t>::max() / unit.factor)
      return std::nullopt;
    return leading->number * unit.factor;
  }
  return std::nullopt;
}

std::string ShowWithUnit(std::int64_t value, std::span<const Unit> units) {
  const Unit* best = &units.front();
  for (const Unit& unit : units) {
    if (value != 0 && value % unit.factor == 0) best = &unit;
  }
  return Concat(value / best->factor, best->name);
}

}  // namespace

std::optional<std::int64_t> ParseWhole(std::string_view text) {
  const auto leading = LeadingNumber(text);
  if (!leading || !leading->rest.empty()) return std::nullopt;
  return leading->number;
}

std::optional<std::int64_t> ParseBytes(std::string_view text) {
  return ParseWithUnit(text, kBytes);
}

std::optional<std::int64_t> ParseMilliseconds(std::string_view text) {
  if (text == "0") return 0;
  return ParseWithUnit(text, kMilliseconds);
}

std::string ShowBytes(std::int64_t bytes) { return ShowWithUnit(bytes, kBytes); }

std::string ShowMilliseconds(std::int64_t milliseconds) {
  return milliseconds == 0 ? "0" : ShowWithUnit(milliseconds, kMilliseconds);
}

}  // namespace nexy
