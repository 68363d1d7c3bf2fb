#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "text/number_token.h"
#include "text/russian_words.h"
#include "text/spoken_cursor.h"

namespace nexy {

// What the words before a number ask of it.

// The word before the cursor that may govern a number: the one before it, or the one before the
// number with which it is joined ("между 5 и 10", "на 3 и 5 мая").
std::u32string GoverningWord(const SpokenCursor& cursor);

// "из 5 столбцов и 21 строки": the cursor at the first number, whose preposition counts for the
// second too; nullopt where no count is joined.
std::optional<SpokenCursor> FirstOfCounts(const SpokenCursor& cursor);

// The case that what stands before the cursor asks of a number: a preposition, or that of the
// number with which it is joined ("между 5 и"). Nominative where nothing is certain.
RussianCase CaseBefore(const SpokenCursor& cursor);

// Whether what stands after the verb is its object: "добавьте", "вижу".
bool TakesObject(std::u32string_view verb);
// Whether a number at the cursor is such an object, or joined to one: "добавьте 3 яйца и 1 кость".
bool IsObject(const SpokenCursor& cursor);

// RussianQuantity() of what is distributed too: "по тысяче рублей", "по одной тысяче пятьсот".
std::u32string RussianQuantityHere(const SpokenCursor& cursor, const NumberToken& number,
                                   RussianGender gender, RussianCase kase);

// Whether the word before the cursor names what the number after it numbers ("шаг 2", "iPhone 15").
bool IsLabelBefore(const SpokenCursor& cursor);

}  // namespace nexy
