#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "text/number_token.h"
#include "text/spoken_cursor.h"
#include "text/unit_after.h"
#include "text/units.h"

namespace nexy {

// The number as the voice gets it: in words where a Russian voice would miss gender or case, else
// in digits ("1 234,5" as "1,234,5" for an English voice).
std::u32string AmountWords(const SpokenCursor& cursor, std::u32string_view written,
                           const NumberToken& number, RussianGender gender, RussianCase kase);

// The unit in the form that goes with the number. `attribute`: "a 5 gigabyte file".
std::u32string_view UnitWord(const SpokenCursor& cursor, const Unit& unit,
                             const NumberToken& number, RussianCase kase, bool attribute);

// The case of an amount in `found`, by the words before it; nominative in English.
RussianCase UnitCase(const SpokenCursor& cursor, const NumberToken& number, const UnitAfter& found);

// The number and its unit; two digits after the point of a currency are its cents.
void SayAmount(SpokenCursor& cursor, std::u32string_view written, const NumberToken& number,
               const Unit& unit, RussianCase kase, bool attribute);

// The hundredth part of a currency ("cent"), or null.
const Unit* Subunit(const Unit& currency);

// After a magnitude ("5 млн", "$2 million"): says what is counted and returns where that ends.
std::size_t SayAfterMagnitude(SpokenCursor& cursor, std::size_t offset);

// What stands between the ends of a range that begins at the cursor: "to", after "between" "and".
std::u32string_view RangeJoint(const SpokenCursor& cursor);

// Whether an article makes the amount an attribute: "a 5 GB file".
bool IsAttribute(const SpokenCursor& cursor, std::size_t after_unit);

}  // namespace nexy
