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

// Whether `word` (lower case) often begins a sentence.
bool IsSentenceStarter(std::u32string_view word);

// The smaller lists of src/text/data/sentence_starters.tsv.
enum class WordList {
  kSmall,
  kZone,
  kFront,
  kExclaim,
  kClosed,
  kSpeech,
  kMonth,
  kNegated,
  kNameParticle,
  kTakesNumber,
  kGoesOn,
  kGermanMonth,
  kClock,
  kHonorific,
  kHesitation,
  kAfterSuffix
};
bool IsInList(WordList list, std::u32string_view word);

// Whether a single letter after `word` (lower case) is a label as in "plan B".
bool IsLabelWord(std::u32string_view word);

// Whether `word` (lower case) with a number begins a sentence as in "Step 1. Open it".
bool IsNumberedWord(std::u32string_view word);

}  // namespace nexy
