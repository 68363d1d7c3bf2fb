#pragma once

#include <cstddef>
#include <optional>
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

  bool empty() const { return by_first_.empty(); }

 private:
  struct Entry {
    std::u32string written;  // Lower case unless the case counts.
    std::u32string spoken;
    std::optional<Language> language;
    bool match_case = false;
    bool whole_word = true;
  };

  std::unordered_map<char32_t, std::vector<Entry>> by_first_;  // By lower case; longest first.
};

}  // namespace nexy
