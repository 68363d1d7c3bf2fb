#pragma once

#include <string>
#include <string_view>

namespace nexy {

// One word of a screen (UTF-8) with letters that OCR took from the wrong alphabet put right: a word
// whose letters are of two alphabets gets those of the majority, where the strays look the same
// there ("Nоrth" with a Cyrillic o becomes Latin throughout).
std::string RepairScript(std::string_view word);

}  // namespace nexy
