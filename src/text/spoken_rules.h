#pragma once

#include "text/spoken_cursor.h"

namespace nexy {

// The rules of SpokenText. Each is tried where the cursor stands and returns whether it spoke.

bool SpeakNumber(SpokenCursor& cursor);         // Units, money, percent, ranges, fractions.
bool SpeakRussianDate(SpokenCursor& cursor);    // 5 мая, 2024 год, 05.03.2024
bool SpeakRussianNumber(SpokenCursor& cursor);  // 5-й, 21 минута, от 5 человек
bool SpeakRomanNumber(SpokenCursor& cursor);    // XX век
bool SpeakMoneyBefore(SpokenCursor& cursor);    // $5.99
bool SpeakSign(SpokenCursor& cursor);           // Operators, names of symbols and emoji.

}  // namespace nexy
