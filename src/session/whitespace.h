#pragma once

#include <string_view>

namespace nexy {

// Whitespace is what Unicode's White_Space property says; bytes that are no UTF-8 are not.

bool IsBlank(std::string_view text);  // Empty or only whitespace.

// The words of a text, which are its runs of non-whitespace, one after the other.
class WordReader {
 public:
  explicit WordReader(std::string_view text) : rest_(text) {}
  std::string_view Next();  // A view into the text; empty after the last word.

 private:
  std::string_view rest_;
};

bool BeginsWithWhitespace(std::string_view text);
bool EndsWithWhitespace(std::string_view text);

}  // namespace nexy
