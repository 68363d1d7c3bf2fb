#pragma once

#include <optional>

#include "screen/grey_image.h"

namespace nexy {

// Big light digits, "9:41" or "20:44", in the middle of the width or at the lower left; on upright
// screens also the hours above the minutes.
struct BigClock {
  bool dated = false;  // With a line of text above or below, as long as a day's name and date.
};

std::optional<BigClock> FindBigClock(const GreyImage& screen);

}  // namespace nexy
