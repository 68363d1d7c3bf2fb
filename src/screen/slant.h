#pragma once

#include "screen/screenshot.h"

namespace nexy {

// Turns dark text on white whose lines rise or fall by half a degree to seven, as on a photograph
// of a screen or a scanned page, until they are level; says whether it did. What is level stays as
// it is.
bool Straighten(GreyImage& image);

}  // namespace nexy
