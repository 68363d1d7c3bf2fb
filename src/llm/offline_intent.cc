#include "llm/offline_intent.h"

#include <optional>
#include <utility>
#include <vector>

#include "llm/arithmetic.h"
#include "llm/number_words.h"
#include "llm/offline_rules.h"
#include "llm/offline_words.h"

namespace nexy {
namespace {

// Longer prompts are prose, not a command; it also bounds the matching.
constexpr std::size_t kMaxWords = 32;
constexpr std::size_t kMaxOpeningWords = 6;

using Words = std::vector<std::u16string>;

// How many words at the beginning of `words` one of the openings takes; 0: none does, or nothing
// would be left.
std::size_t OpeningLength(const Words& words) {
  for (const std::u16string_view opening : EmptyOpenings()) {
    for (std::size_t length = std::min(kMaxOpeningWords, words.size()); length > 0; --length) {
      const Words beginning(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(length));
      if (length < words.size() && MatchWords(opening, beginning)) return length;
    }
  }
  return 0;
}

// A number that the rule itself does not name, as in "line 7".
std::optional<int> NumberIn(const Words& words, WordRange range) {
  for (std::size_t i = range.first; i < range.last; ++i) {
    if (const std::optional<int> number = SmallNumber(words[i])) return number;
  }
  return std::nullopt;
}

std::optional<Intent> Apply(const IntentRule& rule, const SpokenWords& prompt, const Words& words,
                            std::size_t skipped) {
  const std::optional<WordRange> range = MatchWords(rule.pattern, words);
  if (!range) return std::nullopt;
  Intent intent{rule.want, rule.part, rule.number,
                prompt.Original(skipped + range->first, skipped + range->last)};
  if (rule.number == 0 && (rule.part == Part::kLine || rule.part == Part::kParagraph)) {
    const std::optional<int> number = NumberIn(words, *range);
    if (!number) return std::nullopt;
    intent.number = *number;
  }
  return intent;
}

std::optional<Intent> FirstRule(const SpokenWords& prompt, const Words& words, std::size_t skipped) {
  for (const IntentRule& rule : IntentRules()) {
    if (auto intent = Apply(rule, prompt, words, skipped)) return intent;
  }
  return std::nullopt;
}

}  // namespace

Intent UnderstandPrompt(std::string_view prompt) {
  if (LooksLikeArithmetic(prompt)) return {Want::kArithmetic, Part::kAll, 0, std::string(prompt)};
  const SpokenWords spoken(prompt, kMaxWords);
  if (spoken.cut_short()) return {};
  // A rule that matches with the opening wins: "can you help" is not "help".
  Words words = spoken.words();
  for (std::size_t skipped = 0; !words.empty();) {
    if (auto intent = FirstRule(spoken, words, skipped)) return *std::move(intent);
    const std::size_t length = OpeningLength(words);
    if (length == 0) break;
    words.erase(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(length));
    skipped += length;
  }
  return {};
}

}  // namespace nexy
