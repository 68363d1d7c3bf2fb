#include "text/short_forms.h"

#include <unordered_map>

#include "base/data_table.h"
#include "text/embedded_data.h"
#include "text/unicode.h"

namespace nexy {

namespace {

using Forms = std::unordered_map<std::u32string, std::vector<ShortForm>, WordHash, std::equal_to<>>;

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
    forms[DecodeUtf8(row.at(1))].push_back(std::move(form));
  });
  return forms;
}

}  // namespace

std::span<const ShortForm> FindShortForms(std::u32string_view key, Language language) {
  static const Forms* const english_forms = new Forms(ReadForms(Language::kEnglish));
  static const Forms* const russian_forms = new Forms(ReadForms(Language::kRussian));
  const Forms& forms = language == Language::kRussian ? *russian_forms : *english_forms;
  const auto found = forms.find(key);
  return found == forms.end() ? std::span<const ShortForm>() : std::span(found->second);
}

}  // namespace nexy
