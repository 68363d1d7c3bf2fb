#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "text/language.h"
#include "text/unicode.h"

namespace nexy {

// How something is called in each language; empty where it is said as it is written.
struct SpokenNames {
  std::u32string english, russian;

  const std::u32string& In(Language language) const {
    return language == Language::kRussian ? russian : english;
  }
};

// An embedded table of what is written, in the columns behind it the names.
class SpokenNameTable {
 public:
  explicit SpokenNameTable(std::string_view rows);

  // Null if there is no such row.
  const SpokenNames* Find(std::u32string_view written) const;

 private:
  std::unordered_map<std::u32string, SpokenNames, WordHash, std::equal_to<>> names_;
};

}  // namespace nexy
