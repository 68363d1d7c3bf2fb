#pragma once

#include <string_view>

namespace nexy {

// A closed list of words in data/word_classes.tsv.
enum class WordClass {
  kExtension,       // Of file names.
  kShortExtension,  // The same, of one letter: not after a single letter ("p.m").
  kDomain,          // The last part of an internet name.
  kVersioned,       // A version may follow.
  kPhone,           // A telephone number may follow.
  kRatio,
  kScore,
  kRomanLabel,  // What Roman numbers number.
  kRomanCentury,
  kEnglishKing,
  kScripture,  // "Genesis 1:1": a chapter and a verse.
  kNumbered,   // "page 3/10": the third of ten.
  kAchieved,   // "3/10 tests passed".
  // Russian.
  kNotCounted,  // May follow a number without being counted by it.
  kIndeclinable,
  kMasculineInA,
  kFeminineInSoftSign,
  kRussianNumbered,  // Lemmas of what is numbered rather than counted: этаж, глава.
  kRomanNumbered,    // Lemmas of what Roman numbers number.
  kRomanAdjective,   // The first letters of adjectives before such a noun.
  kPaired,           // Without a singular: двое суток.
  kAged,             // In "дети 3 лет" the age is a genitive.
  kMenu,             // Begins a path through menus.
  kLabel,            // Before a number that names and does not count.
  kCount
};

// Whether `word` (lower case) is in the list.
bool IsWordOf(WordClass list, std::u32string_view word);

}  // namespace nexy
