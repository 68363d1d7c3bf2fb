#pragma once

#include <string>
#include <string_view>

namespace nexy {

// Two pieces of one question as one text: `merge` of wire contract 3.4. A word is a run of
// characters that are no whitespace; words are compared byte for byte. Takes time
// linear in both lengths and, beside the result, memory for the words of `a` only.
std::string MergeText(std::string_view a, std::string_view b);

}  // namespace nexy
