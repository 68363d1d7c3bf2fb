#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/file.h"

namespace nexy {

// A dictionary of hunspell whose words change at their ends alone, as the Russian one's do. Its
// files stay where they lie, mapped: in memory are the rules and where each word stands, a
// sixteenth of what hunspell makes of them. Texts are UTF-8. Thread-safe.
class RussianDictionary {
 public:
  static constexpr std::size_t kAll = static_cast<std::size_t>(-1);

  // Null if a file is missing or is no such dictionary.
  static std::unique_ptr<const RussianDictionary> Open(const std::string& affixes,
                                                       const std::string& words);

  // The words of which `form` is a form, as hunspell's stem(): `form` itself first, then from the
  // shortest ending to the longest; no more of them than `most`.
  std::vector<std::string> Lemmas(std::string_view form, std::size_t most = kAll) const;

 private:
  // Where what is before `removed` in a word with this flag ends as `condition` asks, a form has
  // another ending in its place. All of it lies in the mapped file.
  struct Rule {
    std::string_view removed;
    std::string_view condition;
    char flag;
  };

  RussianDictionary(MappedFile affixes, MappedFile words);
  void ReadRules();
  void IndexWords();
  std::optional<std::string_view> FlagsOf(std::string_view word) const;

  const MappedFile affixes_;
  const MappedFile words_;
  std::unordered_map<std::string_view, std::vector<Rule>> rules_;  // By the form's ending.
  std::size_t longest_ = 0;                                        // What is written at most.
  // A hash table with open addresses, a power of two of them: where in words_ a line begins. 0, the
  // line that only counts the words, is a free place.
  std::vector<std::uint32_t> places_;
};

}  // namespace nexy
