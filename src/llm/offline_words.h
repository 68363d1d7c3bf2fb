#pragma once

#include <unicode/unistr.h>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nexy {

// A text cut into words for matching: lower case, "ё" as "е", apostrophes left out. The original
// spelling can be had back. Takes any bytes; what is not UTF-8 separates words.
class SpokenWords {
 public:
  // Cuts no more than `limit` words; `cut_short()` says that there were more.
  explicit SpokenWords(std::string_view text, std::size_t limit = 1000);

  const std::vector<std::u16string>& words() const { return words_; }
  bool cut_short() const { return cut_short_; }
  // Words [first, last) as they were written, with what stood between them; UTF-8.
  std::string Original(std::size_t first, std::size_t last) const;

 private:
  struct Place {
    int begin = 0;
    int end = 0;
  };

  icu::UnicodeString text_;
  std::vector<std::u16string> words_;
  std::vector<Place> places_;
  bool cut_short_ = false;
};

// A run of words, [first, last).
struct WordRange {
  std::size_t first = 0;
  std::size_t last = 0;
};

// Whether `words` as a whole are what `pattern` says, and the words that its `<>` stands for (empty
// if it has none). A pattern is a list of words in the form of SpokenWords, separated by spaces:
//   read        this word          read|say    one of these      прочита~   a word that begins so
//   please?     or no word         *           any words, or none      <>   one or more words
std::optional<WordRange> MatchWords(std::u16string_view pattern,
                                    const std::vector<std::u16string>& words);

}  // namespace nexy
