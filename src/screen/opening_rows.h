#pragma once

#include "screen/screenshot.h"

namespace nexy {

// How many rows at the top of a screen are read before all others whatever stands below: a line alone,
// or a title or menu bar with a background of its own. 0: there are none. `flat` is `screen` with its
// backgrounds made white (FlattenBackground).
int OpeningRows(const GreyImage& screen, const GreyImage& flat);

}  // namespace nexy
