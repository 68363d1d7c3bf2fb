#pragma once

#include <string_view>

#include "text/boundary_candidate.h"

namespace nexy {

// Decides from the first significant character after the candidate. `text` is the unfinished
// sentence; `at_line_start` tells that it began a line (so that "1." is a list's number).
Ruling JudgeByCharacter(std::u32string_view text, const BoundaryCandidate& candidate, char32_t next,
                        bool at_line_start);

// Decides at a line's end: a boundary, or nothing yet (kNoBoundary).
Ruling JudgeAtLineEnd(std::u32string_view text, const BoundaryCandidate& candidate,
                      bool at_line_start);

}  // namespace nexy
