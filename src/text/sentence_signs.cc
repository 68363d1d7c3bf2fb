#include "text/sentence_signs.h"

namespace nexy {

bool IsTerminator(char32_t c) {
  if (c < 0x80) return c == U'.' || c == U'!' || c == U'?';
  if (c < 0x580) return false;
  return Contains(U"…‼⁇⁈⁉‽。！？｡．।॥؟۔։።។၊။", c);
}

bool IsStrongTerminator(char32_t c) { return c != U'.' && c != U'…' && IsTerminator(c); }

bool IsSpacelessTerminator(char32_t c) { return c >= 0x3000 && Contains(U"。！？｡", c); }

bool IsClosing(char32_t c) {
  if (c < 0x80) return Contains(U"\"')]}*_~`", c);
  return Contains(U"”’»›“」』）】］〉》〕｝", c);
}

bool IsOpening(char32_t c) {
  if (c < 0x80) return Contains(U"\"'([{*_~`", c);
  return Contains(U"“‘«‹„‚¿¡「『（【［〈《〔｛»", c);
}

bool IsDash(char32_t c) { return c == U'-' || c == U'—' || c == U'–' || c == U'―'; }

}  // namespace nexy
