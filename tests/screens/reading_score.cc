#include "screens/reading_score.h"

#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <cstdio>
#include <map>
#include <numeric>

namespace nexy {
namespace {

struct Box {
  int left, top, right, bottom;
};

Box BoxOf(const TrueLine& line) { return {line.left, line.top, line.right, line.bottom}; }
Box BoxOf(const ScreenLine& line) { return {line.left, line.top, line.left + line.width, line.top + line.height}; }

// Whether one reaches over a good part of the other.
bool Meet(const Box& a, const Box& b) {
  const int width = std::min(a.right, b.right) - std::max(a.left, b.left);
  const int height = std::min(a.bottom, b.bottom) - std::max(a.top, b.top);
  return width > 2 && height * 5 > 2 * std::min(a.bottom - a.top, b.bottom - b.top);
}

// Without white space; what looks the same to a reader is the same.
std::u32string Letters(const std::string& text) {
  const auto decoded = icu::UnicodeString::fromUTF8(text);
  std::u32string letters;
  for (int i = 0; i < decoded.length(); i = decoded.moveIndex32(i, 1)) {
    const UChar32 c = decoded.char32At(i);
    if (u_isUWhiteSpace(c)) continue;
    switch (c) {
      case u'“': case u'”': case u'«': case u'»': letters += U'"'; break;
      case u'’': case u'‘': letters += U'\''; break;
      case u'—': case u'–': letters += U'-'; break;
      default: letters += static_cast<char32_t>(c);
    }
  }
  return letters;
}

std::size_t Distance(const std::u32string& a, const std::u32string& b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0]++;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i] != b[j]);
      diagonal = row[j + 1];
      row[j + 1] = std::min({row[j] + 1, row[j + 1] + 1, replaced});
    }
  }
  return row.back();
}

std::size_t Root(std::vector<std::size_t>& parents, std::size_t at) {
  while (parents[at] != at) at = parents[at] = parents[parents[at]];
  return at;
}

struct Group {
  std::u32string truth, read;
  std::string truth_text, read_text;
};

}  // namespace

void Score::Add(const Score& other) {
  characters += other.characters;
  errors += other.errors;
  pairs += other.pairs;
  in_order += other.in_order;
}
double Score::ErrorRate() const { return characters == 0 ? 0 : static_cast<double>(errors) / static_cast<double>(characters); }
double Score::OrderRate() const { return pairs == 0 ? 1 : static_cast<double>(in_order) / static_cast<double>(pairs); }

Score ScoreReading(const std::vector<TrueLine>& truth, const std::vector<ScreenLine>& read, const std::string& name) {
  std::vector<std::size_t> parents(truth.size() + read.size());
  std::iota(parents.begin(), parents.end(), std::size_t{0});
  std::vector<std::size_t> first_read(truth.size(), read.size());
  for (std::size_t i = 0; i < truth.size(); ++i) {
    for (std::size_t j = 0; j < read.size(); ++j) {
      if (!Meet(BoxOf(truth[i]), BoxOf(read[j]))) continue;
      parents[Root(parents, i)] = Root(parents, truth.size() + j);
      first_read[i] = std::min(first_read[i], j);
    }
  }
  std::map<std::size_t, Group> groups;
  for (std::size_t i = 0; i < truth.size(); ++i) {
    Group& group = groups[Root(parents, i)];
    group.truth += Letters(truth[i].text);
    group.truth_text += truth[i].text + " / ";
  }
  // Pieces of one line from left to right, whatever the order in which they were read.
  std::vector<std::size_t> order(read.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, [&read](std::size_t a, std::size_t b) {
    const ScreenLine& one = read[a];
    const ScreenLine& other = read[b];
    const bool same_row = std::min(one.top + one.height, other.top + other.height) - std::max(one.top, other.top) > std::min(one.height, other.height) / 2;
    return same_row ? one.left < other.left : one.top < other.top;
  });
  for (const std::size_t j : order) {
    Group& group = groups[Root(parents, truth.size() + j)];
    group.read += Letters(read[j].text);
    group.read_text += read[j].text + " / ";
  }
  Score score;
  for (const auto& [root, group] : groups) {
    const std::size_t errors = Distance(group.truth, group.read);
    score.characters += group.truth.size();
    score.errors += errors;
    if (errors > 0 && !name.empty()) {
      std::printf("%s: %zu\n  %s\n  %s\n", name.c_str(), errors, group.truth_text.c_str(), group.read_text.c_str());
    }
  }
  for (std::size_t i = 0; i + 1 < truth.size(); ++i) {
    if (first_read[i] == read.size() || first_read[i + 1] == read.size()) continue;
    ++score.pairs;
    score.in_order += first_read[i] <= first_read[i + 1];
  }
  return score;
}

}  // namespace nexy
