#pragma once

#include <string_view>

namespace nexy {

// Whether a person asks for something to be spelled, in English or Russian: "Spell the code",
// "letter by letter", «Продиктуй по буквам». "Check the spelling" asks for something else.
bool AsksToSpell(std::string_view prompt);

}  // namespace nexy
