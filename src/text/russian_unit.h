#pragma once

#include <cstddef>
#include <string_view>

#include "text/number_token.h"
#include "text/spoken_cursor.h"

namespace nexy {

// What looks like a unit after a Russian number and is something else; `end` is where its symbol
// ends after the cursor.

// "5 с 3 мая": the letter is a preposition where a word follows.
bool IsPreposition(const SpokenCursor& cursor, std::u32string_view symbol, std::size_t end);

// "3 г. 2 мес.", "через 3 г." are years.
bool AreYears(const SpokenCursor& cursor, std::size_t end);

// "2 ст. муки" are glasses, "п. 2 ст. 5" and "3 ст. лейтенанта" are none.
bool IsPoured(const SpokenCursor& cursor, std::size_t end);

// "5 В класс" is a class, "в 5 т." may be volumes, "2 р/день" times, "ждите 5 м" minutes.
bool IsOtherRussianLetter(const SpokenCursor& cursor, const NumberToken& number, char32_t letter,
                          std::size_t end);

// "на 5 стр." is the fifth page, "д. 5 стр. 3" a building.
bool IsNumberedPage(const SpokenCursor& cursor, std::u32string_view symbol, std::size_t end);

}  // namespace nexy
