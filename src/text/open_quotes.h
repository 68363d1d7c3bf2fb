#pragma once

#include <cstddef>

namespace nexy {

// Follows the quotes of a text while it is read: « … », » … «, “ … ”, „ … “, ‘ … ’, 「 … 」, " … ".
class OpenQuotes {
 public:
  // `next` follows `c`; it tells an apostrophe from a quote that closes.
  void Push(char32_t c, char32_t next);
  bool any() const { return depth_ > 0 || singles_ > 0 || straight_ || reversed_; }

 private:
  std::size_t depth_ = 0;
  std::size_t singles_ = 0;
  bool straight_ = false;
  bool reversed_ = false;  // » has opened, which « closes.
  bool low_ = false;       // „ has opened, which “ closes.
};

}  // namespace nexy
