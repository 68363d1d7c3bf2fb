#include "text/abbreviations.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <functional>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "base/data_table.h"
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
  if (name == "suffix") return Abbreviation::kSuffix;
  if (name == "time") return Abbreviation::kTime;
  if (name == "small") return Abbreviation::kSmallUnit;
  if (name == "state") return Abbreviation::kState;
  return Abbreviation::kUnit;
}

// The words of the rows whose first column `wanted` accepts.
Words ReadWords(std::string_view table, const std::function<bool(std::string_view)>& wanted) {
  Words words;
  ForEachRow(table, [&words, &wanted](const DataRow& row) {
    if (!wanted(row.at(0))) return;
    ForEachWord(row.at(1), [&words](std::string_view word) { words.insert(DecodeUtf8(word)); });
  });
  return words;
}

// Imperatives, reflexives and the third person: no Russian name ends so.
bool IsRussianVerbForm(std::u32string_view word) {
  static constexpr std::u32string_view kEnds[] = {
      U"йте",  U"ите", U"ьте", U"тесь", U"ться", U"тся", U"лось", U"лась",
      U"лись", U"лся", U"ует", U"ают",  U"яют",  U"ает", U"яет",  U"еет"};
  return word.size() >= 5 && word[0] >= 0x400 && word[0] <= 0x52F &&
         std::any_of(std::begin(kEnds), std::end(kEnds),
                     [word](std::u32string_view end) { return word.ends_with(end); });
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

bool IsSentenceStarter(std::u32string_view word) {
  static const auto* const words =
      new Words(ReadWords(kSentenceStartersTable,
                          [](std::string_view row) { return row.size() == 2 || row == "closed"; }));
  return words->contains(std::u32string(word)) || IsRussianVerbForm(word);
}

bool IsInList(WordList list, std::u32string_view word) {
  // In the order of WordList.
  static constexpr std::array<std::string_view, 16> kNames = {
      "small", "zone",      "front",         "exclaim",      "closed",  "speech",
      "month", "negated",   "name_particle", "takes_number", "goes_on", "german_month",
      "clock", "honorific", "hesitation",    "after_suffix"};
  static const auto* const lists = [] {
    auto* made = new std::array<Words, kNames.size()>;
    for (std::size_t i = 0; i < kNames.size(); ++i) {
      (*made)[i] =
          ReadWords(kSentenceStartersTable, [i](std::string_view row) { return row == kNames[i]; });
    }
    return made;
  }();
  return (*lists)[static_cast<std::size_t>(list)].contains(std::u32string(word));
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
