#include <string>
#include <unordered_map>

#include "base/data_table.h"
#include "text/embedded_data.h"
#include "text/spoken_rules.h"
#include "text/unicode.h"

namespace nexy {

// "США", "URL", in a sentence that is not all in capitals.
bool SpeakAcronym(SpokenCursor& cursor) {
  struct Names {
    std::u32string english, russian;
  };
  using Table = std::unordered_map<std::u32string, Names, WordHash, std::equal_to<>>;
  static const Table* const table = [] {
    auto* made = new Table;
    ForEachRow(kAcronymsTable, [made](const DataRow& row) {
      made->emplace(DecodeUtf8(row.at(0)), Names{DecodeUtf8(row.at(1)), DecodeUtf8(row.at(2))});
    });
    return made;
  }();
  if (!IsUpper(cursor.Peek()) || IsWordChar(cursor.Before())) return false;
  std::size_t size = 1;
  while (size < 8 && IsWordChar(cursor.Peek(size))) ++size;
  const auto found = table->find(cursor.Rest().substr(0, size));
  if (found == table->end() || IsWordChar(cursor.Peek(size))) return false;
  const std::u32string& said = cursor.Russian() ? found->second.russian : found->second.english;
  if (said.empty()) return false;
  bool lower = false;
  for (const char32_t c : cursor.in) lower |= IsLower(c);
  return lower && cursor.SayFor(size, said);
}

}  // namespace nexy
