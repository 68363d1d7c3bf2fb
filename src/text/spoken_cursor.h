#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "text/number_token.h"
#include "text/spoken_text.h"
#include "text/word_classes.h"

namespace nexy {

// A sentence while it is rewritten for the voice: what is before `at` has been written to `out`.
// A rule looks at what follows, writes its words and moves on, or leaves everything as it was.
struct SpokenCursor {
  std::u32string_view in;
  SpokenOptions options;
  std::size_t at = 0;
  std::u32string out = {};

  bool Russian() const { return options.language == Language::kRussian; }
  bool InWords() const { return options.numbers == NumberReading::kSpoken; }
  std::u32string_view Rest() const { return in.substr(at); }
  char32_t Peek(std::size_t offset = 0) const {
    return at + offset < in.size() ? in[at + offset] : U' ';
  }
  // The cursor at another place of the sentence, with nothing said.
  SpokenCursor From(std::size_t place) const { return {in, options, place}; }
  char32_t Before() const { return at > 0 ? in[at - 1] : U' '; }
  std::u32string_view Pick(std::u32string_view english, std::u32string_view russian) const {
    return Russian() ? russian : english;
  }

  // Appends words, set off from what stands before and after by spaces.
  void Say(std::u32string_view words);
  // Letters and digits one by one, with a pause at each sign between them.
  void SayOneByOne(std::u32string_view written);
  // Appends a comma to what was said, for a pause.
  void Pause();
  // Passes over `size` characters; a word that follows directly is set off.
  void Skip(std::size_t size);
  // Copies `size` characters as they are.
  void Copy(std::size_t size);
  // Say and Skip; always true, for the end of a rule.
  bool SayFor(std::size_t size, std::u32string_view words);

  // What stands from `at` up to white space or a long dash, at most 256 characters; without the
  // punctuation that ends it as a part of a sentence.
  std::u32string_view Token() const;
  // The number at `offset`, by the habits of the sentence's language.
  NumberToken NumberAt(std::size_t offset = 0) const;

  // Whether nothing but opening signs joins `at` to what is before it.
  bool BeginsToken() const;
  // Whether a dash at `at` is the sign of what follows: "-4", "(-v".
  bool BeginsSign() const;
  // Whether a dash at `offset` belongs to what is before it; "—" before a word sets off a clause.
  bool JoinsAt(std::size_t offset) const;

  // The word before `at`, lower case (a short one with its full stop, "ст."), and where white space
  // and one word after `offset` end.
  std::u32string WordBefore() const;
  std::u32string_view WrittenBefore() const;  // The same as it is written.
  // Whether one of the `count` words before `at`, in lower case, is such; commas, colons and quotes
  // between them are passed over.
  bool HasBefore(int count, const std::function<bool(std::u32string_view)>& is_such) const;
  bool HasBefore(int count, WordClass list) const;
  // The cursor where that word begins; the same one if there is no word.
  SpokenCursor BeforeWord() const;
  // The cursor at the first member of an enumeration ("2, 9 и 16") whose last one, or one of the
  // others, stands here; the same one if none comes before it. `is_member` gets the words as they
  // are written.
  SpokenCursor FirstOfSeries(bool (*is_member)(std::u32string_view word), bool last = true) const;
  struct Word {
    std::u32string text;  // Lower case.
    std::size_t end = 0;  // Offset after it; 0 if no word follows directly.
  };
  Word WordAfter(std::size_t offset) const;
};

inline bool IsOneOfChars(char32_t c, std::u32string_view set) { return set.find(c) != set.npos; }

inline bool IsAsciiDigit(char32_t c) { return c >= U'0' && c <= U'9'; }

// Of "1920×1080", "4x4", «10х15».
inline constexpr std::u32string_view kTimesSigns = U"×xх";  // The last one is Cyrillic.

// ᵢ, ₙ, ⁿ: Unicode counts them among the letters.
inline bool IsScriptLetter(char32_t c) {
  return c >= U'ᵢ' && IsOneOfChars(c, U"ᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓₐₑₕⁿⁱ");  // U'ᵢ' is the first of them.
}

// What ends a token as a part of its sentence.
inline bool EndsToken(char32_t c) { return IsOneOfChars(c, U".,:;!?)]}»”’…\"'>*—–`"); }

template <typename Words>
bool IsAnyOf(const Words& words, std::u32string_view word) {
  for (const auto& one : words) {
    if (one == word) return true;
  }
  return false;
}

// How many of `text`'s characters from `at` on are blanks that may stand within a number.
std::size_t BlanksAt(std::u32string_view text, std::size_t at);
// How many are ASCII digits.
std::size_t DigitsAt(std::u32string_view text, std::size_t at);
// What ASCII digits are worth.
int ValueOf(std::u32string_view digits);
// A hyphen, dash or minus between the ends of a range.
bool IsRangeDash(char32_t c);
// "4 0 5": the characters one by one.
std::u32string Separated(std::u32string_view characters);

}  // namespace nexy
