#pragma once

#include <string>
#include <string_view>

#include "text/language.h"

namespace nexy {

enum class NumberReading {
  kSpoken,  // Forms that a voice gets wrong are written out ("5 €" -> "5 euros").
  kKeep,    // Digits stay digits; the voice reads them.
};

struct SpokenOptions {
  Language language = Language::kEnglish;  // Of the sentence.
  NumberReading numbers = NumberReading::kSpoken;
};

// What is given to the voice for `sentence` (one sentence of SentenceSegmenter): symbols that a
// synthesiser drops or misreads become words of the language, everything else stays. Every letter
// and digit of the sentence is in the result or stands for a word there. May be empty only if
// nothing in the sentence can be said.
std::string SpokenText(std::string_view sentence, const SpokenOptions& options);

}  // namespace nexy
