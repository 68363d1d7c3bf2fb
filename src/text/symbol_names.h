#pragma once

#include <cstddef>
#include <string_view>

#include "text/language.h"

namespace nexy {

struct SymbolName {
  std::u32string_view name;  // Empty when there is none.
  std::size_t size = 0;      // Characters it stands for.
};

// The name of the longest emoji or sign that `text` begins with. Variation selectors and skin
// tones are passed over.
SymbolName FindSymbol(std::u32string_view text, Language language);

}  // namespace nexy
