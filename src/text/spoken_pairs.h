#pragma once

#include <cstddef>

#include "text/number_token.h"
#include "text/spoken_cursor.h"

namespace nexy {

// Two numbers with a slash, without blanks or with one on each side.
struct Pair {
  NumberToken lower, upper;
  std::size_t from = 0, end = 0;  // Where the second begins and ends; 0 if there is no pair.
  bool grows = false;
};

// Says a pair in a Russian sentence: a mark ("рейтинг 4,5/5", if it may be one), a house, a floor,
// a share, a schedule. False where it may be something else.
bool SayRussianPair(SpokenCursor& cursor, const Pair& pair, bool may_be_mark);

}  // namespace nexy
