#include "screen/slant.h"

#include <allheaders.h>

#include <cmath>
#include <numbers>

#include "screen/pix.h"

namespace nexy {
namespace {

constexpr int kInk = 140;       // Darker than this on white.
constexpr double kLeast = 0.5;  // Degrees; Tesseract reads what is less.
constexpr double kSure = 3;     // Leptonica's confidence, of which level text has the same.
constexpr int kMinSide = 100;

}  // namespace

bool Straighten(GreyImage& image) {
  if (image.width < kMinSide || image.height < kMinSide) return false;
  const PixPtr grey = ToPix(image);
  const PixPtr ink(grey == nullptr ? nullptr : pixThresholdToBinary(grey.get(), kInk));
  float degrees = 0, confidence = 0;
  if (ink == nullptr || pixFindSkew(ink.get(), &degrees, &confidence) != 0) return false;
  if (std::abs(degrees) < kLeast || confidence < kSure) return false;
  const auto radians = static_cast<float>(degrees * std::numbers::pi / 180);
  const PixPtr level(pixRotate(grey.get(), radians, L_ROTATE_AREA_MAP, L_BRING_IN_WHITE, 0, 0));
  if (level == nullptr) return false;
  image = FromPix(*level);
  return true;
}

}  // namespace nexy
