#pragma once

#include <vector>

#include "screen/screen_reader.h"

namespace nexy {

// The lines of a screen in the order in which a person would read them aloud: rows from top to
// bottom, a column whole before the next one, a form or table row by row; `paragraph_start` is set.
std::vector<ScreenLine> ReadingOrder(std::vector<ScreenLine> lines);

}  // namespace nexy
