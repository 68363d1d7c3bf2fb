#include "screen/ocr_picture.h"

#include <allheaders.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <memory>

namespace nexy {
namespace {

constexpr int kReach = 3;       // A square of 7 by 7: wider than a stroke, narrower than a margin.
constexpr int kFlat = 10;       // Shades that are alike.
constexpr double kContrast = 1.5;  // Pale text is text too.
constexpr double kMaxPixels = 6'000'000;  // For OCR; above it takes longer than a person waits.

using Bytes = std::vector<std::uint8_t>;

// Each pixel becomes the extreme (std::min or std::max by `pick`) of its neighbours at `step`s of up
// to kReach, inside its row or column of `count` pixels.
template <typename Pick>
void Spread(const std::uint8_t* in, std::uint8_t* out, int width, int height, bool down, Pick pick) {
  const std::ptrdiff_t row = width;
  for (int y = 0; y < height; ++y) {
    const std::uint8_t* from = in + y * row;
    std::uint8_t* to = out + y * row;
    std::copy_n(from, width, to);
    for (int d = -kReach; d <= kReach; ++d) {
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
Bytes Extreme(const GreyImage& screen, Pick pick) {
  Bytes across(screen.pixels.size()), result(screen.pixels.size());
  Spread(screen.pixels.data(), across.data(), screen.width, screen.height, false, pick);
  Spread(across.data(), result.data(), screen.width, screen.height, true, pick);
  return result;
}

std::uint8_t Ink(int pixel, int background) {
  const int ink = static_cast<int>(std::abs(pixel - background) * kContrast);
  return static_cast<std::uint8_t>(255 - std::min(ink, 255));
}

// Which of the backgrounds to its left and right `pixel` stands on.
int Background(int pixel, int left, int right, bool left_is_nearer) {
  if (std::abs(pixel - left) <= kFlat) return left;
  if (std::abs(pixel - right) <= kFlat) return right;
  return left_is_nearer ? left : right;
}

// One row; `flat` marks the background.
void FlattenRow(const std::uint8_t* in, const bool* flat, int width, std::uint8_t* out) {
  int x = 0;
  int left = -1;  // The last background pixel, if there was one.
  while (x < width) {
    if (flat[x]) {
      left = x;
      out[x++] = 255;
      continue;
    }
    const int begin = x;
    while (x < width && !flat[x]) ++x;
    const int right = x < width ? x : left;
    if (right < 0) {  // Not one background pixel: nothing is known of this row.
      std::copy_n(in, width, out);
      return;
    }
    const int left_shade = in[left < 0 ? right : left];
    for (int i = begin; i < x; ++i) {
      out[i] = Ink(in[i], Background(in[i], left_shade, in[right], i - begin < x - i));
    }
  }
}

struct PixDeleter {
  void operator()(Pix* pix) const { pixDestroy(&pix); }
};
using PixPtr = std::unique_ptr<Pix, PixDeleter>;

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

GreyImage FromPix(Pix* pix) {
  GreyImage image{pixGetWidth(pix), pixGetHeight(pix), {}};
  image.pixels.resize(static_cast<std::size_t>(image.width) * static_cast<std::size_t>(image.height));
  for (int y = 0; y < image.height; ++y) {
    const l_uint32* line = pixGetData(pix) + std::ptrdiff_t{y} * pixGetWpl(pix);
    std::uint8_t* row = image.pixels.data() + std::ptrdiff_t{y} * image.width;
    for (int x = 0; x < image.width; ++x) row[x] = static_cast<std::uint8_t>(GET_DATA_BYTE(line, x));
  }
  return image;
}

// Letters of a screen without a high pixel density are smaller than the models were taught.
double ChooseScale(const GreyImage& screen) {
  const double pixels = static_cast<double>(screen.pixels.size());
  return std::min(2.0, std::sqrt(kMaxPixels / pixels));
}

GreyImage Scale(const GreyImage& image, double scale) {
  const PixPtr pix = ToPix(image);
  const PixPtr scaled(pix == nullptr ? nullptr
                                     : pixScale(pix.get(), static_cast<float>(scale), static_cast<float>(scale)));
  return scaled == nullptr ? image : FromPix(scaled.get());
}

}  // namespace

GreyImage FlattenBackground(const GreyImage& screen) {
  const auto least = [](std::uint8_t a, std::uint8_t b) { return std::min(a, b); };
  const auto most = [](std::uint8_t a, std::uint8_t b) { return std::max(a, b); };
  const Bytes darkest = Extreme(screen, least);
  const Bytes lightest = Extreme(screen, most);
  GreyImage result{screen.width, screen.height, Bytes(screen.pixels.size())};
  const auto width = static_cast<std::size_t>(screen.width);
  const auto flat = std::make_unique<bool[]>(width);
  for (std::size_t begin = 0; begin < screen.pixels.size(); begin += width) {
    for (std::size_t x = 0; x < width; ++x) flat[x] = lightest[begin + x] - darkest[begin + x] <= kFlat;
    FlattenRow(&screen.pixels[begin], flat.get(), screen.width, &result.pixels[begin]);
  }
  return result;
}

OcrPicture PrepareForOcr(GreyImage screen) {
  const double scale = ChooseScale(screen);
  if (scale < 1) return {FlattenBackground(Scale(screen, scale)), scale};
  GreyImage flat = FlattenBackground(screen);
  return {scale > 1 ? Scale(flat, scale) : std::move(flat), scale};
}

}  // namespace nexy
