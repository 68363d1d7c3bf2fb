#pragma once

#include <cstdint>
#include <optional>

#include "text/russian_words.h"
#include "text/spoken_cursor.h"

namespace nexy {

// What a number has in common with the noun that it counts.
struct RussianAgreement {
  RussianGender gender = RussianGender::kMasculine;
  RussianCase kase = RussianCase::kNominative;
  bool animate = false;  // Only in the accusative after 1: "двадцать одного пациента".
};

// The gender and case of `number`, read off the noun (and the adjectives before it) that stand
// `offset` characters after the cursor and off the word before the cursor. Nullopt when no noun
// in a form that goes with the number stands there, or when its form leaves a choice.
std::optional<RussianAgreement> AgreeWithNoun(const SpokenCursor& cursor, std::size_t offset,
                                              std::int64_t number);

}  // namespace nexy
