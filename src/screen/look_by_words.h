#pragma once

#include "screen/screen_reader.h"
#include "screen/screenshot.h"

namespace nexy {

// Whether words are wanted to tell what a picture is (ScreenLook::kPerhaps…).
bool IsUndecided(ScreenLook look);

// What a picture with an undecided look is, now that OCR has found `text` on it.
ScreenLook LookByWords(const Screenshot& screenshot, const ScreenText& text);

}  // namespace nexy
