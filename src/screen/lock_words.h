#pragma once

#include "screen/row_sink.h"
#include "screen/screen_reader.h"

namespace nexy {

// Whether what OCR found on a screen that looks locked (ScreenLook::kPerhapsLocked) are the words
// of a lock or login screen of macOS, Windows or GNOME, in English or Russian, and not those of a
// page.
bool LooksLocked(const ScreenText& text, ImageSize size);

}  // namespace nexy
