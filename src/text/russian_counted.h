#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "text/russian_lexicon.h"
#include "text/russian_words.h"
#include "text/spoken_cursor.h"
#include "text/word_classes.h"

namespace nexy {

// How numbers ask for the form of what they count.
enum class Count { kOne, kFew, kMany };

// The counted noun and the adjective before it, lower case.
struct NounPhrase {
  std::u32string adjective;  // The last one, or empty.
  std::u32string noun;
};

// What a number asks about the noun after it.
struct Counted {
  std::int64_t number = 0;
  Count count = Count::kMany;
  NounPhrase phrase;
  std::vector<RussianNoun> nouns;  // Of the dictionary; empty for a word that it does not know.
  std::u32string before;           // The word before the number.
  RussianCase kase = RussianCase::kNominative;  // That the words before the number ask for.
  bool object = false;                          // Of a verb.
  bool negated = false;                         // "не" stands before that word.

  std::u32string_view noun() const { return phrase.noun; }
  bool IsBefore(std::initializer_list<std::u32string_view> words) const {
    return IsAnyOf(words, before);
  }
  bool IsIn() const { return IsBefore({U"в", U"во", U"на", U"о", U"об", U"при"}); }
  bool IsTo() const { return IsBefore({U"к", U"ко", U"по", U"благодаря", U"согласно"}); }
};

// Reads them off the words `offset` characters after the cursor and before it; nullopt where
// nothing is counted.
std::optional<Counted> ReadCounted(const SpokenCursor& cursor, std::size_t offset,
                                   std::int64_t number);

bool EndsIn(std::u32string_view word, std::initializer_list<std::u32string_view> endings);
// Whether a reading has its lemma in the list.
bool IsLemmaOf(WordClass list, const std::vector<RussianNoun>& nouns);

}  // namespace nexy
