#pragma once

#include <memory>

#include "screen/screenshot.h"

struct Pix;

namespace nexy {

// Leptonica's picture.
struct PixDeleter {
  void operator()(Pix* pix) const;
};
using PixPtr = std::unique_ptr<Pix, PixDeleter>;

// 8-bit grey; null when there is no memory.
PixPtr ToPix(const GreyImage& image);
GreyImage FromPix(const Pix& pix);

}  // namespace nexy
