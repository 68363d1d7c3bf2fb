#include "screen/lock_shapes.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <optional>
#include <span>
#include <vector>

#include "screen/big_clock.h"
#include "screen/discs.h"

namespace nexy {
namespace {

bool Near(double a, double b, double tolerance) { return std::abs(a - b) <= tolerance; }

// How far a horizontal border through the middle reaches to the left or right below row `y`.
int BorderReach(const GreyImage& screen, int y, int direction) {
  constexpr int kStep = 4, kGap = 4;
  const int middle = screen.width / 2;
  int reach = 0;
  for (int x = middle, gap = 0; x >= 0 && x < screen.width && gap <= kGap; x += direction) {
    if (std::abs(screen.at(x, y + 1) - screen.at(x, y)) < kStep) {
      ++gap;
      continue;
    }
    gap = 0;
    reach = std::abs(x - middle);
  }
  return reach;
}

// Two borders of the same width, as far to the left as to the right, with a line's height and
// hardly another border between.
bool HasField(const GreyImage& screen, int top, int bottom) {
  struct Border {
    int y = 0, reach = 0;
  };
  std::vector<Border> borders;
  for (int y = top; y + 1 < std::min(bottom, screen.height); ++y) {
    const int left = BorderReach(screen, y, -1), right = BorderReach(screen, y, 1);
    if (std::abs(left - right) > 3 || left * 13 < screen.height || left * 3 > screen.height)
      continue;
    borders.push_back({y, left});
  }
  for (const Border& upper : borders) {
    for (const Border& lower : borders) {
      const int height = lower.y - upper.y;
      const bool alike = height * 50 >= screen.height && height * 14 <= screen.height &&
                         Near(upper.reach, lower.reach, 3);
      const auto between = std::ranges::count_if(borders, [&](const Border& border) {
        return border.y > upper.y + 1 && border.y < lower.y - 1;
      });
      if (alike && between * 3 <= height) return true;
    }
  }
  return false;
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

bool HasPrompt(const GreyImage& screen, std::span<const Disc> discs) {
  return std::ranges::any_of(discs, [&](const Disc& disc) {
    return IsInTheMiddle(disc, screen) && disc.y >= screen.height / 8 &&
           HasField(screen, disc.bottom() + 2, disc.bottom() + screen.height / 5) &&
           !IsInWindow(screen, disc);
  });
}

// Whether something is written in these rows, left of `right`.
bool HasText(const GreyImage& screen, int left, int right, int top, int bottom) {
  constexpr int kStroke = 40, kStrokes = 6;
  int strokes = 0;
  for (int y = std::max(0, top); y < std::min(bottom, screen.height); ++y) {
    for (int x = std::max(1, left); x < std::min(right, screen.width); ++x)
      strokes += std::abs(screen.at(x, y) - screen.at(x - 1, y)) >= kStroke;
  }
  return strokes >= kStrokes;
}

bool HasNameBelow(const GreyImage& screen, const Disc& disc) {
  return HasText(screen, disc.x - disc.radius, disc.x + disc.radius, disc.bottom() + 3,
                 disc.bottom() + disc.radius);
}

// The discs that stand in a row with `first`, or in a column, and are as big.
std::vector<Disc> InLineWith(const Disc& first, std::span<const Disc> discs, int Disc::*across) {
  std::vector<Disc> line;
  for (const Disc& disc : discs) {
    if (Near(disc.*across, first.*across, 2) && Near(disc.radius, first.radius, 2))
      line.push_back(disc);
  }
  return line;
}

bool AreEven(std::span<const Disc> line, int Disc::*along) {
  for (std::size_t i = 2; i < line.size(); ++i) {
    if (!Near(line[i].*along + line[i - 2].*along, 2 * (line[i - 1].*along), 4)) return false;
  }
  return true;
}

// Two to five persons side by side in the middle, their names below; on a telephone they are keys.
bool IsRowOfUsers(const GreyImage& screen, std::vector<Disc> row) {
  std::ranges::sort(row, {}, &Disc::x);
  return screen.width > screen.height && row.size() >= 2 && row.size() <= 5 &&
         row.front().radius * 25 >= screen.height && row.front().y * 4 >= screen.height &&
         row.front().y * 10 <= screen.height * 7 &&
         Near(row.front().x + row.back().x, screen.width, screen.width * 0.015) &&
         AreEven(row, &Disc::x) &&
         std::ranges::all_of(row, [&](const Disc& disc) { return HasNameBelow(screen, disc); });
}

// Two to six persons one below the other, their names to the right, the first or another of them
// in a box in the middle of the screen.
bool IsColumnOfUsers(const GreyImage& screen, std::vector<Disc> column) {
  std::ranges::sort(column, {}, &Disc::y);
  const auto named = [&](const Disc& disc) {
    return HasText(screen, disc.x + disc.radius + 2, screen.width * 3 / 4, disc.top(),
                   disc.bottom());
  };
  const auto boxed = [&](const Disc& disc) {
    for (int y = std::max(0, disc.top() - disc.radius); y < disc.top(); ++y) {
      const int left = BorderReach(screen, y, -1), right = BorderReach(screen, y, 1);
      if (Near(left, right, 3) && left >= screen.width / 2 - disc.x + disc.radius &&
          left * 2 <= screen.height)
        return true;
    }
    return false;
  };
  return column.size() >= 2 && column.size() <= 6 && column.front().x * 2 < screen.width &&
         AreEven(column, &Disc::y) && std::ranges::all_of(column, named) &&
         std::ranges::any_of(column, boxed);
}

bool HasUsers(const GreyImage& screen, std::span<const Disc> discs) {
  return std::ranges::any_of(discs, [&](const Disc& disc) {
    return IsRowOfUsers(screen, InLineWith(disc, discs, &Disc::y)) ||
           IsColumnOfUsers(screen, InLineWith(disc, discs, &Disc::x));
  });
}

// Nobody but one person, in the upper half, the name below.
bool HasPerson(const GreyImage& screen, std::span<const Disc> discs) {
  return discs.size() == 1 && IsInTheMiddle(discs.front(), screen) &&
         discs.front().radius * 16 >= screen.height && 2 * discs.front().y <= screen.height &&
         HasNameBelow(screen, discs.front()) && !IsInWindow(screen, discs.front());
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

bool HasBar(const GreyImage& screen) {
  for (int y = 0; y + 1 < screen.height; ++y) {
    const bool near_top = y * 6 <= screen.height, near_bottom = y * 8 >= screen.height * 7;
    if (!near_top && !near_bottom) continue;
    if (IsBorder(screen, y) && IsFlatRow(screen, near_top ? y : y + 1)) return true;
  }
  return false;
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
  const std::vector<Disc> discs = FindDiscs(screen);
  shapes.clock = clock.has_value();
  shapes.dated = clock && clock->dated;
  shapes.prompt = HasPrompt(screen, discs);
  shapes.users = HasUsers(screen, discs);
  shapes.person = HasPerson(screen, discs);
  shapes.bar = HasBar(screen);
  shapes.plain = IsPlain(screen);
  return shapes;
}

}  // namespace nexy
