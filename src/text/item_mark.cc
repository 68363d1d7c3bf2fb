#include "text/item_mark.h"

#include <algorithm>
#include <string>

#include "text/abbreviations.h"
#include "text/boundary_words.h"
#include "text/sentence_signs.h"
#include "text/unicode.h"
#include "text/word_classes.h"

namespace nexy {

namespace {

bool IsPlainDigit(char32_t c) { return c >= U'0' && c <= U'9'; }

// A word after which a number with a full stop is a number: "to 2.", "tab 2.", "and 2."
bool TakesNumber(std::u32string_view word) {
  return IsWordOf(WordClass::kTakesNumber, ToLower(word));
}

}  // namespace

ItemMark LastItemMark(std::u32string_view text) {
  while (!text.empty() && IsSpace(text.back())) text.remove_suffix(1);
  ItemMark mark;
  std::size_t end = text.size();
  while (end > 0 && text.size() - end < 2 && (text[end - 1] == U')' || text[end - 1] == U'.')) {
    --end;
  }
  mark.style = text.substr(end);
  if (mark.style != U"." && mark.style != U")" && mark.style != U".)") return {};
  std::size_t begin = end;
  while (begin > 0 && IsPlainDigit(text[begin - 1]) && end - begin < 3) --begin;
  for (std::size_t i = begin; i < end; ++i) mark.value = mark.value * 10 + (text[i] - U'0');
  if (begin == end && end > 0 && IsLower(text[end - 1])) mark.value = text[--begin];
  if (begin > 0 && !IsSpace(text[begin - 1])) return {};
  mark.begin = begin;
  const std::u32string_view before = WordBefore(text, begin > 0 ? begin - 1 : 0);
  if (mark.style == U"." && !before.empty()) {
    const bool after_word = IsWordChar(before.back()) && !TakesNumber(before) &&
                            std::any_of(before.begin(), before.end(), IsLetter);  // "1. e4 e5 2. "
    mark.begins_item = after_word || IsTerminator(before.back());
  }
  return mark;
}

}  // namespace nexy
