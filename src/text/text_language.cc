#include "text/text_language.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <unordered_map>

#include "base/data_table.h"
#include "text/embedded_data.h"
#include "text/unicode.h"

namespace nexy {

namespace {

constexpr std::size_t kLanguages = static_cast<std::size_t>(TextLanguage::kPortuguese) + 1;
constexpr std::size_t kFrequentWordMax = 7;
constexpr std::size_t kTextMax = 400;  // Of its beginning is enough.

// One bit for each language that has the word.
using Votes = std::unordered_map<std::u32string, unsigned>;

const Votes& FrequentWords() {
  static const auto* const votes = [] {
    auto* made = new Votes;
    ForEachRow(kLanguageWordsTable, [made](const DataRow& row) {
      const auto language = static_cast<unsigned>(TextLanguageFromTag(row.at(0)));
      ForEachWord(row.at(1), [made, language](std::string_view word) {
        (*made)[DecodeUtf8(word)] |= 1U << language;
      });
    });
    return made;
  }();
  return *votes;
}

}  // namespace

TextLanguage TextLanguageFromTag(std::string_view tag) {
  static constexpr std::array<std::string_view, kLanguages> kTags = {"",   "en", "ru", "de",
                                                                     "fr", "es", "it", "pt"};
  std::string subtag(tag.substr(0, tag.find_first_of("-_")));
  for (char& c : subtag) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
  const auto found = std::find(kTags.begin() + 1, kTags.end(), subtag);
  return found == kTags.end() ? TextLanguage::kUnknown
                              : static_cast<TextLanguage>(found - kTags.begin());
}

TextLanguage TextLanguageOf(Language language) {
  return language == Language::kRussian ? TextLanguage::kRussian : TextLanguage::kEnglish;
}

TextLanguage GuessLanguage(std::u32string_view text, TextLanguage fallback) {
  std::array<int, kLanguages> found{};
  std::u32string word;
  const auto vote = [&word, &found] {
    if (!word.empty() && word.size() <= kFrequentWordMax) {
      const auto entry = FrequentWords().find(word);
      for (std::size_t i = 0; entry != FrequentWords().end() && i < kLanguages; ++i) {
        found[i] += static_cast<int>(entry->second >> i & 1U);
      }
    }
    word.clear();
  };
  for (const char32_t c : text.substr(0, kTextMax)) {
    if (IsLetter(c)) {
      word.push_back(ToLower(c));
    } else {
      vote();
    }
  }
  vote();
  const auto best = std::max_element(found.begin(), found.end());
  const bool ahead = *best > 0 && std::count(found.begin(), found.end(), *best) == 1;
  return ahead ? static_cast<TextLanguage>(best - found.begin()) : fallback;
}

}  // namespace nexy
