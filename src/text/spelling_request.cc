#include "text/spelling_request.h"

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/data_table.h"
#include "text/embedded_data.h"
#include "text/unicode.h"

namespace nexy {

namespace {

constexpr std::size_t kPromptMax = 1000;  // Characters that are looked at.

template <typename Set>
bool IsIn(const Set& set, std::u32string_view word) {
  return std::find(set.begin(), set.end(), word) != set.end();
}

using Words = std::vector<std::u32string>;

constexpr std::u32string_view kStops = U".,;:!?\n";
constexpr std::u32string_view kStop = U".";

// The words, and a full stop where one of the marks stands that end a clause.
Words WordsOf(std::string_view prompt) {
  Words words;
  std::u32string word;
  const std::u32string text = DecodeUtf8(prompt.substr(0, 4 * kPromptMax)) + U" ";
  const auto end_word = [&words, &word] {
    if (!word.empty()) words.push_back(std::exchange(word, {}));
  };
  for (const char32_t c : text) {
    if (IsLetter(c)) {
      word.push_back(c == U'ё' ? U'е' : ToLower(c));
    } else {
      end_word();
      if (kStops.find(c) != kStops.npos) words.emplace_back(kStop);
    }
  }
  return words;
}

// A row of words of data/spelling_requests.tsv.
class Pattern {
 public:
  using Sets = std::map<std::string, std::string, std::less<>>;

  Pattern(std::string_view text, const Sets& sets) {
    std::size_t gap = 0;
    ForEachWord(text, [&](std::string_view word) {
      if (word.front() == '*') {
        gap = static_cast<std::size_t>(word[1] - '0');
      } else {
        places_.push_back({WordsOfPlace(word, sets), std::exchange(gap, 0)});
      }
    });
  }

  // Where the pattern that begins at `at` ends; 0 if it does not stand there.
  std::size_t EndAt(const Words& words, std::size_t at) const { return EndOf(0, words, at); }

 private:
  struct Place {
    Words words;      // One that ends in "-" stands for all that begin so.
    std::size_t gap;  // How many other words may come before it.
  };

  static Words WordsOfPlace(std::string_view text, const Sets& sets) {
    Words words;
    while (!text.empty()) {
      const std::string_view word = text.substr(0, text.find('|'));
      text.remove_prefix(std::min(word.size() + 1, text.size()));
      if (word.front() != '{') {
        words.push_back(DecodeUtf8(word));
        continue;
      }
      const Words set = WordsOfPlace(sets.find(word.substr(1, word.size() - 2))->second, sets);
      words.insert(words.end(), set.begin(), set.end());
    }
    return words;
  }

  static bool Fits(const Place& place, std::u32string_view word) {
    return std::any_of(place.words.begin(), place.words.end(), [word](std::u32string_view one) {
      return one.back() == U'-' ? word.starts_with(one.substr(0, one.size() - 1)) : one == word;
    });
  }

  std::size_t EndOf(std::size_t index, const Words& words, std::size_t at) const {
    if (index == places_.size()) return at;
    const Place& place = places_[index];
    for (std::size_t next = at; next <= at + place.gap && next < words.size(); ++next) {
      if (words[next] == kStop) break;
      const std::size_t end = Fits(place, words[next]) ? EndOf(index + 1, words, next + 1) : 0;
      if (end > 0) return end;
    }
    return 0;
  }

  std::vector<Place> places_;
};

struct Patterns {
  std::vector<Pattern> ask, may, no;
};

const Patterns& AllPatterns() {
  static const auto* const patterns = [] {
    auto* made = new Patterns;
    Pattern::Sets sets;
    ForEachRow(kSpellingRequestsTable, [&](const DataRow& row) {
      const std::string_view kind = row.at(0);
      constexpr std::string_view kSet = "set ";
      if (kind.starts_with(kSet)) {
        sets.emplace(kind.substr(kSet.size()), row.at(1));
        return;
      }
      std::vector<Pattern>& list = kind == "ask" ? made->ask : kind == "may" ? made->may : made->no;
      list.emplace_back(row.at(1), sets);
    });
    return made;
  }();
  return *patterns;
}

bool StandsAt(const std::vector<Pattern>& patterns, const Words& words, std::size_t at) {
  return std::any_of(patterns.begin(), patterns.end(),
                     [&](const Pattern& pattern) { return pattern.EndAt(words, at) > 0; });
}

// Whether the word at `at` is in something that only sounds like a wish.
bool IsOther(const Words& words, std::size_t at) {
  constexpr std::size_t kLongest = 8;
  for (std::size_t begin = at - std::min(at, kLongest); begin <= at; ++begin) {
    for (const Pattern& pattern : AllPatterns().no) {
      if (pattern.EndAt(words, begin) > at) return true;
    }
  }
  return false;
}

// "don't spell it", «не надо по буквам».
bool IsRefused(const Words& words, std::size_t at) {
  static constexpr std::array<std::u32string_view, 8> kNot = {
      U"don", U"not", U"never", U"stop", U"without", U"не", U"без", U"хватит"};
  static constexpr std::array<std::u32string_view, 6> kKnows = {U"know", U"remember", U"sure",
                                                                U"знаю", U"помню",    U"уверен"};
  constexpr std::size_t kNear = 4;
  std::size_t i = at - std::min(at, kNear);
  for (std::size_t stop = i; stop < at; ++stop) {
    if (words[stop] == kStop) i = stop;
  }
  for (; i < at; ++i) {
    const bool asks =
        IsIn(kKnows, words[i + 1]) || IsIn(kKnows, i + 2 < words.size() ? words[i + 2] : U"");
    if (IsIn(kNot, words[i]) && !asks) return true;
  }
  return false;
}

}  // namespace

bool AsksToSpell(std::string_view prompt) {
  const Words words = WordsOf(prompt);
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool asked = StandsAt(AllPatterns().ask, words, i) ||
                       (StandsAt(AllPatterns().may, words, i) && !IsOther(words, i));
    if (asked && !IsRefused(words, i)) return true;
  }
  return false;
}

}  // namespace nexy
