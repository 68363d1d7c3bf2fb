#include "text/long_sentence.h"

#include <algorithm>

#include "text/open_quotes.h"
#include "text/sentence_signs.h"
#include "text/unicode.h"

namespace nexy {

namespace {

bool IsClauseEnd(char32_t c) {
  static constexpr std::u32string_view kEnds = U",;:—–)»”，、；：";
  return kEnds.find(c) != kEnds.npos;
}

// Places for a cut, the better the later.
enum class Place {
  kNone,          // In a word, a number, an address.
  kJoined,        // Between words that belong together: 1 000, 5 GB, page 5, Anna Lee.
  kQuotedClause,  // After a clause inside a quote or bracket.
  kWord,
  kClause,
};

// `word` begins where the last word before the blank at `i` does.
Place PlaceAt(std::u32string_view text, std::size_t i, std::size_t word, bool enclosed) {
  const char32_t before = text[i - 1];
  const bool spaceless = IsIdeograph(text[i]) && IsClauseEnd(before);
  if (!IsSpace(text[i]) && !spaceless) return Place::kNone;
  const char32_t next = i + 1 < text.size() ? text[i + 1] : text[i];
  const bool dash = before == U'–' || before == U'—';  // "5 – 7"
  if (IsClauseEnd(before) && !(dash && !IsLetter(next))) {
    return enclosed ? Place::kQuotedClause : Place::kClause;
  }
  const bool names = IsUpper(text[word]) && IsUpper(next);
  const bool joined =
      names || IsDigit(before) || IsDigit(next) || before == U'.' || IsSpace(next) || IsDash(next);
  return joined || enclosed ? Place::kJoined : Place::kWord;
}

struct Cut {
  Place place = Place::kNone;
  std::size_t end = 0;
};

// The last of the best places after `min` and up to `max`.
Cut BestCut(std::u32string_view text, std::size_t min, std::size_t max) {
  Cut best;
  OpenQuotes quotes;
  std::size_t brackets = 0;
  std::size_t word = 0;
  for (std::size_t i = 1; i <= max; ++i) {
    const char32_t before = text[i - 1];
    quotes.Push(before, text[i]);
    if (before == U'(' || before == U'（') ++brackets;
    if ((before == U')' || before == U'）') && brackets > 0) --brackets;
    if (IsSpace(before)) word = i;
    if (i <= min) continue;
    const Place place = PlaceAt(text, i, word, quotes.any() || brackets > 0);
    if (place != Place::kNone && place >= best.place) best = {place, i};
  }
  return best;
}

bool IsTorn(char32_t before, char32_t after) {
  return IsMark(after) || IsEmojiTail(after) || before == 0x200D;
}

}  // namespace

std::size_t FirstPart(std::u32string_view text, std::size_t max) {
  const Cut late = BestCut(text, max / 2, max);
  if (late.place >= Place::kWord) return late.end;
  const Cut early = BestCut(text, max / 8, max / 2);
  if (early.place >= Place::kWord) return early.end;
  if (late.place != Place::kNone) return late.end;
  if (early.place != Place::kNone) return early.end;
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
