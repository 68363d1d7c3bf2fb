#include "text/symbol_names.h"

#include <algorithm>
#include <string>
#include <unordered_map>

#include "base/data_table.h"
#include "text/embedded_data.h"
#include "text/spoken_names.h"
#include "text/unicode.h"

namespace nexy {

namespace {

struct Table {
  std::unordered_map<std::u32string, SpokenNames> names;
  std::unordered_map<char32_t, std::size_t> longest_from;  // By the first character.
};

void Read(std::string_view rows, Table& table) {
  ForEachRow(rows, [&table](const DataRow& row) {
    const std::u32string key = DecodeUtf8(row.at(0));
    std::size_t& longest = table.longest_from[key.front()];
    longest = std::max(longest, key.size());
    table.names.emplace(key, SpokenNames{DecodeUtf8(row.at(1)), DecodeUtf8(row.at(2))});
  });
}

const Table& AllNames() {
  static const Table* const table = [] {
    auto* made = new Table;
    Read(kSymbolsTable, *made);  // First: the project's own wording counts.
    Read(kSymbolNamesTable, *made);
    return made;
  }();
  return *table;
}

bool IsPassedOver(char32_t c) {
  return (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0x1F3FB && c <= 0x1F3FF);
}

}  // namespace

SymbolName FindSymbol(std::u32string_view text, Language language) {
  const Table& table = AllNames();
  SymbolName best;
  const auto longest = text.empty() ? table.longest_from.end() : table.longest_from.find(text[0]);
  if (longest == table.longest_from.end()) return best;
  std::u32string key;
  for (std::size_t i = 0; i < text.size() && key.size() < longest->second; ++i) {
    if (i > 0 && IsPassedOver(text[i])) {
      if (best.size == i) best.size = i + 1;
      continue;
    }
    key.push_back(text[i]);
    const auto found = table.names.find(key);
    if (found == table.names.end()) continue;
    best.name = found->second.In(language);
    best.size = i + 1;
  }
  while (best.size > 0 && best.size < text.size() && IsPassedOver(text[best.size])) ++best.size;
  return best;
}

}  // namespace nexy
