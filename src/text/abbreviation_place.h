#pragma once

#include <cstddef>
#include <string_view>

#include "text/abbreviations.h"

namespace nexy {

// What the full stop after `word` means in its place: a unit after a number, a year, "т. е."
// written with spaces, a state after a comma. `word` is a part of `text`, without the stop;
// `language` is that of the answer, where `text` does not tell its own.
Abbreviation ClassInPlace(std::u32string_view text, std::u32string_view word,
                          TextLanguage language);

// A word of `min` letters or more, two of them with a vowel, that shortens nothing in its place.
bool IsFullWord(std::u32string_view text, std::u32string_view word, TextLanguage language,
                std::size_t min);

// Money goes to somebody in it: "Перевод 500 р. Ивану" names who gets it.
bool IsTransfer(std::u32string_view text);

// "Main St.", "42nd St." and "12 Lake Dr." are streets, "St. Louis" a saint.
bool IsStreet(std::u32string_view text, std::u32string_view word);

// "At 5 a.m.", "В 1990 г.", "5 мая 1990 г.": a time alone, or a few words that begin with a
// preposition and have no verb, so that the sentence still lacks its subject.
bool IsFronted(std::u32string_view text, std::size_t end);

// A number before a list's item ("1. Open it"), or one that numbers what it stands after (Chapter
// 4).
bool IsListNumber(std::u32string_view text, std::u32string_view word, bool at_line_start);
bool IsAfterNumberedWord(std::u32string_view text, std::u32string_view word);

// The number before a section's heading: "2.1. Methods", "§2. Rules".
bool IsSectionNumber(std::u32string_view text, std::u32string_view word);

// One that may be an ordinal, because the text is German or an article says so ("am 3. Oktober").
bool IsGermanOrdinal(std::u32string_view text, std::u32string_view word, TextLanguage language);

// A surname in a Russian list of people stands before its initials: "Иванов И. И."
bool IsAfterRussianSurname(std::u32string_view text, std::u32string_view initials);

}  // namespace nexy
