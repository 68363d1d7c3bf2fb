#include "base/data_table.h"

#include <algorithm>
#include <cstddef>

namespace nexy {

namespace {

// The part of `rest` before `separator`, which is taken off with it.
std::string_view TakePart(std::string_view& rest, char separator) {
  const std::size_t end = rest.find(separator);
  const std::string_view part = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  return part;
}

}  // namespace

void ForEachRow(std::string_view table, const std::function<void(const DataRow&)>& take) {
  DataRow row;
  while (!table.empty()) {
    std::string_view line = TakePart(table, '\n');
    if (line.empty() || line.starts_with("# ") || line == "#") continue;
    row.clear();
    while (!line.empty()) row.push_back(TakePart(line, '\t'));
    row.resize(std::max<std::size_t>(row.size(), 4));
    take(row);
  }
}

void ForEachWord(std::string_view words, const std::function<void(std::string_view)>& take) {
  while (!words.empty()) {
    const std::string_view word = TakePart(words, ' ');
    if (!word.empty()) take(word);
  }
}

}  // namespace nexy
