#pragma once

#include <cstddef>
#include <string_view>

#include "text/text_language.h"

namespace nexy {

bool IsTerminator(char32_t c);           // . ! ? … and their relatives in other scripts.
bool IsStrongTerminator(char32_t c);     // Those that never stand inside a word: ! ? and relatives.
bool IsSpacelessTerminator(char32_t c);  // 。！？: no space follows them.
bool IsClosing(char32_t c);              // Quotes and brackets that close, and markup after a stop.
bool IsOpening(char32_t c);              // Quotes and brackets that open, and markup before a word.
bool IsDash(char32_t c);

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

// The words that follow a candidate, as far as they have arrived.
struct NextWords {
  std::u32string_view first;
  std::u32string_view second;  // Empty until JudgeByWord() has asked for it.
  char32_t after = 0;          // The character that ended the last of them.
};

// Decides from the first significant character after the candidate. `text` is the unfinished
// sentence; `at_line_start` tells that it began a line (so that "1." is a list's number).
Ruling JudgeByCharacter(std::u32string_view text, const BoundaryCandidate& candidate, char32_t next,
                        bool at_line_start);

// Decides once the next word is whole; asks at most once for the word after it.
Ruling JudgeByWord(std::u32string_view text, const BoundaryCandidate& candidate,
                   const NextWords& next, bool at_line_start);

// Decides at a line's end: a boundary, or nothing yet (kNoBoundary).
Ruling JudgeAtLineEnd(std::u32string_view text, const BoundaryCandidate& candidate,
                      bool at_line_start);

}  // namespace nexy
