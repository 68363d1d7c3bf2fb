#include "text/abbreviations.h"

#include <string>
#include <unordered_map>
#include <unordered_set>

#include "text/data_table.h"
#include "text/embedded_data.h"
#include "text/unicode.h"

namespace nexy {

namespace {

using Words = std::unordered_set<std::u32string>;

Abbreviation ClassNamed(std::string_view name) {
  if (name == "title") return Abbreviation::kTitle;
  if (name == "number") return Abbreviation::kNumber;
  if (name == "end") return Abbreviation::kEnd;
  if (name == "name") return Abbreviation::kName;
  return Abbreviation::kUnit;
}

Words ReadWords(std::string_view table) {
  Words words;
  ForEachRow(table, [&words](const DataRow& row) {
    ForEachWord(row.at(1), [&words](std::string_view word) { words.insert(DecodeUtf8(word)); });
  });
  return words;
}

}  // namespace

Abbreviation ClassifyAbbreviation(std::u32string_view word, bool after_number) {
  using Table = std::unordered_map<std::u32string, Abbreviation>;
  struct Tables {
    Table units;
    Table others;
  };
  static const auto* const tables = [] {
    auto* made = new Tables;
    ForEachRow(kAbbreviationsTable, [made](const DataRow& row) {
      const Abbreviation value = ClassNamed(row.at(0));
      Table& table = value == Abbreviation::kUnit ? made->units : made->others;
      ForEachWord(row.at(1), [&table, value](std::string_view entry) {
        table.emplace(DecodeUtf8(entry), value);  // The first class of a word counts.
      });
    });
    return made;
  }();
  const std::u32string key(word);
  if (after_number && tables->units.contains(key)) return Abbreviation::kUnit;
  const auto found = tables->others.find(key);
  return found == tables->others.end() ? Abbreviation::kNone : found->second;
}

bool IsSentenceStarter(std::u32string_view word) {
  static const auto* const words = new Words(ReadWords(kSentenceStartersTable));
  return words->contains(std::u32string(word));
}

bool IsLabelWord(std::u32string_view word) {
  static const auto* const words = new Words(ReadWords(kLabelWordsTable));
  return words->contains(std::u32string(word));
}

}  // namespace nexy
