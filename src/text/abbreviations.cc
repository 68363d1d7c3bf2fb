#include "text/abbreviations.h"

#include <array>
#include <cstddef>
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
  if (name == "time") return Abbreviation::kTime;
  return Abbreviation::kUnit;
}

// The words of the rows whose first column `wanted` accepts.
Words ReadWords(std::string_view table, bool (*wanted)(std::string_view)) {
  Words words;
  ForEachRow(table, [&words, wanted](const DataRow& row) {
    if (!wanted(row.at(0))) return;
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
  static const auto* const words = new Words(
      ReadWords(kSentenceStartersTable, [](std::string_view row) { return row.size() == 2; }));
  return words->contains(std::u32string(word));
}

bool IsInList(WordList list, std::u32string_view word) {
  static const auto* const lists = new std::array<Words, 4>{
      ReadWords(kSentenceStartersTable, [](std::string_view row) { return row == "small"; }),
      ReadWords(kSentenceStartersTable, [](std::string_view row) { return row == "zone"; }),
      ReadWords(kSentenceStartersTable, [](std::string_view row) { return row == "front"; }),
      ReadWords(kSentenceStartersTable, [](std::string_view row) { return row == "exclaim"; })};
  return lists->at(static_cast<std::size_t>(list)).contains(std::u32string(word));
}

bool IsLabelWord(std::u32string_view word) {
  static const auto* const words =
      new Words(ReadWords(kLabelWordsTable, [](std::string_view row) { return row.size() == 2; }));
  return words->contains(std::u32string(word));
}

bool IsNumberedWord(std::u32string_view word) {
  static const auto* const words =
      new Words(ReadWords(kLabelWordsTable, [](std::string_view row) { return row == "number"; }));
  return words->contains(std::u32string(word));
}

}  // namespace nexy
