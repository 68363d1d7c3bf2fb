#include "text/long_sentence.h"

#include <algorithm>

#include "text/unicode.h"

namespace nexy {

namespace {

bool IsClauseEnd(char32_t c) {
  static constexpr std::u32string_view kEnds = U",;:—–)»”，、；：";
  return kEnds.find(c) != kEnds.npos;
}

bool IsTorn(char32_t before, char32_t after) {
  return IsMark(after) || IsEmojiTail(after) || before == 0x200D;
}

}  // namespace

std::size_t FirstPart(std::u32string_view text, std::size_t max) {
  std::size_t word = 0;
  for (std::size_t i = max; i > 0; --i) {
    const bool space_follows = IsSpace(text[i]);
    if (IsIdeograph(text[i]) && IsClauseEnd(text[i - 1]) && i > max / 2) return i;
    if (!space_follows) continue;
    if (i > max / 2 && IsClauseEnd(text[i - 1])) return i;
    if (word == 0) word = i;
    if (i <= max / 2) break;
  }
  if (word > 0) return word;
  std::size_t end = max;
  while (end > 1 && max - end < 32 && IsTorn(text[end - 1], text[end])) --end;
  return IsTorn(text[end - 1], text[end]) ? max : end;
}

bool EndsClause(std::u32string_view text, char32_t next) {
  if (text.size() < 2) return false;
  const char32_t last = text.back();
  const bool spaced = IsSpace(last) && IsLower(next) &&
                      std::u32string_view(U",;:—–").find(text[text.size() - 2]) != text.npos;
  const bool spaceless =
      IsIdeograph(next) && std::u32string_view(U"，；：").find(last) != text.npos;
  if (!spaced && !spaceless) return false;
  return std::count_if(text.begin(), text.end(), [](char32_t c) {
           return c == U'(' || c == U'（';
         }) <= std::count_if(text.begin(), text.end(), [](char32_t c) {
           return c == U')' || c == U'）';
         });
}

}  // namespace nexy
