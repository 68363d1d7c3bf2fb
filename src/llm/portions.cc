#include "llm/portions.h"

#include <algorithm>

namespace nexy {
namespace {

bool BeginsCharacter(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; }

// Byte length of the first `chars` characters.
std::size_t BytesOf(std::string_view text, std::size_t chars) {
  std::size_t at = 0;
  for (; at < text.size(); ++at) {
    if (BeginsCharacter(text[at]) && chars-- == 0) break;
  }
  return at;
}

// The last place after a mark and a space within the second half of `text`; 0: none.
std::size_t AfterSentence(std::string_view text) {
  for (std::size_t at = text.size(); at-- > text.size() / 2 + 1;) {
    const std::string_view before = text.substr(0, at);
    if (text[at] == ' ' && (before.ends_with('.') || before.ends_with('!') || before.ends_with('?') ||
                            before.ends_with("…"))) {
      return at + 1;
    }
  }
  return 0;
}

std::size_t After(std::string_view text, char mark) {
  const std::size_t at = text.rfind(mark);
  return at == std::string_view::npos || at < text.size() / 2 ? 0 : at + 1;
}

}  // namespace

Portion CutPortion(std::string_view text, std::size_t from, std::size_t max_chars) {
  from = std::min(from, text.size());
  while (from < text.size() && !BeginsCharacter(text[from])) ++from;
  const std::string_view rest = text.substr(from);
  const std::size_t chars = std::max<std::size_t>(max_chars, 1);
  if (BytesOf(rest, chars + chars / 4) == rest.size()) return {rest, text.size()};
  const std::string_view window = rest.substr(0, BytesOf(rest, chars));
  std::size_t end = After(window, '\n');
  if (end == 0) end = AfterSentence(window);
  if (end == 0) end = After(window, ' ');
  if (end == 0) end = window.size();
  std::string_view portion = rest.substr(0, end);
  while (portion.ends_with(' ') || portion.ends_with('\n')) portion.remove_suffix(1);
  return {portion, from + end};
}

}  // namespace nexy
