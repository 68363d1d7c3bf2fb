#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "text/language.h"

namespace nexy {

// One entry of a person's dictionary: how `written` is said.
struct PronunciationEntry {
  std::string written;
  std::string spoken;
  std::optional<Language> language;  // Only in sentences of that language; nullopt: in all.
  bool match_case = false;
  bool whole_word = true;  // False: also where a longer word begins with it.
};

// A person's own dictionary of pronunciations, made once and then read by any thread.
class Pronunciations {
 public:
  Pronunciations() = default;

  // INVALID_ARGUMENT for an entry that says nothing or stands for nothing, or that is there twice;
  // the message begins with the entry's number from 0.
  static absl::StatusOr<Pronunciations> Make(const std::vector<PronunciationEntry>& entries);

  struct Match {
    std::u32string_view spoken;
    std::size_t size = 0;  // Characters it stands for; 0 if there is no entry.
  };
  // The longest entry that stands in `text` at `at`.
  Match Find(std::u32string_view text, std::size_t at, Language language) const;

  bool empty() const { return sizes_.empty(); }

 private:
  struct Entry {
    std::u32string cased;  // As it is written, if the case counts.
    std::u32string spoken;
    std::optional<Language> language;
    bool whole_word = true;

    int Conditions() const { return (cased.empty() ? 0 : 1) + (language ? 1 : 0); }
  };

  // By what is written, in lower case; of the same the one with more conditions first.
  std::unordered_map<std::u32string, std::vector<Entry>> by_written_;
  // How long entries are, by their first character in lower case; longest first.
  std::unordered_map<char32_t, std::set<std::size_t, std::greater<>>> sizes_;
};

}  // namespace nexy
