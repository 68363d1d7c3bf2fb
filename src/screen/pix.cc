#include "screen/pix.h"

#include <allheaders.h>

#include <cstddef>
#include <cstdint>

namespace nexy {

void PixDeleter::operator()(Pix* pix) const { pixDestroy(&pix); }

PixPtr ToPix(const GreyImage& image) {
  PixPtr pix(pixCreate(image.width, image.height, 8));
  if (pix == nullptr) return pix;
  for (int y = 0; y < image.height; ++y) {
    l_uint32* line = pixGetData(pix.get()) + std::ptrdiff_t{y} * pixGetWpl(pix.get());
    const std::uint8_t* row = image.pixels.data() + std::ptrdiff_t{y} * image.width;
    for (int x = 0; x < image.width; ++x) SET_DATA_BYTE(line, x, row[x]);
  }
  return pix;
}

GreyImage FromPix(const Pix& picture) {
  Pix* pix = const_cast<Pix*>(&picture);  // Which its functions only read.
  GreyImage image{pixGetWidth(pix), pixGetHeight(pix), {}};
  image.pixels.resize(static_cast<std::size_t>(image.width) *
                      static_cast<std::size_t>(image.height));
  for (int y = 0; y < image.height; ++y) {
    const l_uint32* line = pixGetData(pix) + std::ptrdiff_t{y} * pixGetWpl(pix);
    std::uint8_t* row = image.pixels.data() + std::ptrdiff_t{y} * image.width;
    for (int x = 0; x < image.width; ++x)
      row[x] = static_cast<std::uint8_t>(GET_DATA_BYTE(line, x));
  }
  return image;
}

}  // namespace nexy
