#pragma once

#include <cstddef>

#include "text/spoken_cursor.h"

namespace nexy {

// "/kg", "/day", "/m³" at `offset`: how much of it is understood; 0 if nothing is.
std::size_t PerSize(const SpokenCursor& cursor, std::size_t offset);

// "/month" after an amount: says "per" and returns where the slash ends.
std::size_t SayPer(SpokenCursor& cursor, std::size_t offset);

}  // namespace nexy
