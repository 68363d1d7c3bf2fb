#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace nexy {

enum class Arithmetic { kExact, kRounded, kDivisionByZero, kNegativeRoot, kTooBig };

struct Calculation {
  Arithmetic outcome = Arithmetic::kExact;
  std::string number;  // Of kExact and kRounded: digits with an optional '-' and '.'.
};

// Works out a spoken or written expression, English or Russian ("15% of 240", "сколько будет два
// умножить на три"), in exact fractions. nullopt when the prompt is anything else. Takes any bytes;
// time and memory are bounded by limits on its length, depth and the size of numbers.
std::optional<Calculation> WorkOut(std::string_view prompt);

inline bool LooksLikeArithmetic(std::string_view prompt) { return WorkOut(prompt).has_value(); }

}  // namespace nexy
