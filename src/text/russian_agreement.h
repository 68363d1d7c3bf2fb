#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "text/russian_words.h"
#include "text/spoken_cursor.h"

namespace nexy {

// What a number has in common with the noun that it counts.
struct RussianAgreement {
  RussianGender gender = RussianGender::kMasculine;
  RussianCase kase = RussianCase::kNominative;
};

// The gender and case of `number`, read off the noun (and the adjectives before it) that stand
// `offset` characters after the cursor and off the word before the cursor. Nullopt when no noun
// in a form that goes with the number stands there, or when its form leaves a choice.
std::optional<RussianAgreement> AgreeWithNoun(const SpokenCursor& cursor, std::size_t offset,
                                              std::int64_t number);

// The word before the cursor that may govern a number: the one before it, or the one before the
// number with which it is joined ("между 5 и 10", "на 3 и 5 мая").
std::u32string GoverningWord(const SpokenCursor& cursor);

// "из 5 столбцов и 21 строки": the cursor at the first number, whose preposition counts for the
// second too; nullopt where no count is joined.
std::optional<SpokenCursor> FirstOfCounts(const SpokenCursor& cursor);

// The case that what stands before the cursor asks of a number: a preposition, or that of the
// number with which it is joined ("между 5 и"). Nominative where nothing is certain.
RussianCase CaseBefore(const SpokenCursor& cursor);

// Whether a verb that acts on something stands before the cursor: "добавьте".
bool IsObject(const SpokenCursor& cursor);

// RussianQuantity() of what is distributed too: "по тысяче рублей", "по одной тысяче пятьсот".
std::u32string RussianQuantityHere(const SpokenCursor& cursor, const NumberToken& number,
                                   RussianGender gender, RussianCase kase);

// Whether the word before the cursor names what the number after it numbers ("шаг 2", "iPhone 15").
bool IsLabelBefore(const SpokenCursor& cursor);

}  // namespace nexy
