#pragma once

#include <cstddef>
#include <string>
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

// The number as the voice gets it: in words where a Russian voice would miss gender or case, else
// in digits ("1 234,5" as "1,234,5" for an English voice).
std::u32string AmountWords(const SpokenCursor& cursor, std::u32string_view written,
                           const NumberToken& number, RussianGender gender, RussianCase kase);

// The unit in the form that goes with the number. `attribute`: "a 5 gigabyte file".
std::u32string_view UnitWord(const SpokenCursor& cursor, const Unit& unit,
                             const NumberToken& number, RussianCase kase, bool attribute);

// After a magnitude ("5 млн", "$2 million"): says what is counted and returns where that ends.
std::size_t SayAfterMagnitude(SpokenCursor& cursor, std::size_t offset);

// "/kg", "/day", "/m³" at `offset`: how much of it is understood; 0 if nothing is.
std::size_t PerSize(const SpokenCursor& cursor, std::size_t offset);

// "/month" after an amount: says "per" and returns where the slash ends.
std::size_t SayPer(SpokenCursor& cursor, std::size_t offset);

// Whether an article makes the amount an attribute: "a 5 GB file".
bool IsAttribute(const SpokenCursor& cursor, std::size_t after_unit);

// The full stop of an abbreviated unit in `rest`, unless it also ends the sentence.
std::size_t UnitStop(std::u32string_view rest);

}  // namespace nexy
