#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "text/russian_words.h"

namespace nexy {

// One way to understand a form of a noun.
struct RussianNoun {
  std::u32string lemma;
  RussianGender gender = RussianGender::kMasculine;
  // Of the cases that have this form the first in the order of RussianCase: "двери" is genitive,
  // "таблице" dative, and an accusative that looks like the nominative is one.
  RussianCase kase = RussianCase::kNominative;
  bool plural = false;
};

// What a dictionary knows of a word (lower case).
struct RussianReading {
  std::vector<RussianNoun> nouns;
  bool verb = false;   // A form of a verb, and of nothing else.
  bool other = false;  // A form of a verb or an adjective, and of no noun.
};

// Opens hunspell's Russian dictionary, 14 ms and 1 MiB, which else happens when a word is first
// read. False: it is not installed, and nothing is known of any word. Thread-safe.
bool LoadRussianLexicon();

// Nothing is known of words that the dictionary lists without their declension. Thread-safe.
RussianReading ReadRussianWord(std::u32string_view word);

// Gender and case of an adjective, by its ending alone; nullopt for other words. "-ой" is taken for
// the feminine.
std::optional<RussianNoun> ReadRussianAdjective(std::u32string_view word);

// Whether the dictionary has `word` (lower case) as it stands, which it has not of names.
bool IsRussianWord(std::u32string_view word);

// Whether a noun (lower case) stands in the dative, and can stand in no nominative: "ивану".
bool IsRussianDative(std::u32string_view word);

}  // namespace nexy
