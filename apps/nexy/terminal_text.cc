#include "nexy/terminal_text.h"

namespace nexy {
namespace {

constexpr unsigned char kLatin1Lead = 0xc2;  // Of U+0080 to U+00BF in UTF-8.

// 0 behind the end, which is no part of any character.
unsigned char At(std::string_view text, std::size_t i) {
  return i < text.size() ? static_cast<unsigned char>(text[i]) : 0;
}

bool IsControl(unsigned char byte) {
  return (byte < 0x20 && byte != '\n' && byte != '\t') || byte == 0x7f;
}

}  // namespace

std::string TerminalText(std::string_view text) {
  std::string safe;
  safe.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const unsigned char byte = At(text, i);
    if (byte != kLatin1Lead) {
      safe.push_back(IsControl(byte) ? ' ' : text[i]);
      continue;
    }
    // After this lead byte, 80 to 9F make the second row of controls and A0 to BF a character.
    const unsigned char next = At(text, i + 1);
    if (next < 0x80 || next > 0xbf) {
      safe.push_back(' ');
      continue;
    }
    if (next < 0xa0) {
      safe.push_back(' ');
    } else {
      safe.append(text, i, 2);
    }
    ++i;
  }
  return safe;
}

}  // namespace nexy
