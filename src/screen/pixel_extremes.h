#pragma once

#include <cstdint>
#include <vector>

#include "screen/screenshot.h"

namespace nexy {

// Each pixel becomes the darkest, or the lightest, of the square that reaches `reach` pixels from
// it.
std::vector<std::uint8_t> Darkest(const GreyImage& image, int reach);
std::vector<std::uint8_t> Lightest(const GreyImage& image, int reach);

}  // namespace nexy
