#pragma once

#include <cstddef>
#include <string_view>

namespace nexy {

bool IsTerminator(char32_t c);           // . ! ? … and their relatives in other scripts.
bool IsStrongTerminator(char32_t c);     // Those that never stand inside a word: ! ? and relatives.
bool IsSpacelessTerminator(char32_t c);  // 。！？: no space follows them.
bool IsClosing(char32_t c);              // Quotes and brackets that close, and markup after a stop.
bool IsOpening(char32_t c);              // Quotes and brackets that open, and markup before a word.
bool IsDash(char32_t c);

// Where a sentence may end: after a terminator with its closing quotes, or at a line's end.
struct BoundaryCandidate {
  enum class Kind { kTerminator, kLineEnd };

  Kind kind = Kind::kTerminator;
  std::size_t terminator = 0;  // Index of the first terminator of the run in the text.
  std::size_t end = 0;         // Where the sentence would end.
  bool strong = false;         // ! or ? in the run.
  bool spaceless = false;      // 。 and the like in the run.
  bool ellipsis = false;       // … or several full stops.
  bool closed = false;         // A quote or bracket closes after the run.
  bool after_dash = false;     // A dash was seen between the end and the next word.
  bool after_colon_line = false;
  std::size_t line_chars = 0;  // kLineEnd: length of the line that ended.
};

enum class Verdict {
  kBoundary,
  kNoBoundary,
  kNeedWord,  // The next word decides (JudgeByWord).
};

// Decides from the first significant character after the candidate. `text` is the unfinished
// sentence; `at_line_start` tells that it began a line (so that "1." is a list's number).
Verdict JudgeByCharacter(std::u32string_view text, const BoundaryCandidate& candidate,
                         char32_t next, bool at_line_start);

// Decides once the next word is whole; `after` is the character that ended it.
bool JudgeByWord(std::u32string_view text, const BoundaryCandidate& candidate,
                 std::u32string_view word, char32_t after);

// Whether the candidate's end is certain at a line's end or at the end of input.
bool EndsAtLineEnd(std::u32string_view text, const BoundaryCandidate& candidate,
                   bool at_line_start);

}  // namespace nexy
