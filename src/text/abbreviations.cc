#include "text/abbreviations.h"

#include <array>
#include <cstddef>
#include <string>
#include <unordered_map>

#include "base/data_table.h"
#include "text/embedded_data.h"
#include "text/unicode.h"

namespace nexy {

namespace {

Abbreviation ClassNamed(std::string_view name) {
  if (name == "title") return Abbreviation::kTitle;
  if (name == "number") return Abbreviation::kNumber;
  if (name == "end") return Abbreviation::kEnd;
  if (name == "name") return Abbreviation::kName;
  if (name == "suffix") return Abbreviation::kSuffix;
  if (name == "time") return Abbreviation::kTime;
  if (name == "small") return Abbreviation::kSmallUnit;
  if (name == "state") return Abbreviation::kState;
  return Abbreviation::kUnit;
}

using AbbreviationTable = std::unordered_map<std::u32string, Abbreviation>;

struct AbbreviationTables {
  AbbreviationTable units;
  AbbreviationTable others;
  // By language; kUnknown has the words of all of them.
  std::array<AbbreviationTable, 8> own;
};

const AbbreviationTables& Tables() {
  static const auto* const tables = [] {
    auto* made = new AbbreviationTables;
    ForEachRow(kAbbreviationsTable, [made](const DataRow& row) {
      const Abbreviation value = ClassNamed(row.at(0));
      const auto own = static_cast<std::size_t>(TextLanguageFromTag(row.at(2)));
      const bool unit = value == Abbreviation::kUnit || value == Abbreviation::kSmallUnit;
      AbbreviationTable& shared = unit ? made->units : made->others;
      ForEachWord(row.at(1), [&](std::string_view entry) {
        const std::u32string word = DecodeUtf8(entry);
        // The first class of a word counts.
        if (own == 0) {
          shared.emplace(word, value);
        } else {
          made->own.at(own).emplace(word, value);
          made->own[0].emplace(word, value);
        }
      });
    });
    return made;
  }();
  return *tables;
}

}  // namespace

Abbreviation ClassifyAbbreviation(std::u32string_view word, bool after_number) {
  const std::u32string key(word);
  if (after_number) {
    const auto unit = Tables().units.find(key);
    if (unit != Tables().units.end()) return unit->second;
  }
  const auto found = Tables().others.find(key);
  return found == Tables().others.end() ? Abbreviation::kNone : found->second;
}

bool DependsOnLanguage(std::u32string_view word) {
  return Tables().own[0].contains(std::u32string(word));
}

Abbreviation ClassifyInLanguage(std::u32string_view word, TextLanguage language) {
  const AbbreviationTable& own = Tables().own.at(static_cast<std::size_t>(language));
  const auto found = own.find(std::u32string(word));
  return found == own.end() ? Abbreviation::kNone : found->second;
}

}  // namespace nexy
