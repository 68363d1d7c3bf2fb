#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace nexy {

// The mark of a list's item at the end of a text: "2.", "b)", "3.)".
struct ItemMark {
  char32_t value = 0;       // The number, or the letter; 0: there is no mark.
  std::u32string style;     // What follows it.
  std::size_t begin = 0;    // Where it begins.
  bool begins_item = true;  // False where it rather ends a sentence ("tab 2.", "set it to 2.").
};

ItemMark LastItemMark(std::u32string_view text);

}  // namespace nexy
