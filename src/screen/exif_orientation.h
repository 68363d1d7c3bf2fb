#pragma once

#include <cstdint>
#include <span>

#include "screen/screenshot.h"

namespace nexy {

// How a camera was held, by the EXIF data of a JPEG's APP1 segment: 1 to 8 as that standard numbers
// them; 1, upright, when it does not say.
int ReadExifOrientation(std::span<const std::uint8_t> app1);

// The picture as it was seen, of one with that orientation.
GreyImage Upright(GreyImage image, int orientation);

}  // namespace nexy
