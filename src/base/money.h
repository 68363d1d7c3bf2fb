#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace nexy {

// An amount of money in millionths of a currency unit: sums are exact.
struct Money {
  std::int64_t micros = 0;
  friend auto operator<=>(const Money&, const Money&) = default;
};

// "0.35", "12": at most six decimals, not negative. Everything else is nullopt.
std::optional<Money> ParseMoney(std::string_view text);
// The shortest exact writing: "0.35", "12", "-1.5".
std::string ShowMoney(Money money);

// What `count` things cost when a million of them cost `price`, rounded to the nearest millionth.
// Neither is negative; exact up to 9,000,000,000,000 things at a price of 1,000,000.
Money PriceOf(std::int64_t count, Money price_of_a_million);

}  // namespace nexy
