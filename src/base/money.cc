#include "base/money.h"

#include <charconv>

#include "base/strings.h"

namespace nexy {
namespace {

constexpr std::int64_t kMicros = 1'000'000;
constexpr std::size_t kDecimals = 6;

std::optional<std::int64_t> Digits(std::string_view text) {
  std::int64_t number = 0;
  if (text.empty() || text.front() == '-') return std::nullopt;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace

std::optional<Money> ParseMoney(std::string_view text) {
  const std::size_t point = text.find('.');
  const auto whole = Digits(text.substr(0, point));
  if (!whole || *whole > INT64_MAX / kMicros - 1) return std::nullopt;
  if (point == std::string_view::npos) return Money{*whole * kMicros};
  std::string decimals(text.substr(point + 1));
  if (decimals.empty() || decimals.size() > kDecimals) return std::nullopt;
  decimals.resize(kDecimals, '0');
  const auto fraction = Digits(decimals);
  if (!fraction) return std::nullopt;
  return Money{*whole * kMicros + *fraction};
}

std::string ShowMoney(Money money) {
  const bool negative = money.micros < 0;
  const auto magnitude = negative ? 0 - static_cast<std::uint64_t>(money.micros)
                                  : static_cast<std::uint64_t>(money.micros);
  std::string text = Concat(negative ? "-" : "", magnitude / kMicros);
  std::string decimals = std::to_string(magnitude % kMicros + kMicros).substr(1);
  decimals.erase(decimals.find_last_not_of('0') + 1);
  return decimals.empty() ? text : Concat(text, ".", decimals);
}

Money PriceOf(std::int64_t count, Money price_of_a_million) {
  const std::int64_t millions = count / kMicros;
  const std::int64_t rest = count % kMicros;
  return {millions * price_of_a_million.micros +
          (rest * price_of_a_million.micros + kMicros / 2) / kMicros};
}

}  // namespace nexy
