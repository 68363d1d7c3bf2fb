#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "text/language.h"

namespace nexy {

struct SpellingOptions {
  Language language = Language::kEnglish;  // In which letters and signs are named.
  bool capitals = false;                   // "capital" is said before capital letters.
  bool phonetic = false;                   // Alfa, Bravo; Анна, Борис.
};

// One character of a text and how it is said.
struct SpelledCharacter {
  std::string written, said;
  std::string_view rule;  // "letter", "capital", "digit", "sign", "symbol" or "Unicode name".
};

std::vector<SpelledCharacter> Spell(std::string_view text, const SpellingOptions& options);

// What a voice is given so that `text` is heard letter by letter, digit by digit, sign by sign:
// "A3-б" is "A, 3, dash, Cyrillic letter be". Nothing is left out; spaces are named.
std::string SpellOut(std::string_view text, const SpellingOptions& options);

}  // namespace nexy
