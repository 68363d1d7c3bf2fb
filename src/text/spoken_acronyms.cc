#include <algorithm>
#include <string>

#include "text/embedded_data.h"
#include "text/spoken_names.h"
#include "text/spoken_rules.h"
#include "text/unicode.h"

namespace nexy {

// "США", "URL", in a sentence that is not all in capitals.
bool SpeakAcronym(SpokenCursor& cursor) {
  static const auto* const table = new SpokenNameTable(kAcronymsTable);
  if (IsWordChar(cursor.Before())) return false;
  std::size_t size = 1;
  while (size < 8 && IsWordChar(cursor.Peek(size))) ++size;
  const SpokenNames* const names = table->Find(cursor.Rest().substr(0, size));
  if (names == nullptr || IsWordChar(cursor.Peek(size))) return false;
  const std::u32string& said = names->In(cursor.options.language);
  if (said.empty()) return false;
  return std::any_of(cursor.in.begin(), cursor.in.end(), IsLower) && cursor.SayFor(size, said);
}

}  // namespace nexy
