// Whatever a person is understood to have said, and whatever comes back as a note.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "llm/arithmetic.h"
#include "llm/offline_intent.h"
#include "llm/portions.h"
#include "llm/reading_note.h"
#include "llm/screen_parts.h"
#include "llm/screen_search.h"

namespace {

// The input as a screen, too: a line a word.
nexy::ScreenText AsScreen(std::string_view text) {
  nexy::ScreenText screen;
  int at = 0;
  while (!text.empty() && screen.lines.size() < 100) {
    const std::size_t end = text.substr(0, text.find(' ')).size();
    nexy::ScreenLine line;
    line.text = std::string(text.substr(0, end));
    line.left = at * 7 % 300;
    line.top = at * 11 % 200;
    line.width = 40;
    line.height = 5 + at % 20;
    line.paragraph_start = at % 3 == 0;
    ++at;
    if (!line.text.empty()) screen.lines.push_back(line);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return screen;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const nexy::Intent intent = nexy::UnderstandPrompt(input);
  nexy::WorkOut(input);
  if (const auto note = nexy::ParseNote(input)) {
    if (!nexy::ParseNote(nexy::WriteNote(*note))) __builtin_trap();
  }
  const nexy::ScreenText screen = AsScreen(input.substr(0, 500));
  const std::string spoken = nexy::SpokenLines(nexy::SelectPart(screen, {300, 200}, intent));
  for (std::size_t from = 0; from < spoken.size();) {
    const nexy::Portion portion = nexy::CutPortion(spoken, from, 1 + size % 50);
    if (portion.next <= from) __builtin_trap();
    from = portion.next;
  }
  nexy::DescribeFinding(screen, {300, 200}, intent.argument, nexy::Language::kEnglish);
  return 0;
}
