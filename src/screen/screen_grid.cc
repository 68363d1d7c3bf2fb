#include "screen/screen_grid.h"

#include <algorithm>
#include <cstdlib>

namespace nexy {
namespace {

constexpr int kColumns = ScreenGrid::kColumns;
constexpr int kRows = ScreenGrid::kRows;
constexpr int kFlatRange = 10;
constexpr int kSameShade = 8;
constexpr std::uint32_t kPointerRuns = 2;  // A mouse pointer is hardly taken for text.

using Marks = std::array<std::array<bool, kColumns>, kRows>;

// Whether all cells around the two by two at `column`, `row` are marked; the border of the grid
// counts as marked.
bool StandsAlone(const Marks& marks, int column, int row) {
  for (int y = row - 1; y <= row + 2; ++y) {
    for (int x = column - 1; x <= column + 2; ++x) {
      const bool inside = x >= column && x < column + 2 && y >= row && y < row + 2;
      if (inside || x < 0 || y < 0 || x >= kColumns || y >= kRows) continue;
      if (!marks[static_cast<std::size_t>(y)][static_cast<std::size_t>(x)]) return false;
    }
  }
  return true;
}

void OverlookPointers(const ScreenGrid& grid, Marks& marks) {
  const Marks before = marks;
  for (int row = 0; row + 1 < kRows; ++row) {
    for (int column = 0; column + 1 < kColumns; ++column) {
      std::uint32_t runs = 0;
      for (int i = 0; i < 4; ++i) runs += grid.at(column + i % 2, row + i / 2).text_runs;
      if (runs > kPointerRuns || !StandsAlone(before, column, row)) continue;
      for (int i = 0; i < 4; ++i) {
        marks[static_cast<std::size_t>(row + i / 2)][static_cast<std::size_t>(column + i % 2)] =
            true;
      }
    }
  }
}

}  // namespace

bool IsFlat(const ScreenGrid::Cell& cell) { return cell.lightest - cell.darkest <= kFlatRange; }

CellArea LargestArea(const ScreenGrid& grid, int shade) {
  Marks marks{};
  for (int row = 0; row < kRows; ++row) {
    for (int column = 0; column < kColumns; ++column) {
      const ScreenGrid::Cell& cell = grid.at(column, row);
      marks[static_cast<std::size_t>(row)][static_cast<std::size_t>(column)] =
          IsFlat(cell) && std::abs((cell.lightest + cell.darkest) / 2 - shade) <= kSameShade;
    }
  }
  OverlookPointers(grid, marks);
  CellArea best;
  std::array<int, kColumns> above{};  // Marked cells upwards from this row.
  for (int row = 0; row < kRows; ++row) {
    for (int left = 0; left < kColumns; ++left) {
      int& height = above[static_cast<std::size_t>(left)];
      height =
          marks[static_cast<std::size_t>(row)][static_cast<std::size_t>(left)] ? height + 1 : 0;
    }
    for (int left = 0; left < kColumns; ++left) {
      int least = kRows;
      for (int right = left; right < kColumns && least > 0; ++right) {
        least = std::min(least, above[static_cast<std::size_t>(right)]);
        const CellArea area{left, row + 1 - least, right + 1, row + 1};
        if (area.cells() > best.cells()) best = area;
      }
    }
  }
  return best;
}

}  // namespace nexy
