#pragma once

#include <string>

#include "text/number_token.h"
#include "text/russian_words.h"

namespace nexy {

// A whole number or a decimal fraction in words: "двадцать одна", "полтора", "ноль целых пять
// десятых". `gender` is that of what is counted. Empty where the words are not certain: more than
// six digits after the point, numbers of more than fifteen digits.
std::u32string RussianQuantity(const NumberToken& number, RussianGender gender, RussianCase kase);

// Whether the number is said as "полтора": what it counts then follows other rules.
bool IsOneAndAHalf(const NumberToken& number);

}  // namespace nexy
