#include "screen/discs.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <numbers>

namespace nexy {
namespace {

// From a disc's rim: where it is still inside, outside of it, and on the ground around.
constexpr int kInside = -2, kOutside = 2, kFar = 5;
constexpr int kBorder = 8;  // Shades between inside and outside, at least.
constexpr int kCalm = 8;    // Shades between outside and far, at most.
constexpr int kRowStep = 2;
constexpr std::size_t kMostRims = 40;  // In one row; more are texture or text.

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
      places_[static_cast<std::size_t>(i)] = {at(radius + kInside), at(radius + kOutside),
                                              at(radius + kFar)};
    }
  }

  // The border's strength when there is one all around, and outside of it a calm ground; else 0.
  int StrengthAround(const std::uint8_t* point) const {
    constexpr int kMissing = 3;
    int missing = 0, restless = 0, strength = 0;
    for (const Place& place : places_) {
      const int outside = point[place.outside];
      const int step = std::abs(point[place.inside] - outside);
      strength += step;
      missing += step < kBorder;
      restless += std::abs(point[place.far] - outside) > kCalm;
      if (missing > kMissing || restless > kMissing) return 0;
    }
    return strength;
  }

 private:
  static constexpr int kAngles = 24;
  struct Place {
    std::ptrdiff_t inside, outside, far;
  };
  std::array<Place, kAngles> places_;
};

// Where a disc may begin and end in a row: a border with a calm ground on its outer side.
struct Rims {
  std::vector<int> left, right;

  void Find(const GreyImage& screen, int y) {
    left.clear();
    right.clear();
    const std::uint8_t* row = screen.pixels.data() + std::ptrdiff_t{y} * screen.width;
    for (int x = kFar; x + kFar < screen.width; ++x) {
      if (std::abs(row[x + kInside] - row[x + kOutside]) < kBorder) continue;
      if (std::abs(row[x - kFar] - row[x - 2]) <= kCalm) left.push_back(x);
      if (std::abs(row[x + kFar] - row[x + 2]) <= kCalm) right.push_back(x);
    }
  }
};

struct Found {
  Disc disc;
  int strength = 0;
};

double Distance(const Disc& a, const Disc& b) { return std::hypot(a.x - b.x, a.y - b.y); }

// The same disc is met in several rows and sizes; the strongest border is its own.
void Add(const Found& found, std::vector<Found>& all) {
  constexpr int kSame = 4;
  for (Found& known : all) {
    if (Distance(known.disc, found.disc) > kSame ||
        std::abs(known.disc.radius - found.disc.radius) > kSame)
      continue;
    if (found.strength > known.strength) known = found;
    return;
  }
  all.push_back(found);
}

// A face in a picture is none of its own.
bool IsInside(const Disc& disc, const Disc& other) {
  return disc.radius < other.radius && Distance(disc, other) <= other.radius;
}

}  // namespace

std::vector<Disc> FindDiscs(const GreyImage& screen) {
  std::vector<Found> found;
  const int smallest = std::max(6, screen.height / 40), largest = screen.height / 8;
  std::vector<Ring> rings;
  for (int radius = smallest; radius <= largest; ++radius) rings.emplace_back(radius, screen.width);
  Rims rims;
  for (int y = smallest + kFar; y + smallest + kFar < screen.height; y += kRowStep) {
    rims.Find(screen, y);
    if (std::min(rims.left.size(), rims.right.size()) > kMostRims) continue;
    for (const int left : rims.left) {
      for (const int right : rims.right) {
        const int radius = (right - left) / 2, x = (left + right) / 2;
        const int margin = radius + kFar + 1;
        if (radius < smallest || radius > largest || y < margin || y + margin >= screen.height ||
            x < margin || x + margin >= screen.width)
          continue;
        const int strength = rings[static_cast<std::size_t>(radius - smallest)].StrengthAround(
            screen.pixels.data() + std::ptrdiff_t{y} * screen.width + x);
        if (strength > 0) Add({{x, y, radius}, strength}, found);
      }
    }
  }
  std::vector<Disc> discs;
  for (const Found& one : found) {
    const auto around = [&one](const Found& other) { return IsInside(one.disc, other.disc); };
    if (std::ranges::none_of(found, around)) discs.push_back(one.disc);
  }
  return discs;
}

}  // namespace nexy
