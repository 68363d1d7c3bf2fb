#include "screen/lock_shapes.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <numbers>
#include <span>
#include <vector>

#include "screen/blobs.h"

namespace nexy {
namespace {

// Digits are at least as light as one of these and what touches them is darker.
constexpr int kShades[] = {240, 200, 160};

// The digits of a clock, in parts of the screen's height.
constexpr double kMinDigit = 0.04;
constexpr double kMaxDigit = 0.2;
constexpr double kMaxGap = 0.45;  // Between two digits, in parts of their height.

bool Near(double a, double b, double tolerance) { return std::abs(a - b) <= tolerance; }

// Two dots, one above the other.
struct Colon {
  Blob upper, lower;
};

bool IsDot(const Blob& blob) {
  return blob.width() <= 2 * blob.height() + 1 && blob.height() <= 2 * blob.width() + 1;
}

std::vector<Colon> FindColons(std::span<const Blob> blobs, int height) {
  std::vector<Blob> dots;
  for (const Blob& blob : blobs) {
    if (blob.height() <= height * kMaxDigit / 4 && IsDot(blob)) dots.push_back(blob);
  }
  std::ranges::sort(dots, {}, &Blob::left);
  std::vector<Colon> colons;
  for (std::size_t i = 0; i < dots.size(); ++i) {
    for (std::size_t j = i + 1; j < dots.size() && dots[j].left <= dots[i].left + 1; ++j) {
      const Blob& a = dots[i].top < dots[j].top ? dots[i] : dots[j];
      const Blob& b = dots[i].top < dots[j].top ? dots[j] : dots[i];
      const int gap = b.top - a.bottom;
      const bool alike =
          std::abs(a.width() - b.width()) <= 1 && std::abs(a.height() - b.height()) <= 1;
      if (alike && gap >= a.height() / 2 && gap <= 8 * a.height() && gap <= height * kMaxDigit / 2)
        colons.push_back({a, b});
    }
  }
  return colons;
}

// The digits that stand right beside `from`, in a row of `like`'s height; at most three.
std::vector<Blob> Beside(std::span<const Blob> digits, Blob from, const Blob& like, int direction) {
  std::vector<Blob> row;
  const double tolerance = std::max(1.5, like.height() * 0.08);
  for (bool found = true; found && row.size() < 3;) {
    found = false;
    for (const Blob& digit : digits) {
      if (!Near(digit.top, like.top, tolerance) || !Near(digit.bottom, like.bottom, tolerance))
        continue;
      const int gap = direction > 0 ? digit.left - from.right : from.left - digit.right;
      if (gap < -1 || gap > like.height() * kMaxGap) continue;
      row.push_back(digit);
      from = digit;
      found = true;
      break;
    }
  }
  return row;
}

// Where lock screens have their clock.
bool IsInPlace(const Blob& clock, const GreyImage& screen) {
  const bool centred =
      Near(clock.left + clock.right, screen.width, std::max(4.0, screen.width * 0.03));
  const bool lower_left = clock.left <= screen.width / 10 && clock.right <= screen.width / 2 &&
                          clock.top >= screen.height / 2;
  return (centred && clock.top <= screen.height * 6 / 10) || lower_left;
}

// The hours, a colon and the minutes, with nothing on either side.
bool IsClock(const Colon& colon, std::span<const Blob> digits, const GreyImage& screen) {
  const Blob middle{std::min(colon.upper.left, colon.lower.left), colon.upper.top,
                    std::max(colon.upper.right, colon.lower.right), colon.lower.bottom, 0};
  for (const Blob& first : digits) {
    const int gap = first.left - middle.right;
    if (gap < 0 || gap > first.height() * kMaxGap) continue;
    if (middle.top < first.top || middle.bottom > first.bottom + 1 ||
        middle.height() * 3 < first.height())
      continue;
    if (colon.upper.height() * 3 > first.height()) continue;
    const std::vector<Blob> minutes = Beside(digits, middle, first, 1);
    const std::vector<Blob> hours = Beside(digits, middle, first, -1);
    if (minutes.size() != 2 || hours.empty() || hours.size() > 2) continue;
    const Blob clock{hours.back().left, first.top, minutes.back().right, first.bottom, 0};
    if (IsInPlace(clock, screen)) return true;
  }
  return false;
}

// The hours above the minutes, as telephones have it.
bool IsStackedClock(const Blob& first, std::span<const Blob> digits, const GreyImage& screen) {
  if (screen.width > screen.height || first.height() * 14 < screen.height) return false;
  const std::vector<Blob> hours = Beside(digits, first, first, 1);
  if (hours.size() != 1) return false;
  const Blob both{first.left, first.top, hours.front().right, first.bottom, 0};
  return IsInPlace(both, screen) && std::ranges::any_of(digits, [&](const Blob& below) {
           const int gap = below.top - first.bottom;
           return gap > 0 && gap <= first.height() && Near(below.height(), first.height(), 1.5) &&
                  Near(below.left, first.left, first.height() / 3.0) &&
                  Beside(digits, below, below, 1).size() == 1;
         });
}

bool HasClock(const GreyImage& screen, int shade) {
  const std::vector<Blob> blobs = FindBlobs(screen, shade);
  std::vector<Blob> digits;
  for (const Blob& blob : blobs) {
    const bool tall =
        blob.height() >= screen.height * kMinDigit && blob.height() <= screen.height * kMaxDigit;
    if (tall && blob.width() <= blob.height() && blob.width() * 12 >= blob.height())
      digits.push_back(blob);
  }
  if (digits.size() < 3) return false;
  if (std::ranges::any_of(digits,
                          [&](const Blob& digit) { return IsStackedClock(digit, digits, screen); }))
    return true;
  return std::ranges::any_of(FindColons(blobs, screen.height),
                             [&](const Colon& colon) { return IsClock(colon, digits, screen); });
}

// Places on three circles about a point, as distances from it in the pixels of a picture.
class Ring {
 public:
  Ring(int radius, int width) {
    for (int i = 0; i < kAngles; ++i) {
      // Neighbours last: what is no disc is seen to be none at once.
      const double angle = 2 * std::numbers::pi * (i * 7 % kAngles) / kAngles;
      const auto at = [&](int r) {
        return std::lround(r * std::sin(angle)) * width + std::lround(r * std::cos(angle));
      };
      places_[static_cast<std::size_t>(i)] = {at(radius - 2), at(radius + 2), at(radius + 5)};
    }
  }

