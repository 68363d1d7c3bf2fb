#pragma once

#include <cstddef>
#include <string_view>

namespace nexy {

// The words around a place where a sentence may end. `text` is always the unfinished sentence.

// The last word before `end`: from the white space before it, without opening quotes and markup.
std::u32string_view WordBefore(std::u32string_view text, std::size_t end);

// The word before `word`, which is a part of `text`.
std::u32string_view PreviousWord(std::u32string_view text, std::u32string_view word);

// Where `part` begins in `text`.
std::size_t IndexIn(std::u32string_view text, std::u32string_view part);

// A frequent first word (lower case), or a Russian verb: no surname is one.
bool IsSentenceStarter(std::u32string_view word);

bool AllDigits(std::u32string_view word);
bool AllLetters(std::u32string_view word);
bool HasWordChar(std::u32string_view text);

// A letter of a script that has no capitals, but spaces.
bool IsCaseless(char32_t c);

// "J", "J.R.R", "U.S", "J.-P": capital letters with stops between them.
bool IsInitials(std::u32string_view word);

// "к.п.н", "e.g": small letters with stops between them.
bool IsShortenedSmall(std::u32string_view word);

// II, IV, XXI, also typed with a Cyrillic Х or І; a lone I, C, L, D or M is a letter.
bool IsRoman(std::u32string_view word);

// The sentence began with a small letter: its writer does without capitals.
bool IsWrittenSmall(std::u32string_view text);

// A quote that the text opens is still open at its end.
bool EndsInQuote(std::u32string_view text);

// Its first sign opens a bracket.
bool BeginsWithBracket(std::u32string_view text);

// A bracket that the text opens last is still open at its end.
bool EndsInBracket(std::u32string_view text);

// `c` is the guillemet that closes one in `text`: « … » or, in German, » … «.
bool ClosesGuillemets(std::u32string_view text, char32_t c);

}  // namespace nexy
