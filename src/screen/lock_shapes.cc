#include "screen/lock_shapes.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <numbers>
#include <optional>
#include <span>
#include <vector>

#include "screen/big_clock.h"
#include "screen/discs.h"

namespace nexy {
namespace {

bool Near(double a, double b, double tolerance) { return std::abs(a - b) <= tolerance; }

// A straight border below row `y`, [left, right).
struct Border {
  int y = 0, left = 0, right = 0;
};

// Those through the middle of the screen that are at least as long as a field and reach as far to
// the left as to the right; a soft one, which goes over several rows, is one or two.
std::vector<Border> FindBordersInTheMiddle(const GreyImage& screen) {
  constexpr int kStep = 6;
  const auto step_at = [&screen](int x, int y) {
    const int step = screen.at(x, y + 1) - screen.at(x, y);
    return (step >= kStep) - (step <= -kStep);
  };
  const int middle = screen.width / 2;
  std::vector<Border> borders;
  for (int y = 0; y + 1 < screen.height; ++y) {
    const int step = step_at(middle, y);
    if (step == 0) continue;
    Border border{y, middle, middle + 1};
    while (border.left > 0 && step_at(border.left - 1, y) == step) --border.left;
    while (border.right < screen.width && step_at(border.right, y) == step) ++border.right;
    const bool centred =
        Near(border.left + border.right, screen.width, std::max(4.0, screen.width * 0.012));
    if (centred && (border.right - border.left) * 14 >= screen.height) borders.push_back(border);
  }
  return borders;
}

// What two borders one below the other have between them.
struct Box {
  int left = 0, top = 0, right = 0, bottom = 0;
  int width() const { return right - left; }
  int height() const { return bottom - top; }
};

std::vector<Box> FindBoxesInTheMiddle(const GreyImage& screen) {
  constexpr int kSame = 3;
  const std::vector<Border> borders = FindBordersInTheMiddle(screen);
  std::vector<Box> boxes;
  for (std::size_t i = 0; i < borders.size(); ++i) {
    const Border& upper = borders[i];
    for (std::size_t j = i + 1; j < borders.size(); ++j) {
      const Border& lower = borders[j];
      if (Near(upper.left, lower.left, kSame) && Near(upper.right, lower.right, kSame))
        boxes.push_back({upper.left, upper.y, upper.right, lower.y});
    }
  }
  return boxes;
}

bool IsField(const Box& box, const GreyImage& screen) {
  return box.height() * 50 >= screen.height && box.height() * 12 <= screen.height &&
         box.width() >= 3 * box.height() && box.width() * 3 <= 2 * screen.height;
}

// Whether the shade changes all the way down both sides.
bool HasSides(const GreyImage& screen, const Box& box) {
  constexpr int kStep = 6, kReach = 3;
  const auto is_side = [&screen](int x, int y) {
    return x >= kReach && x + kReach < screen.width &&
           std::abs(screen.at(x - kReach, y) - screen.at(x + kReach, y)) >= kStep;
  };
  int rows = 0;
  for (int y = box.top; y < box.bottom; ++y) rows += is_side(box.left, y) && is_side(box.right, y);
  return rows * 10 >= box.height() * 8;
}

bool IsCard(const Box& box, const GreyImage& screen) {
  return box.height() * 8 >= screen.height && box.height() * 2 <= screen.height &&
         box.width() * 5 <= 3 * screen.width && box.width() * 2 >= box.height() &&
         HasSides(screen, box);
}

bool IsInTheMiddle(const Disc& disc, const GreyImage& screen) {
  return Near(disc.x, screen.width / 2.0, std::max(2.0, disc.radius / 10.0));
}

// Whether a window's sides go straight down to the left and right of it.
bool IsInWindow(const GreyImage& screen, const Disc& disc) {
  constexpr int kStep = 12;
  const auto is_side = [&screen](int x, int y) {
    return std::abs(screen.at(x - 2, y) - screen.at(x + 2, y)) >= kStep;
  };
  const int bottom = std::min(screen.height, disc.bottom() + screen.height / 8);
  const int most = std::min(disc.x, screen.width - disc.x) - 3;
  for (int reach = 2 * disc.radius; reach < most; ++reach) {
    int rows = 0;
    for (int y = disc.top(); y < bottom; ++y)
      rows += is_side(disc.x - reach, y) && is_side(disc.x + reach, y);
    if (rows * 10 >= (bottom - disc.top()) * 9) return true;
  }
  return false;
}

bool HasPrompt(const GreyImage& screen, std::span<const Disc> discs, std::span<const Box> boxes) {
  return std::ranges::any_of(discs, [&](const Disc& disc) {
    const auto is_field_below = [&](const Box& box) {
      return IsField(box, screen) && box.top > disc.bottom() &&
             (box.top - disc.bottom()) * 4 <= screen.height;
    };
    return IsInTheMiddle(disc, screen) && disc.y >= screen.height / 8 &&
           std::ranges::any_of(boxes, is_field_below) && !IsInWindow(screen, disc);
  });
}

// Whether a ring goes around the point.
bool IsRing(const GreyImage& screen, int x, int y, int radius) {
  constexpr int kAngles = 32, kMissing = 4, kStep = 6;
  int missing = 0;
  for (int i = 0; i < kAngles && missing <= kMissing; ++i) {
    const double angle = 2 * std::numbers::pi * i / kAngles;
    const auto at = [&](int r) {
      return screen.at(x + static_cast<int>(std::lround(r * std::cos(angle))),
                       y + static_cast<int>(std::lround(r * std::sin(angle))));
    };
    missing += std::abs(at(radius - 1) - at(radius + 2)) < kStep;
  }
  return missing <= kMissing;
}

bool HasRing(const GreyImage& screen) {
  const int x = screen.width / 2, y = screen.height / 2;
  const int largest = std::min(screen.height / 4, x - 4);
  for (int radius = screen.height / 20; radius <= largest; ++radius) {
    for (const int dx : {-1, 0, 1}) {
      for (const int dy : {-1, 0, 1}) {
        if (IsRing(screen, x + dx, y + dy, radius)) return true;
      }
    }
  }
  return false;
}

// Whether there is a border from side to side below row `y`.
bool IsBorder(const GreyImage& screen, int y) {
  constexpr int kStep = 5;
  int steps = 0;
  for (int x = 0; x < screen.width; ++x)
    steps += std::abs(screen.at(x, y + 1) - screen.at(x, y)) >= kStep;
  return steps * 20 >= screen.width * 17;
}

// Whether most of the row is of one shade; blinds on a photograph are not.
bool IsFlatRow(const GreyImage& screen, int y) {
  constexpr int kAlike = 8;
  std::array<int, 256 / kAlike> shades{};
  for (int x = 0; x < screen.width; ++x)
    ++shades[static_cast<std::size_t>(screen.at(x, y) / kAlike)];
  return 2 * *std::ranges::max_element(shades) >= screen.width;
}

void FindBars(const GreyImage& screen, LockShapes& shapes) {
  for (int y = 0; y + 1 < screen.height; ++y) {
    const bool near_top = y * 6 <= screen.height, near_bottom = y * 8 >= screen.height * 7;
    if (!near_top && !near_bottom) continue;
    if (!IsBorder(screen, y) || !IsFlatRow(screen, near_top ? y : y + 1)) continue;
    bool& found = y * 20 <= screen.height ? shapes.panel : shapes.bar;
    found = true;
  }
}

// Whether a plane fits the shades of what is behind the shapes.
bool IsPlain(const GreyImage& screen) {
  constexpr int kTiles = 8, kUneven = 5;
  // The most common shade of each tile, which shapes hardly change.
  std::array<std::array<int, kTiles>, kTiles> tiles{};
  for (int row = 0; row < kTiles; ++row) {
    for (int column = 0; column < kTiles; ++column) {
      std::array<int, 64> shades{};
      for (int y = screen.height * row / kTiles; y < screen.height * (row + 1) / kTiles; y += 4) {
        for (int x = screen.width * column / kTiles; x < screen.width * (column + 1) / kTiles;
             x += 4)
          ++shades[screen.at(x, y) / 4];
      }
      tiles[static_cast<std::size_t>(row)][static_cast<std::size_t>(column)] =
          4 * static_cast<int>(std::ranges::max_element(shades) - shades.begin());
    }
  }
  int uneven = 0;
  for (std::size_t i = 0; i < kTiles; ++i) {
    for (std::size_t j = 1; j + 1 < kTiles; ++j) {
      uneven += std::abs(tiles[i][j - 1] + tiles[i][j + 1] - 2 * tiles[i][j]) > 2 * kUneven;
      uneven += std::abs(tiles[j - 1][i] + tiles[j + 1][i] - 2 * tiles[j][i]) > 2 * kUneven;
    }
  }
  return uneven * 10 <= 2 * kTiles * (kTiles - 2);
}

}  // namespace

LockShapes FindLockShapes(const GreyImage& screen) {
  LockShapes shapes;
  if (screen.width < 32 || screen.height < 64) return shapes;
  const std::optional<BigClock> clock = FindBigClock(screen);
  const std::vector<Box> boxes = FindBoxesInTheMiddle(screen);
  shapes.clock = clock.has_value();
  shapes.dated = clock && clock->dated;
  shapes.prompt = HasPrompt(screen, FindDiscs(screen), boxes);
  shapes.card =
      std::ranges::any_of(boxes, [&screen](const Box& box) { return IsCard(box, screen); });
  shapes.ring = HasRing(screen);
  FindBars(screen, shapes);
  shapes.plain = IsPlain(screen);
  return shapes;
}

}  // namespace nexy
