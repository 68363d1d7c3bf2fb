#pragma once

#include <cstddef>
#include <string_view>

namespace nexy {

// What the beginning of a line says about the line.
struct LineOpening {
  enum class Kind {
    kUndecided,  // More characters are needed.
    kText,
    kBullet,   // "- ", "* ", "+ ", "• ": the mark goes, a line may begin anew after it.
    kQuote,    // "> ": the same.
    kOrdered,  // "1. " or "1) ": an item begins; the number is part of what is said.
    kHeading,  // "## ", "##Title"
    kTable,    // "|": a row
    kFence,    // "```": the rest of the line is the language's name.
    kTarget,   // "[1]: https://…": the target of links, no text.
  };

  Kind kind = Kind::kUndecided;
  std::size_t mark_end = 0;  // How many characters the mark takes, with its space.
};

// `head` is the line as far as it has arrived, without a line end.
LineOpening ReadLineOpening(std::u32string_view head);

// Whether a whole line is markup alone: a rule (---), an underline (===), an empty mark.
bool IsMarkupLine(std::u32string_view line);

// Whether a whole line stands between the head of a table and its rows: "---|:-:". A table may go
// without bars at its edges.
bool IsTableRule(std::u32string_view line);

// Whether a whole line opens a formula that goes over several lines: "$$", "\[",
// "\begin{align}".
bool OpensFormula(std::u32string_view line);

// Whether a line of a code block closes the fence of `length` characters `fence`.
bool ClosesFence(std::u32string_view line, char32_t fence, std::size_t length);

}  // namespace nexy
