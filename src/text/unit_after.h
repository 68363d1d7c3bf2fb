#pragma once

#include <cstddef>
#include <string_view>

#include "text/number_token.h"
#include "text/spoken_cursor.h"
#include "text/units.h"

namespace nexy {

// A unit after a number, and where it ends; `unit` is null if there is none.
struct UnitAfter {
  const Unit* unit = nullptr;
  std::size_t end = 0;  // Offset from the cursor, with the full stop of an abbreviation.
};

// The unit `offset` characters after the cursor, where `number` ends: "GB", " км/ч", " руб.". A
// word that is written out already is none.
UnitAfter FindUnitAfter(const SpokenCursor& cursor, const NumberToken& number, std::size_t offset);

// The full stop of an abbreviated unit in `rest`, unless it also ends the sentence.
std::size_t UnitStop(std::u32string_view rest);
// The same of an English one: "2 tbsp. of oil", "2 hrs. 15 mins.", "5 mi./hr., then".
std::size_t EnglishStop(std::u32string_view rest);

}  // namespace nexy
