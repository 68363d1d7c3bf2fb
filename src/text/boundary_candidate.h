#pragma once

#include <cstddef>
#include <string_view>

#include "text/text_language.h"

namespace nexy {

// Where a sentence may end: after a terminator with its closing quotes, at a line's end, after a
// smile of characters.
struct BoundaryCandidate {
  enum class Kind { kTerminator, kLineEnd, kSmile };

  Kind kind = Kind::kTerminator;
  std::size_t terminator = 0;  // Index of the first terminator of the run in the text.
  std::size_t end = 0;         // Where the sentence would end.
  bool strong = false;         // ! or ? in the run.
  bool spaceless = false;      // 。 and the like in the run.
  bool ellipsis = false;       // … or several full stops.
  bool quoted = false;         // A quote closes after the run.
  bool bracketed = false;      // A bracket closes after the run.
  bool glued = false;          // No white space stands after it.
  bool opening = false;        // A quote or bracket opens before the next word.
  bool after_dash = false;     // A dash was seen between the end and the next word.
  std::size_t line_chars = 0;  // kLineEnd: length of the line that ended.
  TextLanguage language = TextLanguage::kUnknown;  // Of the answer so far.

  bool closed() const { return quoted || bracketed; }
};

enum class BoundaryVerdict {
  kBoundary,
  kNoBoundary,
  kNeedWord,  // The next word decides (JudgeByWord), or the one after it.
};

// A verdict and the rule that gave it, for `nexyctl text segment --explain`.
struct Ruling {
  BoundaryVerdict verdict;
  std::string_view rule;
};

constexpr Ruling Ends(std::string_view rule) { return {BoundaryVerdict::kBoundary, rule}; }
constexpr Ruling GoesOn(std::string_view rule) { return {BoundaryVerdict::kNoBoundary, rule}; }
constexpr Ruling NeedsWord(std::string_view rule) { return {BoundaryVerdict::kNeedWord, rule}; }

// The words that follow a candidate, as far as they have arrived.
struct NextWords {
  std::u32string_view first;
  std::u32string_view second;  // Empty until JudgeByWord() has asked for it.
  char32_t after = 0;          // The character that ended the last of them.
};

}  // namespace nexy
