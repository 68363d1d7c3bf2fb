#include "text/short_forms.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "base/data_table.h"
#include "text/embedded_data.h"
#include "text/unicode.h"

namespace nexy {

namespace {

struct Forms {
  std::unordered_map<std::u32string, std::vector<ShortForm>, WordHash, std::equal_to<>> by_key;
  std::unordered_set<std::u32string, WordHash, std::equal_to<>> beginnings;  // Their first letters.
};

ShortKind KindOf(std::string_view name) {
  static const std::unordered_map<std::string_view, ShortKind> kinds = {
      {"word", ShortKind::kWord},
      {"number", ShortKind::kNumber},
      {"line", ShortKind::kLine},
      {"year", ShortKind::kYear},
      {"label", ShortKind::kLabel},
      {"small", ShortKind::kSmall},
      {"of", ShortKind::kOf},
      {"rate", ShortKind::kRate},
      {"name", ShortKind::kName},
      {"after", ShortKind::kAfter},
      {"month", ShortKind::kMonth},
      {"day", ShortKind::kDay},
      {"title", ShortKind::kTitle},
      {"after_name", ShortKind::kAfterName},
      {"between", ShortKind::kBetween},
      {"slash", ShortKind::kSlash},
      {"direction", ShortKind::kDirection},
      {"street", ShortKind::kStreet},
      {"wind", ShortKind::kWind},
      {"per", ShortKind::kPer},
      {"weekday", ShortKind::kWeekday},
      {"adjective", ShortKind::kAdjective}};
  return kinds.at(name);
}

Forms ReadForms(Language language) {
  Forms forms;
  ForEachRow(kSpokenShortTable, [&forms, language](const DataRow& row) {
    if (row.at(0) != LanguageTag(language)) return;
    ShortForm form{KindOf(row.at(2)), row.size() > 4 && row.at(4) == "bare", {}};
    std::u32string rest = DecodeUtf8(row.at(3));
    for (std::size_t comma = rest.find(U','); comma != rest.npos; comma = rest.find(U',')) {
      form.said.push_back(rest.substr(0, comma));
      rest.erase(0, comma + 1);
    }
    form.said.push_back(rest);
    const std::u32string key = DecodeUtf8(row.at(1));
    const auto letters = std::find_if_not(key.begin(), key.end(), IsLetter);
    forms.beginnings.emplace(key.begin(), letters);
    forms.by_key[key].push_back(std::move(form));
  });
  return forms;
}

const Forms& AllForms(Language language) {
  static const Forms* const english = new Forms(ReadForms(Language::kEnglish));
  static const Forms* const russian = new Forms(ReadForms(Language::kRussian));
  return language == Language::kRussian ? *russian : *english;
}

}  // namespace

bool BeginsShortForm(std::u32string_view word, Language language) {
  return AllForms(language).beginnings.contains(word);
}

std::span<const ShortForm> FindShortForms(std::u32string_view key, Language language) {
  const auto& forms = AllForms(language).by_key;
  const auto found = forms.find(key);
  return found == forms.end() ? std::span<const ShortForm>() : std::span(found->second);
}

}  // namespace nexy
