#pragma once

#include <string>
#include <string_view>

#include "screen/screen_reader.h"

namespace nexy {

// What is to be spelled when a person asks for `asked` ("the code", "the price", "Anna's name"): what
// stands on the screen after those words, else what looks like it, else those words as they stand
// there. Empty if there is nothing; then `asked` itself is meant, unless it is only a kind of thing.
std::string FindWhatToSpell(const ScreenText& screen, const std::string& asked);

// "code", "the price", «номер»: the name of a kind, not what is to be spelled.
bool IsKindToSpell(const std::string& asked);

// What of an answer is to be spelled when somebody says "spell it": what is quoted, a code, else the
// answer if it is short. Empty: nothing.
std::string WhatToSpellOf(std::string_view answer);

}  // namespace nexy
