#pragma once

#include "screen/screenshot.h"

namespace nexy {

// Where a photograph is behind all that stands on the screen, replaces what of it is in `flat`,
// which is `screen` with its backgrounds made white: only light strokes stay, as dark ones, because
// what systems write on a photograph is light. Panels with a background of their own stay as they
// are.
void KeepLightStrokesOfPhotographs(const GreyImage& screen, GreyImage& flat);

}  // namespace nexy
