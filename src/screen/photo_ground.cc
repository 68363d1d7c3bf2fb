#include "screen/photo_ground.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "screen/pixel_extremes.h"

namespace nexy {
namespace {

constexpr int kTile = 48;  // Pixels.
constexpr int kAlike = 6;  // Shades of one background.
// Of a tile of a page, one background has more than this. Of rendered pages, 3 tiles in 100 are not
// so, of screens with a photograph behind 30 to 99.
constexpr double kCommonShare = 0.6;
// Of a panel in front of a photograph more, and this much of it is the same to all sides.
constexpr double kPanelShare = 0.75;
constexpr double kFlatShare = 0.5;
constexpr int kPhotoPart = 4;    // One tile in so many: there is a photograph behind it all.
constexpr int kDarkShade = 150;  // Backgrounds on which light strokes are text.
constexpr int kStrokeReach =
    8;  // On a screen of common density; strokes are thinner than twice that.
constexpr int kMinLight = 190;
constexpr int kMinContrast = 30;

enum class Ground { kVaried, kSmooth, kDark, kLight };

// What the tiles of a picture show.
struct Tiles {
  int columns = 0, rows = 0;
  std::vector<Ground> grounds;

  Ground at(int column, int row) const {
    const bool inside = column >= 0 && row >= 0 && column < columns && row < rows;
    return inside ? grounds[static_cast<std::size_t>(row * columns + column)] : Ground::kLight;
  }
};

Ground GroundOf(const GreyImage& screen, const GreyImage& flat, int left, int top) {
  std::array<int, 256> shades{};
  int all = 0, white = 0;
  for (int y = top; y < std::min(top + kTile, screen.height); ++y) {
    const std::ptrdiff_t row = static_cast<std::ptrdiff_t>(y) * screen.width;
    for (int x = left; x < std::min(left + kTile, screen.width); ++x, ++all) {
      ++shades[screen.pixels[static_cast<std::size_t>(row + x)]];
      white += flat.pixels[static_cast<std::size_t>(row + x)] == 255;
    }
  }
  int common = 0, around = 0, main = 0;  // Of 2 * kAlike + 1 neighbouring shades.
  for (int shade = 0; shade < 256; ++shade) {
    around += shades[static_cast<std::size_t>(shade)];
    if (shade > 2 * kAlike) around -= shades[static_cast<std::size_t>(shade - 2 * kAlike - 1)];
    if (around <= common) continue;
    common = around;
    main = shade - kAlike;
  }
  if (common < all * kCommonShare) return Ground::kVaried;
  if (common < all * kPanelShare || white < all * kFlatShare) return Ground::kSmooth;
  return main < kDarkShade ? Ground::kDark : Ground::kLight;
}

Tiles LookAtTiles(const GreyImage& screen, const GreyImage& flat) {
  Tiles tiles{(screen.width + kTile - 1) / kTile, (screen.height + kTile - 1) / kTile, {}};
  for (int row = 0; row < tiles.rows; ++row) {
    for (int column = 0; column < tiles.columns; ++column) {
      tiles.grounds.push_back(GroundOf(screen, flat, column * kTile, row * kTile));
    }
  }
  return tiles;
}

}  // namespace

void KeepLightStrokesOfPhotographs(const GreyImage& screen, GreyImage& flat) {
  const Tiles tiles = LookAtTiles(screen, flat);
  const auto varied = std::ranges::count(tiles.grounds, Ground::kVaried);
  if (varied * kPhotoPart < static_cast<std::ptrdiff_t>(tiles.grounds.size())) return;
  const int reach = std::clamp(screen.width * kStrokeReach / 1400, kStrokeReach, 3 * kStrokeReach);
  // The background without light strokes: what is left of a light spot that the square does not fit
  // into.
  const GreyImage darkest{screen.width, screen.height, Darkest(screen, reach)};
  const std::vector<std::uint8_t> ground = Lightest(darkest, reach);
  for (int y = 0; y < screen.height; ++y) {
    const std::size_t begin = static_cast<std::size_t>(y) * static_cast<std::size_t>(screen.width);
    for (int x = 0; x < screen.width; ++x) {
      const Ground here = tiles.at(x / kTile, y / kTile);
      if (here == Ground::kLight) continue;
      const std::size_t at = begin + static_cast<std::size_t>(x);
      const int contrast = screen.pixels[at] - ground[at];
      const bool stroke = screen.pixels[at] >= kMinLight && contrast >= kMinContrast;
      const auto ink = static_cast<std::uint8_t>(stroke ? 255 - std::min(255, 2 * contrast) : 255);
      flat.pixels[at] = here == Ground::kDark ? std::min(flat.pixels[at], ink) : ink;
    }
  }
}

}  // namespace nexy
