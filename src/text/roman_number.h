#pragma once

#include <cstddef>
#include <string_view>

#include "text/spoken_cursor.h"

namespace nexy {

struct RomanNumber {
  int value = 0;
  std::size_t size = 0;  // 0 if there is no well-formed number.
};

// The Roman number that `text` begins with as a word of its own.
RomanNumber ReadRomanNumber(std::u32string_view text);

// "XXI век", "в XIX–XX веках", "V в.", "Петра I": says it.
bool SpeakRussianRoman(SpokenCursor& cursor, const RomanNumber& roman);

}  // namespace nexy