  // Whether there is a border all around, and outside of it a calm ground.
  bool IsAround(const std::uint8_t* point) const {
    constexpr int kBorder = 8, kCalm = 8, kMissing = 3;
    int missing = 0, restless = 0;
    for (const Place& place : places_) {
      const int outside = point[place.outside];
      missing += std::abs(point[place.inside] - outside) < kBorder;
      restless += std::abs(point[place.far] - outside) > kCalm;
      if (missing > kMissing || restless > kMissing) return false;
    }
    return true;
  }

 private:
  static constexpr int kAngles = 24;
  struct Place {
    std::ptrdiff_t inside, outside, far;
  };
  std::array<Place, kAngles> places_;
};

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

bool HasPrompt(const GreyImage& screen) {
  const int smallest = std::max(6, screen.height / 40);
  for (int radius = std::min(screen.height / 8, screen.width / 2 - 7); radius >= smallest;
       --radius) {
    const Ring ring(radius, screen.width);
    const int margin = std::max(radius + 6, screen.height / 8);
    for (int y = margin; y + radius + 6 < screen.height; ++y) {
      if (!ring.IsAround(screen.pixels.data() + std::ptrdiff_t{y} * screen.width +
                         screen.width / 2))
        continue;
      if (HasField(screen, y + radius + 2, y + radius + screen.height / 5)) return true;
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
  shapes.clock =
      std::ranges::any_of(kShades, [&screen](int shade) { return HasClock(screen, shade); });
  shapes.prompt = HasPrompt(screen);
  shapes.bar = HasBar(screen);
  shapes.plain = IsPlain(screen);
  return shapes;
}

}  // namespace nexy
