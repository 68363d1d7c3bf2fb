#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace nexy {

// A picture in cells, and what was seen in each.
struct ScreenGrid {
  static constexpr int kColumns = 32;
  static constexpr int kRows = 24;

  struct Cell {
    std::uint8_t darkest = 255, lightest = 0;
    std::uint32_t edges = 0;      // Hard borders.
    std::uint32_t text_runs = 0;  // Rows of strokes that go through it.
    std::uint32_t rough = 0;      // Pixels of texture.
    std::uint32_t pixels = 0;
  };
  std::array<Cell, static_cast<std::size_t>(kColumns* kRows)> cells{};

  const Cell& at(int column, int row) const {
    return cells[static_cast<std::size_t>(row * kColumns + column)];
  }
};

// Cells [left, right) by [top, bottom).
struct CellArea {
  int left = 0, top = 0, right = 0, bottom = 0;
  int cells() const { return (right - left) * (bottom - top); }
  bool Holds(int column, int row) const {
    return column >= left && column < right && row >= top && row < bottom;
  }
};

// The largest area whose cells are all of one shade, but for a mouse pointer.
CellArea LargestArea(const ScreenGrid& grid, int shade);

// Whether a cell has hardly more than one shade.
bool IsFlat(const ScreenGrid::Cell& cell);

}  // namespace nexy
