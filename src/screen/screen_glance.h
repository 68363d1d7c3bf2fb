#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "screen/grey_image.h"
#include "screen/row_sink.h"
#include "screen/screen_grid.h"
#include "screen/screen_look.h"

namespace nexy {

// The picture in a grid: a hash of the pixels of each cell, by which two pictures are compared.
struct ScreenPrint {
  static constexpr int kColumns = ScreenGrid::kColumns;
  static constexpr int kRows = ScreenGrid::kRows;

  ImageSize size;
  std::array<std::uint32_t, kColumns * kRows> cells{};
};

// How two pictures of a screen differ.
enum class ScreenChange {
  kNone,   // Not a pixel.
  kClock,  // Only in a corner where systems show the time.
  kSome,
};
ScreenChange Compare(const ScreenPrint& before, const ScreenPrint& after);

// One look at a picture while it is decoded: what it is at first sight, and its print. It sees
// every byte for the print, and of each row as many pixels, of as many rows, as text cannot hide
// between.
class ScreenGlance final : public RowSink {
 public:
  void Begin(ImageSize size, PixelFormat format) override;
  void Row(int y, std::span<const std::uint8_t> pixels) override;
  void Extra(int y, std::span<const std::uint8_t> bytes) override;

  // When the last row was shown; kOrdinary when none was.
  ScreenLook look() const;
  ScreenPrint print() const;

  // What the rules work with; for tests and for choosing the rules.
  struct Figures {
    ImageSize size;
    double main_shade = 0;  // 0 black, 255 white: the shade of most pixels.
    double main_share = 0;  // Of the pixels, those within a few shades of it.
    double mean = 0;
    double range = 0;         // Between the darkest and the lightest shade, stray pixels left out.
    int text_rows = 0;        // Runs of strokes in sampled rows, all over.
    int text_cells = 0;       // Cells with such runs.
    int rough_cells = 0;      // Cells with texture, as photographs have.
    int light_text_rows = 0;  // Runs that are lighter than what they stand on.
    int loose_edges = 0;      // Borders that do not go on straight from the row above: no frames.
    // Text rows on the main shade, those above a bar over the area below left out.
    int text_on_main = 0;
    ScreenGrid grid;
    CellArea area;  // The largest of the main shade.
  };
  Figures figures() const;
  // The picture as a few hundred rows of single pixels: enough for its big shapes.
  const GreyImage& sketch() const { return sketch_; }

 private:
  void Hash(int y, std::span<const std::uint8_t> bytes);
  void Sample(const std::uint8_t* pixels);
  template <PixelFormat format>
  void SampleAs(const std::uint8_t* pixel);
  void CountShades(int y);
  void FindSteps();
  void FindStrokes(int y);
  void Probe();
  void Widen();
  void Sketch();
  void EndGridRow(std::size_t row);
  bool IsLoose(std::size_t x);
  int CountTextOnMain(int main, const CellArea& area) const;
  void EndRun(int y, std::size_t begin, std::size_t end, int edges, bool lighter);

  ImageSize size_;
  PixelFormat format_ = PixelFormat::kGrey;
  int row_step_ = 1, column_step_ = 1;
  int sketch_step_ = 1;
  int rows_seen_ = 0;
  GreyImage sketch_;
  std::vector<std::uint8_t> sample_;   // Shades of the sampled pixels of one row.
  std::vector<std::int8_t> steps_;     // Of the same, from each to the next.
  std::vector<std::uint8_t> columns_;  // Of the grid, for each of them.
  std::vector<std::uint8_t> darkest_,
      lightest_;  // Of each sampled column, in this row of the grid.
  // Of the sampled pixels; in four, because counting the same shade again waits for the last time.
  std::array<std::array<std::uint32_t, 256>, 4> shades_{};
  struct TextRow {
    int y = 0;
    std::uint8_t ground = 0;  // The shade before its first stroke.
  };
  std::vector<TextRow> text_;
  static constexpr std::size_t kProbes = 4;
  std::vector<std::array<std::uint8_t, kProbes>> probes_;  // A few shades of each sampled row.
  ScreenGrid grid_;
  std::array<std::uint64_t, ScreenPrint::kColumns * ScreenPrint::kRows> hashes_{};
  int text_rows_ = 0, light_text_rows_ = 0, loose_edges_ = 0;
  std::vector<std::uint32_t> edges_above_, edges_here_;  // Of two sampled rows, from left to right.
  std::size_t above_ = 0;  // The first of `edges_above_` that may meet the next border.
};

}  // namespace nexy
