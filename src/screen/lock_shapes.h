#pragma once

#include "screen/grey_image.h"

namespace nexy {

// What a small copy of a screen (some 300 pixels high) shows of the shapes of which lock and login
// screens are made, whatever is behind them.
struct LockShapes {
  bool clock = false;   // See BigClock.
  bool dated = false;   // A clock with its date.
  bool prompt = false;  // A person's round picture in the middle, and below it a field.
  bool card = false;    // A box in the middle, no bigger than a dialog.
  bool ring = false;    // A ring around the very middle.
  bool panel = false;   // A thin bar from side to side at the top, as systems have it.
  bool bar = false;     // Any other at the top or bottom: a window's, a task bar.
  bool plain = false;   // Behind it all one colour or an even gradient, as pages have it too.
};

LockShapes FindLockShapes(const GreyImage& screen);

}  // namespace nexy
