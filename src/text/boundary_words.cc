#include "text/boundary_words.h"

#include <algorithm>

#include "text/open_quotes.h"
#include "text/russian_lexicon.h"
#include "text/sentence_signs.h"
#include "text/unicode.h"
#include "text/word_classes.h"

namespace nexy {

namespace {

constexpr std::size_t kWordMax = 32;  // Longer ones are no abbreviation.

bool IsMarkup(char32_t c) { return Contains(U"*_~`", c); }

}  // namespace

std::u32string_view WordBefore(std::u32string_view text, std::size_t end) {
  std::size_t begin = end;
  while (begin > 0 && !IsSpace(text[begin - 1]) && end - begin <= kWordMax) {
    // 他叫J. K.: no space stands between the scripts.
    if (begin < end && IsIdeograph(text[begin - 1]) && !IsIdeograph(text[begin])) break;
    --begin;
  }
  while (begin < end && (IsOpening(text[begin]) || IsMarkup(text[begin]))) ++begin;
  while (end > begin && IsMarkup(text[end - 1])) --end;
  return text.substr(begin, end - begin);
}

std::size_t IndexIn(std::u32string_view text, std::u32string_view part) {
  return static_cast<std::size_t>(part.data() - text.data());
}

std::u32string_view PreviousWord(std::u32string_view text, std::u32string_view word) {
  std::size_t end = IndexIn(text, word);
  while (end > 0 && (IsSpace(text[end - 1]) || IsOpening(text[end - 1]))) --end;
  return WordBefore(text, end);
}

bool IsSentenceStarter(std::u32string_view word) {
  return IsWordOf(WordClass::kStarter, word) || IsWordOf(WordClass::kClosed, word) ||
         (word.size() >= 3 && IsCyrillic(word.front()) && ReadRussianWord(word).verb);
}

bool AllDigits(std::u32string_view word) {
  return !word.empty() && std::all_of(word.begin(), word.end(), IsDigit);
}

bool AllLetters(std::u32string_view word) {
  return !word.empty() && std::all_of(word.begin(), word.end(), IsLetter);
}

bool HasWordChar(std::u32string_view text) {
  return std::any_of(text.begin(), text.end(), [](char32_t c) { return IsWordChar(c); });
}

bool IsCaseless(char32_t c) { return IsLetter(c) && !IsUpper(c) && !IsLower(c) && !IsIdeograph(c); }

bool IsInitials(std::u32string_view word) {
  if (word.empty() || !IsUpper(word.back())) return false;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const char32_t before = i > 0 ? word[i - 1] : U'.';
    const bool letter = IsUpper(word[i]) && (before == U'.' || before == U'-');
    const bool stop = word[i] == U'.' && IsUpper(before);
    const bool hyphen = word[i] == U'-' && before == U'.';
    if (!letter && !stop && !hyphen) return false;
  }
  return true;
}

bool IsRoman(std::u32string_view word) {
  if (word.empty() || (word.size() == 1 && !Contains(U"VXХ", word[0]))) return false;
  return std::all_of(word.begin(), word.end(),
                     [](char32_t c) { return Contains(U"IVXLCDMХІ", c); });
}

bool IsWrittenSmall(std::u32string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (IsDigit(text[i]) || IsUpper(text[i])) return false;
    if (!IsLower(text[i])) continue;
    return i + 1 == text.size() || !IsUpper(text[i + 1]);  // iPhone
  }
  return false;
}

bool EndsInQuote(std::u32string_view text) {
  OpenQuotes quotes;
  for (std::size_t i = 0; i < text.size(); ++i) {
    quotes.Push(text[i], i + 1 < text.size() ? text[i + 1] : U' ');
  }
  return quotes.any();
}

bool ClosesGuillemets(std::u32string_view text, char32_t c) {
  if (c != U'»' && c != U'«') return false;
  const auto other = std::count(text.begin(), text.end(), c == U'»' ? U'«' : U'»');
  return other > std::count(text.begin(), text.end(), c);
}

bool BeginsWithBracket(std::u32string_view text) {
  text = TrimSpace(text);
  return !text.empty() && Contains(U"([{（【［〔｛", text.front());
}

bool EndsInBracket(std::u32string_view text) {
  const std::size_t open = text.find_last_of(U"(（");
  return open != text.npos && text.find_first_of(U")）", open) == text.npos;
}

bool IsShortenedSmall(std::u32string_view word) {
  if (word.size() < 3 || word.size() % 2 == 0) return false;
  for (std::size_t i = 0; i < word.size(); ++i) {
    if (i % 2 == 0 ? !IsLower(word[i]) : word[i] != U'.') return false;
  }
  return true;
}

}  // namespace nexy
