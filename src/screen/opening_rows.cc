#include "screen/opening_rows.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>

namespace nexy {
namespace {

constexpr int kInk = 150;        // Darker than this on a white background.
constexpr int kMinHeight = 7;    // Lower bands are frames and lines.
constexpr int kMaxHeight = 120;  // Higher ones are pictures.
constexpr int kAlike = 3;        // Backgrounds that are the same.

struct Band {
  int top = 0, bottom = 0;  // [top, bottom)
  int height() const { return bottom - top; }
};

const std::uint8_t* Row(const GreyImage& image, int y) {
  return image.pixels.data() + static_cast<std::ptrdiff_t>(y) * image.width;
}

bool HasInk(const GreyImage& flat, int y) {
  const std::uint8_t* row = Row(flat, y);
  return std::any_of(row, row + flat.width, [](std::uint8_t shade) { return shade < kInk; });
}

// The rows with ink from `y` on, with the small gaps under dots and between parts of letters.
std::optional<Band> NextBand(const GreyImage& flat, int y) {
  while (y < flat.height && !HasInk(flat, y)) ++y;
  if (y == flat.height) return std::nullopt;
  Band band{y, y + 1};
  for (int at = y + 1; at < flat.height && at - band.bottom <= std::max(2, band.height() / 4); ++at) {
    if (HasInk(flat, at)) band.bottom = at + 1;
  }
  return band;
}

// Whether nothing in the band stands far from the rest.
bool IsOneLabel(const GreyImage& flat, Band band) {
  int last = -1;
  for (int x = 0; x < flat.width; ++x) {
    bool ink = false;
    for (int y = band.top; y < band.bottom && !ink; ++y) ink = Row(flat, y)[x] < kInk;
    if (!ink) continue;
    if (last >= 0 && x - last > 2 * band.height()) return false;
    last = x;
  }
  return true;
}

// The shade of most pixels of the rows.
int Background(const GreyImage& screen, int top, int bottom) {
  std::array<int, 256> shades{};
  for (int y = std::max(0, top); y < std::min(bottom, screen.height); ++y) {
    for (int x = 0; x < screen.width; x += 3) ++shades[Row(screen, y)[x]];
  }
  return static_cast<int>(std::ranges::max_element(shades) - shades.begin());
}

bool IsBar(const GreyImage& screen, Band band, int next_top) {
  const int bar = Background(screen, band.top, band.bottom);
  return std::abs(bar - Background(screen, next_top, next_top + 2 * band.height())) > kAlike;
}

}  // namespace

int OpeningRows(const GreyImage& screen, const GreyImage& flat) {
  std::optional<Band> band = NextBand(flat, 0);
  while (band && band->height() < kMinHeight) band = NextBand(flat, band->bottom);
  if (!band || band->height() > kMaxHeight) return 0;
  std::optional<Band> next = NextBand(flat, band->bottom);
  while (next && next->height() < kMinHeight) next = NextBand(flat, next->bottom);
  if (!next || next->top - band->bottom < std::max(3, band->height() / 3)) return 0;
  if (!IsOneLabel(flat, *band) && !IsBar(screen, *band, next->top)) return 0;
  return (band->bottom + next->top) / 2;
}

}  // namespace nexy
