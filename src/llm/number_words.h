#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace nexy {

// What one word of a spoken number is worth, in the form of SpokenWords, English or Russian in any
// case that arithmetic needs ("двух", "двумя").
struct NumberWord {
  std::int64_t value = 0;
  // Multiplies what was said before it (hundred, thousand, тысяча), instead of being added.
  bool multiplies = false;
};
std::optional<NumberWord> FindNumberWord(std::u16string_view word);

// A whole number 1 to 9999 in digits or one word, also as an ordinal ("third", "третий").
std::optional<int> SmallNumber(std::u16string_view word);

}  // namespace nexy
