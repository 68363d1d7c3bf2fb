#include "nexy/terminal_text.h"

namespace nexy {

std::string TerminalText(std::string_view text) {
  std::string safe;
  safe.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte == '\n' || byte == '\t' || (byte >= 0x20 && byte != 0x7f && byte != 0xc2)) {
      safe.push_back(text[i]);
      continue;
    }
    // U+0080 to U+009F, the second row of controls, are C2 80 to C2 9F.
    const bool pair = byte == 0xc2 && i + 1 < text.size();
    if (pair && static_cast<unsigned char>(text[i + 1]) >= 0xa0) {
      safe.push_back(text[i]);
      continue;
    }
    if (pair) ++i;
    safe.push_back(' ');
  }
  return safe;
}

}  // namespace nexy
