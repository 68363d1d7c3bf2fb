#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "text/code_place.h"
#include "text/language.h"

namespace nexy {

class Pronunciations;

enum class NumberReading {
  kSpoken,  // Forms that a voice gets wrong are written out ("5 €" -> "5 euros").
  kKeep,    // Digits stay digits; the voice reads them.
};

enum class EmojiReading {
  kName,  // By their names in the language of the sentence.
  kDrop,  // Left out, unless the sentence is nothing else.
};

struct SpokenOptions {
  Language language = Language::kEnglish;  // Of the sentence.
  NumberReading numbers = NumberReading::kSpoken;
  EmojiReading emoji = EmojiReading::kName;
  bool spell = false;  // What is quoted, else codes, letter by letter: a person asked for it.
  CodePlace code = CodePlace::kNone;               // A block of code is announced, and its end.
  const Pronunciations* pronunciations = nullptr;  // A person's own; outlives the call.
};

// One place of a sentence that is said otherwise than it is written.
struct SpokenChange {
  std::string before;
  std::string after;
  std::string_view rule;  // "money", "date", …; docs/speech.md lists them.
};

struct Spoken {
  std::string text;
  std::vector<SpokenChange> changes;
  std::size_t unsaid = 0;  // Characters with a meaning of their own that the voice cannot say.
};

// What is given to the voice for `sentence` (one sentence of SentenceSegmenter): what a synthesiser
// drops or misreads becomes words of the language, everything else stays. Every letter and digit of
// the sentence is in the result, stands for a word there, or is counted in `unsaid`. The text is
// empty only for white space (and for emoji alone when those are dropped, never for letters).
Spoken SpeakSentence(std::string_view sentence, const SpokenOptions& options);

// The text of SpeakSentence() alone.
std::string SpokenText(std::string_view sentence, const SpokenOptions& options);

}  // namespace nexy
