#pragma once

#include <cstddef>
#include <string_view>

namespace nexy {

// Follows the code spans, square brackets and link targets of a sentence while it arrives: no
// sentence ends in them, up to a length at which they are taken for stray marks.
class SpanTracker {
 public:
  // `text` has just got its last character.
  void Push(std::u32string_view text) {
    const char32_t c = text.back();
    if (c == U'`' || c == U'[' || ticks_ + code_ticks_ + brackets_ + target_depth_ > 0) Track(text);
  }
  // Whether the end of a text of `size` characters is inside a span.
  bool Inside(std::size_t size) const;
  // The text lost `size` characters at its beginning.
  void Shift(std::size_t size) { begin_ -= begin_ < size ? begin_ : size; }
  // A line ended that ends its sentence: what is open was no span.
  void Leave() { *this = {}; }

 private:
  void Track(std::u32string_view text);
  void EndTicks(std::u32string_view text);

  std::size_t ticks_ = 0;       // Length of the run of backticks that is being read.
  std::size_t code_ticks_ = 0;  // Length of the run that opened the code span; 0 outside.
  bool code_space_ = false;     // There is white space in the code span.
  std::size_t brackets_ = 0;
  std::size_t target_depth_ = 0;
  std::size_t begin_ = 0;
};

}  // namespace nexy
