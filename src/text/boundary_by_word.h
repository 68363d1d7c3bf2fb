#pragma once

#include <string_view>

#include "text/boundary_candidate.h"

namespace nexy {

// Decides a candidate for which JudgeByCharacter() needs the next word, once that is whole; asks at
// most once for the word after it.
Ruling JudgeByWord(std::u32string_view text, const BoundaryCandidate& candidate,
                   const NextWords& next, bool at_line_start);

}  // namespace nexy
