#include "screen/big_clock.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
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
std::optional<Blob> ClockAt(const Colon& colon, std::span<const Blob> digits,
                            const GreyImage& screen) {
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
    if (IsInPlace(clock, screen)) return clock;
  }
  return std::nullopt;
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

// A line of a dozen letters and signs close above or below the digits, and as much in the middle.
bool HasDate(const Blob& clock, std::span<const Blob> blobs, const GreyImage& screen) {
  constexpr int kLetters = 7;  // Neighbours may be one in a small copy.
  for (const bool above : {false, true}) {
    const int top = above ? clock.top - clock.height() * 3 / 4 : clock.bottom;
    const int bottom = above ? clock.top : clock.bottom + clock.height();
    int letters = 0, left = screen.width, right = 0, first = bottom, last = top;
    for (const Blob& blob : blobs) {
      if (blob.top < top || blob.bottom > bottom || 2 * blob.height() > clock.height()) continue;
      ++letters;
      left = std::min(left, blob.left);
      right = std::max(right, blob.right);
      first = std::min(first, blob.top);
      last = std::max(last, blob.bottom);
    }
    const bool one_line =
        last - first <= clock.height() / 2 && (right - left) * 5 >= clock.width() * 3;
    const bool beside = Near(left + right, clock.left + clock.right, screen.width * 0.04) ||
                        Near(left, clock.left, clock.height() / 3.0);
    if (letters >= kLetters && one_line && beside) return true;
  }
  return false;
}

std::optional<BigClock> FindClock(const GreyImage& screen, int shade) {
  const std::vector<Blob> blobs = FindBlobs(screen, shade);
  std::vector<Blob> digits;
  for (const Blob& blob : blobs) {
    const bool tall =
        blob.height() >= screen.height * kMinDigit && blob.height() <= screen.height * kMaxDigit;
    if (tall && blob.width() <= blob.height() && blob.width() * 12 >= blob.height())
      digits.push_back(blob);
  }
  if (digits.size() < 3) return std::nullopt;
  for (const Colon& colon : FindColons(blobs, screen.height)) {
    if (const auto clock = ClockAt(colon, digits, screen))
      return BigClock{.dated = HasDate(*clock, blobs, screen)};
  }
  if (std::ranges::any_of(digits,
                          [&](const Blob& digit) { return IsStackedClock(digit, digits, screen); }))
    return BigClock{};
  return std::nullopt;
}

}  // namespace

std::optional<BigClock> FindBigClock(const GreyImage& screen) {
  std::optional<BigClock> clock;
  for (const int shade : kShades) {
    const auto found = FindClock(screen, shade);
    if (found && (!clock || found->dated)) clock = found;
    if (clock && clock->dated) break;
  }
  return clock;
}

}  // namespace nexy
