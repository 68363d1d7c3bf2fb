#pragma once

#include <string_view>

#include "text/text_language.h"

namespace nexy {

// What a full stop after a word means (src/text/data/abbreviations.tsv explains the classes).
enum class Abbreviation {
  kNone,
  kTitle,
  kNumber,
  kEnd,
  kName,
  kTime,
  kUnit,
  kSmallUnit,
  kState,
  kSuffix,
};

constexpr bool IsUnit(Abbreviation kind) {
  return kind == Abbreviation::kUnit || kind == Abbreviation::kSmallUnit;
}

// `word` in lower case, without its last full stop; a unit only where it stands after a number.
Abbreviation ClassifyAbbreviation(std::u32string_view word, bool after_number);

// Whether some language has a class of its own for `word`, and what it is in `language`, else
// kNone; in an unknown language the first that has it counts.
bool DependsOnLanguage(std::u32string_view word);
Abbreviation ClassifyInLanguage(std::u32string_view word, TextLanguage language);

}  // namespace nexy
