#include "screen/ocr_picture.h"

#include <allheaders.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <memory>
#include <optional>
#include <span>

#include "screen/opening_rows.h"

namespace nexy {
namespace {

constexpr int kFlat = 10;          // Shades that are alike.
constexpr double kContrast = 1.5;  // Pale text is text too.
constexpr double kMaxPixels = 6'000'000;  // For OCR; above it takes longer than a person waits.

// How far the square around a pixel reaches in which a background is flat: 7 by 7 pixels on a screen
// of common density, wider than a letter's strokes, narrower than the margins of a button.
int ReachFor(const GreyImage& screen) { return std::clamp(screen.width / 450, 3, 6); }

using Bytes = std::vector<std::uint8_t>;

// Each pixel becomes the extreme (least or most, by `pick`) of its neighbours within
// `reach` in its row or, `down`, in its column.
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
Bytes Extreme(const GreyImage& screen, Pick pick) {
  Bytes across(screen.pixels.size()), result(screen.pixels.size());
  const int reach = ReachFor(screen);
  Spread(screen.pixels.data(), across.data(), screen.width, screen.height, reach, false, pick);
  Spread(across.data(), result.data(), screen.width, screen.height, reach, true, pick);
  return result;
}

std::uint8_t Ink(int pixel, int background) {
  const int ink = static_cast<int>(std::abs(pixel - background) * kContrast);
  return static_cast<std::uint8_t>(255 - std::min(ink, 255));
}

bool Alike(int a, int b) { return std::abs(a - b) <= kFlat; }

// Where in `span`, with background `left` before it and `right` behind it, the one gives way to the
// other: where most pixels are the background of their side.
std::size_t FindEdge(std::span<const std::uint8_t> span, int left, int right) {
  std::ptrdiff_t score = std::ranges::count_if(span, [right](int pixel) { return Alike(pixel, right); });
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
    FlattenRow({&screen.pixels[begin], width}, flat.get(), &result.pixels[begin]);
  }
  return result;
}

OcrPicture PrepareForOcr(GreyImage screen) {
  const double scale = ChooseScale(screen);
  if (scale < 1) screen = Scale(screen, scale);
  GreyImage flat = FlattenBackground(screen);
  const int opening = OpeningRows(screen, flat);
  if (scale <= 1) return {std::move(flat), scale, opening};
  return {Scale(flat, scale), scale, static_cast<int>(opening * scale)};
}

}  // namespace nexy
