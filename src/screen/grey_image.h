#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace nexy {

// 8-bit grey pixels, row by row, `width * height` bytes.
struct GreyImage {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> pixels;

  std::uint8_t at(int x, int y) const {
    return pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
                  static_cast<std::size_t>(x)];
  }
};

}  // namespace nexy
