#pragma once

#include "screen/screenshot.h"

namespace nexy {

// A picture as OCR likes it, and how much bigger than the screen it is.
struct OcrPicture {
  GreyImage image;
  double scale = 1;
  int opening_rows = 0;  // OpeningRows, in rows of `image`.
};

// Dark text on white, whatever the colours of the windows were, and big enough for small letters.
OcrPicture PrepareForOcr(GreyImage screen);

// Every pixel's difference from the background that it stands on: backgrounds of any shade become
// white, what stands on them dark. A background is where a few pixels in a square are alike.
GreyImage FlattenBackground(const GreyImage& screen);

}  // namespace nexy
