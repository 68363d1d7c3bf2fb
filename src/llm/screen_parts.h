#pragma once

#include <string>
#include <vector>

#include "llm/offline_intent.h"
#include "screen/screen_reader.h"
#include "text/language.h"

namespace nexy {

struct ScreenSize {
  int width = 0;
  int height = 0;
};

// The lines of the part that the intent names, in reading order; empty when there is nothing.
std::vector<ScreenLine> SelectPart(const ScreenText& screen, ScreenSize size, const Intent& intent);

// The lines of `now` whose text did not stand anywhere in `before`.
ScreenText NewLines(const ScreenText& before, const ScreenText& now);

std::size_t CountParagraphs(const ScreenText& screen);

// The lines as they are said: a paragraph a line of text, its lines joined; short labels that
// follow each other become one enumeration; what ends without a mark gets a full stop.
std::string SpokenLines(const std::vector<ScreenLine>& lines);
// The same with "perhaps", in that language, before words that OCR is not sure of.
std::string SpokenLines(const std::vector<ScreenLine>& lines, Language language);

}  // namespace nexy
