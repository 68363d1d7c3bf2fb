#pragma once

#include <boost/multiprecision/cpp_int.hpp>
#include <optional>
#include <string_view>
#include <vector>

namespace nexy {

using Rational = boost::multiprecision::cpp_rational;

enum class Sign {
  kNumber,
  kPlus,
  kMinus,
  kTimes,
  kDivide,
  kPower,
  kPercent,
  kOf,
  kSquared,
  kCubed,
  kRoot,   // Before its operand, as kHalf.
  kHalf,
  kOpen,
  kClose,
  kBy,     // "multiply 3 by 4", "2 на 2".
  kAnd,    // "add 2 and 3", "two hundred and five".
  kFrom,   // "subtract 3 from 5".
  kAdd,    // Verbs that stand before both operands.
  kSubtract,
  kMultiply,
  kDivideVerb,
  kPoint,  // Inside spoken numbers, as the three that follow.
  kTenths,
  kHundredths,
  kThousandths,
  kNothing  // "what is", "equals".
};

struct Token {
  Sign sign = Sign::kNothing;
  Rational value;           // Of kNumber.
  bool is_word = false;     // Spoken, so it may be a part of a number.
  bool multiplies = false;  // "hundred", "тысяча".
};

// The signs of an expression; nullopt when there is anything else in it, or too much of it.
std::optional<std::vector<Token>> CutExpression(std::string_view prompt);

// Puts spoken numbers together ("two hundred and five", "три целых пять десятых"); nullopt when
// words do not make a number.
std::optional<std::vector<Token>> JoinNumberWords(const std::vector<Token>& tokens);

}  // namespace nexy
