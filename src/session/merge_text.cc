#include "session/merge_text.h"

#include <cstddef>
#include <vector>

#include "session/whitespace.h"

namespace nexy {
namespace {

using Words = std::vector<std::string_view>;

Words FirstWords(std::string_view text, std::size_t count) {
  Words words;
  WordReader reader(text);
  while (words.size() < count) {
    const std::string_view word = reader.Next();
    if (word.empty()) break;
    words.push_back(word);
  }
  return words;
}

// Knuth, Morris and Pratt's table: for each prefix of `words`, how long its longest border is.
std::vector<std::size_t> Borders(const Words& words) {
  std::vector<std::size_t> borders(words.size(), 0);
  for (std::size_t i = 1, length = 0; i < words.size(); ++i) {
    while (length > 0 && words[i] != words[length]) length = borders[length - 1];
    if (words[i] == words[length]) ++length;
    borders[i] = length;
  }
  return borders;
}

struct Match {
  bool contained = false;   // All of the pattern stands in the text, one word after the other.
  std::size_t overlap = 0;  // Else: as many of its first words end the text.
};

Match Find(const Words& pattern, std::string_view text) {
  if (pattern.empty()) return {.contained = true};
  const auto borders = Borders(pattern);
  std::size_t length = 0;
  WordReader reader(text);
  for (auto word = reader.Next(); !word.empty(); word = reader.Next()) {
    while (length > 0 && pattern[length] != word) length = borders[length - 1];
    if (pattern[length] == word) ++length;
    if (length == pattern.size()) return {.contained = true};
  }
  return {.overlap = length};
}

std::string_view After(std::string_view text, std::string_view word) {
  return text.substr(static_cast<std::size_t>(word.data() + word.size() - text.data()));
}

std::string Append(std::string_view a, std::string_view b) {
  std::string result;
  result.reserve(a.size() + b.size() + 1);
  result += a;
  if (!EndsWithWhitespace(a) && !BeginsWithWhitespace(b)) result += ' ';
  return result += b;
}

}  // namespace

std::string MergeText(std::string_view a, std::string_view b) {
  if (a.starts_with(b)) return std::string(a);  // Also when b is empty.
  if (b.starts_with(a)) return std::string(b);
  const Words a_words = FirstWords(a, a.size());
  // No more of b's words can meet words of a, and b may be a stranger's megabytes.
  const Words b_words = FirstWords(b, a_words.size() + 1);
  const Match b_in_a = Find(b_words, a);
  const Match a_in_b = Find(a_words, b);
  if (b_in_a.contained && a_in_b.contained) return std::string(a.size() < b.size() ? b : a);
  if (b_in_a.contained) return std::string(a);
  if (a_in_b.contained) return std::string(b);
  if (b_in_a.overlap == 0) return Append(a, b);
  return Append(a, After(b, b_words[b_in_a.overlap - 1]));
}

}  // namespace nexy
