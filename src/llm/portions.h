#pragma once

#include <cstddef>
#include <string_view>

namespace nexy {

// A piece of a long text that is heard at once.
struct Portion {
  std::string_view text;
  std::size_t next = 0;  // Where the next portion begins, in bytes; the text's size after the last.
};

// The portion of `text` (UTF-8) that begins at byte `from`: about `max_chars` characters, up to the
// end of a line or sentence, or else of a word. A short rest is not left for a portion of its own.
Portion CutPortion(std::string_view text, std::size_t from, std::size_t max_chars);

}  // namespace nexy
