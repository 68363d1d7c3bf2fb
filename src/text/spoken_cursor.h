#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "text/spoken_text.h"

namespace nexy {

// A sentence while it is rewritten for the voice: what is before `at` has been written to `out`.
// A rule looks at what follows, writes its words and moves on, or leaves everything as it was.
struct SpokenCursor {
  std::u32string_view in;
  SpokenOptions options;
  std::size_t at = 0;
  std::u32string out;

  bool Russian() const { return options.language == Language::kRussian; }
  bool InWords() const { return options.numbers == NumberReading::kSpoken; }
  std::u32string_view Rest() const { return in.substr(at); }
  char32_t Peek(std::size_t offset = 0) const;
  char32_t Before() const { return at > 0 ? in[at - 1] : U' '; }

  // Appends words, set off from what stands before and after by spaces.
  void Say(std::u32string_view words);
  // Passes over `size` characters; a word that follows directly is set off.
  void Skip(std::size_t size);
  // Copies `size` characters as they are.
  void Copy(std::size_t size);

  // The word before `at`, lower case, and where white space and one word after `offset` end.
  std::u32string WordBefore() const;
  struct Word {
    std::u32string text;  // Lower case.
    std::size_t end = 0;  // Offset after it; 0 if no word follows directly.
  };
  Word WordAfter(std::size_t offset) const;
};

}  // namespace nexy
