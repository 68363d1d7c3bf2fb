#pragma once

#include <cstddef>
#include <string_view>

namespace nexy {

// How many characters of `text`, which is longer than `max`, the first part takes (1 to max): to
// the end of a clause if there is one in the second half, else of a word, both outside quotes,
// brackets, names and numbers; only where there is no such place, inside of them, and at last as
// many as fit without tearing a character from its accents or an emoji apart.
std::size_t FirstPart(std::u32string_view text, std::size_t max);

// Whether a clause ends at the end of `text`, so that it can be said before the rest is known:
// after a comma, semicolon, colon or dash with its space, outside brackets, before `next`, which
// begins neither a name nor a number.
bool EndsClause(std::u32string_view text, char32_t next);

}  // namespace nexy
