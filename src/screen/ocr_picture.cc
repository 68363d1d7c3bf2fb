#include "screen/ocr_picture.h"

#include <allheaders.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <memory>
#include <optional>
#include <span>

#include "screen/opening_rows.h"
#include "screen/photo_ground.h"
#include "screen/pix.h"
#include "screen/pixel_extremes.h"
#include "screen/slant.h"

namespace nexy {
namespace {

constexpr int kFlat = 10;                 // Shades that are alike.
constexpr double kContrast = 1.5;         // Pale text is text too.
constexpr double kMaxPixels = 6'000'000;  // For OCR; above it takes longer than a person waits.

// How far the square around a pixel reaches in which a background is flat: 7 by 7 pixels on a
// screen of common density, wider than a letter's strokes, narrower than the margins of a button.
int ReachFor(const GreyImage& screen) { return std::clamp(screen.width / 450, 3, 6); }

using Bytes = std::vector<std::uint8_t>;

std::uint8_t Ink(int pixel, int background) {
  const int ink = static_cast<int>(std::abs(pixel - background) * kContrast);
  return static_cast<std::uint8_t>(255 - std::min(ink, 255));
}

bool Alike(int a, int b) { return std::abs(a - b) <= kFlat; }

// Where in `span`, with background `left` before it and `right` behind it, the one gives way to the
// other: where most pixels are the background of their side.
std::size_t FindEdge(std::span<const std::uint8_t> span, int left, int right) {
  std::ptrdiff_t score =
      std::ranges::count_if(span, [right](int pixel) { return Alike(pixel, right); });
  std::ptrdiff_t best = score;
  std::size_t edge = 0;
  for (std::size_t i = 0; i < span.size(); ++i) {
    score += Alike(span[i], left) - Alike(span[i], right);
    if (score <= best) continue;
    best = score;
    edge = i + 1;
  }
  return edge;
}

// One row; `flat` marks the background.
void FlattenRow(std::span<const std::uint8_t> in, const bool* flat, std::uint8_t* out) {
  const std::size_t width = in.size();
  std::optional<int> left;  // The last background, if there was one.
  for (std::size_t x = 0; x < width;) {
    if (flat[x]) {
      left = in[x];
      out[x++] = 255;
      continue;
    }
    const std::size_t begin = x;
    while (x < width && !flat[x]) ++x;
    if (!left && x == width) {  // Not one background pixel: nothing is known of this row.
      std::ranges::copy(in, out);
      return;
    }
    const int right = x < width ? in[x] : *left;
    const int before = left.value_or(right);
    const std::size_t edge = begin + FindEdge(in.subspan(begin, x - begin), before, right);
    for (std::size_t i = begin; i < x; ++i) out[i] = Ink(in[i], i < edge ? before : right);
  }
}

// Letters of a screen without a high pixel density are smaller than the models were taught.
double ChooseScale(const GreyImage& screen) {
  const double pixels = static_cast<double>(screen.pixels.size());
  return std::min(2.0, std::sqrt(kMaxPixels / pixels));
}

GreyImage Scale(const GreyImage& image, double scale) {
  const PixPtr pix = ToPix(image);
  const PixPtr scaled(
      pix == nullptr ? nullptr
                     : pixScale(pix.get(), static_cast<float>(scale), static_cast<float>(scale)));
  return scaled == nullptr ? image : FromPix(*scaled);
}

}  // namespace

GreyImage FlattenBackground(const GreyImage& screen) {
  const int reach = ReachFor(screen);
  const Bytes darkest = Darkest(screen, reach);
  const Bytes lightest = Lightest(screen, reach);
  GreyImage result{screen.width, screen.height, Bytes(screen.pixels.size())};
  const auto width = static_cast<std::size_t>(screen.width);
  const auto flat = std::make_unique<bool[]>(width);
  for (std::size_t begin = 0; begin < screen.pixels.size(); begin += width) {
    for (std::size_t x = 0; x < width; ++x)
      flat[x] = lightest[begin + x] - darkest[begin + x] <= kFlat;
    FlattenRow({&screen.pixels[begin], width}, flat.get(), &result.pixels[begin]);
  }
  return result;
}

OcrPicture PrepareForOcr(GreyImage screen) {
  const double scale = ChooseScale(screen);
  if (scale < 1) screen = Scale(screen, scale);
  GreyImage flat = FlattenBackground(screen);
  KeepLightStrokesOfPhotographs(screen, flat);
  const int opening = OpeningRows(screen, flat);
  if (scale > 1) flat = Scale(flat, scale);
  if (Straighten(flat)) return {std::move(flat), scale, 0};  // Those rows are others now.
  return {std::move(flat), scale, scale > 1 ? static_cast<int>(opening * scale) : opening};
}

}  // namespace nexy
