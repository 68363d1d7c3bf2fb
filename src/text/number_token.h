#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace nexy {

// A number as it is written: "5", "1 000 000", "1,000.50", "3,5".
struct NumberToken {
  std::size_t size = 0;             // Characters it takes.
  std::int64_t whole = 0;           // The part before the decimal separator.
  std::size_t fraction = 0;         // Digits after the separator; 0 for a whole number.
  std::int64_t fraction_value = 0;  // Those digits as a number; for up to 9 of them.
  std::size_t digits = 0;           // Of the whole part.
  char32_t group = 0;               // What stands between groups of three digits.
  std::size_t groups = 0;           // How many such groups follow the first digits.
  char32_t decimal = 0;             // What stands before the fraction.
  bool exact = true;  // False when it does not fit or is no plain number (1.2.3, 10:30, 007).

  bool IsWhole() const { return exact && fraction == 0; }
};

// Reads the number at the beginning of `text`, which is a digit.
NumberToken ReadNumber(std::u32string_view text);

// The same in a Russian text, where a comma stands before a fraction: 42,195 is no 42 thousand.
NumberToken ReadRussianNumber(std::u32string_view text);

}  // namespace nexy
