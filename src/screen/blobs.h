#pragma once

#include <vector>

#include "screen/grey_image.h"

namespace nexy {

// The box around marked pixels that touch each other: [left, right) by [top, bottom).
struct Blob {
  int left = 0, top = 0, right = 0, bottom = 0;
  int pixels = 0;

  int width() const { return right - left; }
  int height() const { return bottom - top; }
};

// The blobs of pixels of at least this shade, in no particular order.
std::vector<Blob> FindBlobs(const GreyImage& image, int shade);

}  // namespace nexy
