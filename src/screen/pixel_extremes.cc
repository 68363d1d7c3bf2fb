#include "screen/pixel_extremes.h"

#include <algorithm>
#include <cstddef>

namespace nexy {
namespace {

using Bytes = std::vector<std::uint8_t>;

// Each pixel becomes the extreme (by `pick`) of its neighbours within `reach` in its row or,
// `down`, in its column.
template <typename Pick>
void Spread(const std::uint8_t* in, std::uint8_t* out, int width, int height, int reach, bool down,
            Pick pick) {
  const std::ptrdiff_t row = width;
  for (int y = 0; y < height; ++y) {
    const std::uint8_t* from = in + y * row;
    std::uint8_t* to = out + y * row;
    std::copy_n(from, width, to);
    for (int d = -reach; d <= reach; ++d) {
      if (down) {
        if (y + d < 0 || y + d >= height) continue;
        for (int x = 0; x < width; ++x) to[x] = pick(to[x], from[x + d * row]);
      } else {
        const int begin = std::max(0, -d), end = width - std::max(0, d);
        for (int x = begin; x < end; ++x) to[x] = pick(to[x], from[x + d]);
      }
    }
  }
}

template <typename Pick>
Bytes Extreme(const GreyImage& image, int reach, Pick pick) {
  Bytes across(image.pixels.size()), result(image.pixels.size());
  Spread(image.pixels.data(), across.data(), image.width, image.height, reach, false, pick);
  Spread(across.data(), result.data(), image.width, image.height, reach, true, pick);
  return result;
}

}  // namespace

Bytes Darkest(const GreyImage& image, int reach) {
  return Extreme(image, reach, [](std::uint8_t a, std::uint8_t b) { return std::min(a, b); });
}

Bytes Lightest(const GreyImage& image, int reach) {
  return Extreme(image, reach, [](std::uint8_t a, std::uint8_t b) { return std::max(a, b); });
}

}  // namespace nexy
