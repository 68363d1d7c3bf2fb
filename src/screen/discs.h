#pragma once

#include <vector>

#include "screen/grey_image.h"

namespace nexy {

// A round picture or button on a calm ground.
struct Disc {
  int x = 0, y = 0;  // Its middle.
  int radius = 0;

  int top() const { return y - radius; }
  int bottom() const { return y + radius; }
};

// The discs of a small copy of a screen, from a fortieth to an eighth of its height in radius, from
// the top down.
std::vector<Disc> FindDiscs(const GreyImage& screen);

}  // namespace nexy
