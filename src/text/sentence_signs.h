#pragma once

#include <string_view>

namespace nexy {

// The signs at which sentences end and around which they open and close.

bool IsTerminator(char32_t c);           // . ! ? … and their relatives in other scripts.
bool IsStrongTerminator(char32_t c);     // Those that never stand inside a word: ! ? and relatives.
bool IsSpacelessTerminator(char32_t c);  // 。！？: no space follows them.
bool IsClosing(char32_t c);              // Quotes and brackets that close, and markup after a stop.
bool IsOpening(char32_t c);              // Quotes and brackets that open, and markup before a word.
bool IsDash(char32_t c);

inline bool Contains(std::u32string_view set, char32_t c) { return set.find(c) != set.npos; }

}  // namespace nexy
