#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "screen/screen_reader.h"

namespace nexy {

// OCR takes letters that look alike from either alphabet. Puts them right: a word of two alphabets
// gets the one of its majority ("Nоrth" with a Cyrillic o becomes Latin), and a word that could be of
// either gets the one of its neighbours («Ha сайте» becomes Russian), or else the screen's.
// In Russian, a rouble sign read as a question mark after a number comes back too.
void RepairScripts(std::vector<ScreenLine>& lines);

}  // namespace nexy
