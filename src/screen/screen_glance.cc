#include "screen/screen_glance.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <cstring>

#include "screen/byte_hash.h"
#include "screen/look_rules.h"

namespace nexy {
namespace {

constexpr int kColumns = ScreenPrint::kColumns;
constexpr int kRows = ScreenPrint::kRows;

// Enough rows that every line of letters is met several times, enough columns that strokes are
// seen.
constexpr int kSampledRows = 540;
constexpr int kSampledColumns = 1920;
constexpr int kShadesEvery = 4;     // Sampled rows: shades and texture change little between two.
constexpr int kSketchedRows = 270;  // At least.

constexpr int kEdge = 24;       // Neighbouring shades that differ by this are a stroke's border.
constexpr int kRunEdges = 8;    // Borders close to each other in a row that make it text.
constexpr int kRough = 8;       // Bend of the shade that is texture, neither gradient nor noise.
constexpr int kLikeMain = 6;    // Shades taken for the main one.
constexpr int kLikeGround = 6;  // The same where a bar is told from a page.
constexpr std::size_t kMaxTextRows = 20'000;  // Remembered with the shade they stand on.

std::size_t Channels(PixelFormat format) {
  switch (format) {
    case PixelFormat::kGrey:
    case PixelFormat::kVideoGrey:
      return 1;
    case PixelFormat::kGreyAlpha:
      return 2;
    case PixelFormat::kRgb:
      return 3;
    case PixelFormat::kRgba:
      return 4;
  }
  return 1;
}

std::uint8_t OverWhite(int shade, int alpha) {
  return static_cast<std::uint8_t>((shade * alpha + 255 * (255 - alpha)) / 255);
}

int Luma(const std::uint8_t* rgb) { return (77 * rgb[0] + 150 * rgb[1] + 29 * rgb[2]) >> 8; }

constexpr std::array<std::uint8_t, 256> MakeFullRange() {
  std::array<std::uint8_t, 256> shades{};
  for (int shade = 0; shade < 256; ++shade) {
    shades[static_cast<std::size_t>(shade)] =
        static_cast<std::uint8_t>(std::clamp((shade - 16) * 255 / 219, 0, 255));
  }
  return shades;
}
constexpr std::array<std::uint8_t, 256> kFullRange = MakeFullRange();

std::uint8_t Shade(const std::uint8_t* pixel, PixelFormat format) {
  switch (format) {
    case PixelFormat::kGrey:
      return pixel[0];
    case PixelFormat::kVideoGrey:
      return kFullRange[pixel[0]];
    case PixelFormat::kGreyAlpha:
      return OverWhite(pixel[0], pixel[1]);
    case PixelFormat::kRgb:
      return static_cast<std::uint8_t>(Luma(pixel));
    case PixelFormat::kRgba:
      return OverWhite(Luma(pixel), pixel[3]);
  }
  return 0;
}

// The shade of the pixels before `begin`, those next to it left out: a lossy picture ripples there.
std::uint8_t GroundBefore(const std::vector<std::uint8_t>& sample, std::size_t begin) {
  const std::size_t last = begin - std::min<std::size_t>(begin, 2);
  const std::size_t first = last - std::min<std::size_t>(last, 5);
  int sum = 0;
  for (std::size_t x = first; x <= last; ++x) sum += sample[x];
  return static_cast<std::uint8_t>(sum / static_cast<int>(last - first + 1));
}

std::size_t GridRow(int y, ImageSize size) {
  return static_cast<std::size_t>(
      std::min<std::int64_t>(std::int64_t{y} * kRows / size.height, kRows - 1));
}

// The column of the grid that each of `width` sampled pixels is in.
std::vector<std::uint8_t> ColumnsOf(std::size_t width) {
  std::vector<std::uint8_t> columns;
  for (std::size_t x = 0; x < width; ++x)
    columns.push_back(static_cast<std::uint8_t>(((x + 1) * kColumns - 1) / width));
  return columns;
}

// Where systems show the time: the right fifth of the first and last row.
bool IsClockCell(int column, int row) {
  return (row == 0 || row == kRows - 1) && column >= kColumns * 4 / 5;
}

}  // namespace

ScreenChange Compare(const ScreenPrint& before, const ScreenPrint& after) {
  if (before.size.width != after.size.width || before.size.height != after.size.height) {
    return ScreenChange::kSome;
  }
  ScreenChange change = ScreenChange::kNone;
  for (int row = 0; row < kRows; ++row) {
    for (int column = 0; column < kColumns; ++column) {
      const auto at = static_cast<std::size_t>(row * kColumns + column);
      if (before.cells[at] == after.cells[at]) continue;
      if (!IsClockCell(column, row)) return ScreenChange::kSome;
      change = ScreenChange::kClock;
    }
  }
  return change;
}

void ScreenGlance::Begin(ImageSize size, PixelFormat format) {
  *this = ScreenGlance();
  size_ = size;
  format_ = format;
  row_step_ = std::max(1, size.height / kSampledRows);
  column_step_ = std::max(1, size.width / kSampledColumns);
  sample_.resize(static_cast<std::size_t>((size.width + column_step_ - 1) / column_step_));
  steps_.resize(sample_.size());
  columns_ = ColumnsOf(sample_.size());
  sketch_step_ = row_step_ * std::max(1, size.height / row_step_ / kSketchedRows);
  sketch_ = {size.width / sketch_step_, 0, {}};
  darkest_.assign(sample_.size(), 255);
  lightest_.assign(sample_.size(), 0);
}

void ScreenGlance::Row(int y, std::span<const std::uint8_t> pixels) {
  ++rows_seen_;
  Hash(y, pixels);
  if (y % row_step_ == 0) {
    Sample(pixels.data());
    if (y / row_step_ % kShadesEvery == 0) CountShades(y);
    FindStrokes(y);
    Probe();
    Widen();
  }
  if (y % sketch_step_ == 0) Sketch();
  if (y + 1 == size_.height || GridRow(y, size_) != GridRow(y + 1, size_))
    EndGridRow(GridRow(y, size_));
}

// Takes the sample into the ranges of its pixels; sixteen at a time, which the compiler does at
// once.
void ScreenGlance::Widen() {
  constexpr std::size_t kLanes = 16;
  std::size_t x = 0;
  for (; x + kLanes <= sample_.size(); x += kLanes) {
    const std::uint8_t* here = sample_.data() + x;
    std::uint8_t* darkest = darkest_.data() + x;
    std::uint8_t* lightest = lightest_.data() + x;
    std::array<std::uint8_t, kLanes> least, most;
    for (std::size_t i = 0; i < kLanes; ++i) least[i] = std::min(darkest[i], here[i]);
    for (std::size_t i = 0; i < kLanes; ++i) most[i] = std::max(lightest[i], here[i]);
    std::memcpy(darkest, least.data(), kLanes);
    std::memcpy(lightest, most.data(), kLanes);
  }
  for (; x < sample_.size(); ++x) {
    darkest_[x] = std::min(darkest_[x], sample_[x]);
    lightest_[x] = std::max(lightest_[x], sample_[x]);
  }
}

void ScreenGlance::Sketch() {
  ++sketch_.height;
  for (int x = 0; x < sketch_.width; ++x)
    sketch_.pixels.push_back(sample_[static_cast<std::size_t>(x * sketch_step_ / column_step_)]);
}

void ScreenGlance::EndGridRow(std::size_t row) {
  const std::size_t width = sample_.size();
  for (std::size_t column = 0; column < kColumns; ++column) {
    ScreenGrid::Cell& cell = grid_.cells[row * kColumns + column];
    for (std::size_t x = width * column / kColumns; x < width * (column + 1) / kColumns; ++x) {
      cell.darkest = std::min(cell.darkest, darkest_[x]);
      cell.lightest = std::max(cell.lightest, lightest_[x]);
    }
  }
  std::ranges::fill(darkest_, std::uint8_t{255});
  std::ranges::fill(lightest_, std::uint8_t{0});
}

void ScreenGlance::Extra(int y, std::span<const std::uint8_t> bytes) { Hash(y, bytes); }

void ScreenGlance::Hash(int y, std::span<const std::uint8_t> bytes) {
  const std::size_t row = GridRow(y, size_);
  for (std::size_t column = 0; column < kColumns; ++column) {
    const std::size_t begin = bytes.size() * column / kColumns;
    const std::size_t end = bytes.size() * (column + 1) / kColumns;
    std::uint64_t& hash = hashes_[row * kColumns + column];
    hash = MixHash(hash, HashBytes(bytes.subspan(begin, end - begin)));
  }
}

template <PixelFormat format>
void ScreenGlance::SampleAs(const std::uint8_t* pixel) {
  const std::size_t step = Channels(format) * static_cast<std::size_t>(column_step_);
  for (std::uint8_t& shade : sample_) {
    shade = Shade(pixel, format);
    pixel += step;
  }
}

// One loop for each format, so that no pixel is asked for it.
void ScreenGlance::Sample(const std::uint8_t* pixels) {
  switch (format_) {
    case PixelFormat::kGrey:
      return SampleAs<PixelFormat::kGrey>(pixels);
    case PixelFormat::kVideoGrey:
      return SampleAs<PixelFormat::kVideoGrey>(pixels);
    case PixelFormat::kGreyAlpha:
      return SampleAs<PixelFormat::kGreyAlpha>(pixels);
    case PixelFormat::kRgb:
      return SampleAs<PixelFormat::kRgb>(pixels);
    case PixelFormat::kRgba:
      return SampleAs<PixelFormat::kRgba>(pixels);
  }
}

// How often each shade is there, and texture.
void ScreenGlance::CountShades(int y) {
  const std::size_t width = sample_.size();
  const std::size_t row = GridRow(y, size_);
  for (std::size_t column = 0; column < kColumns; ++column) {
    ScreenGrid::Cell& cell = grid_.cells[row * kColumns + column];
    const std::size_t begin = width * column / kColumns, end = width * (column + 1) / kColumns;
    std::uint32_t rough = 0;
    for (std::size_t x = begin; x < end; ++x) ++shades_[x % 4][sample_[x]];
    for (std::size_t x = std::max<std::size_t>(begin, 2); x < end; ++x)
      rough += std::abs(sample_[x] - 2 * sample_[x - 1] + sample_[x - 2]) >= kRough;
    cell.rough += rough;
    cell.pixels += static_cast<std::uint32_t>(end - begin);
  }
}

// Which way each pixel of the sample differs from the one before it: lighter, darker or hardly.
// Sixteen at a time, which the compiler does at once.
void ScreenGlance::FindSteps() {
  constexpr std::size_t kLanes = 16;
  const auto step_at = [](const std::uint8_t* pixel) {
    const int step = pixel[0] - pixel[-1];
    return static_cast<std::int8_t>((step >= kEdge) - (step <= -kEdge));
  };
  std::size_t x = 1;
  for (; x + kLanes <= sample_.size(); x += kLanes) {
    std::array<std::int8_t, kLanes> steps;
    for (std::size_t i = 0; i < kLanes; ++i) steps[i] = step_at(sample_.data() + x + i);
    std::memcpy(steps_.data() + x, steps.data(), kLanes);
  }
  for (; x < sample_.size(); ++x) steps_[x] = step_at(sample_.data() + x);
}

// Runs of strokes.
void ScreenGlance::FindStrokes(int y) {
  FindSteps();
  const std::size_t width = sample_.size();
  const std::size_t reach = std::max<std::size_t>(8, width / 64);  // From one stroke to the next.
  ScreenGrid::Cell* const cells = grid_.cells.data() + GridRow(y, size_) * kColumns;
  std::size_t run_begin = 0, last_edge = 0;
  int edges = 0, last_step = 0;
  bool lighter = false;
  for (std::size_t x = 2; x < width; ++x) {
    if (std::uint64_t next = 0; x + sizeof(next) <= width) {
      std::memcpy(&next, steps_.data() + x, sizeof(next));
      if (next == 0) {  // Nothing for eight pixels.
        last_step = 0;
        x += sizeof(next) - 1;
        continue;
      }
    }
    const int step = steps_[x];
    const bool begins = step != 0 && step != last_step;  // A soft border is one.
    last_step = step;
    if (!begins) continue;
    ++cells[columns_[x]].edges;
    if (edges > 0 && x - last_edge > reach) {
      EndRun(y, run_begin, last_edge, edges, lighter);
      edges = 0;
    }
    if (edges++ == 0) {
      run_begin = x;
      lighter = step > 0;
    }
    last_edge = x;
    loose_edges_ += IsLoose(x);
    edges_here_.push_back(static_cast<std::uint32_t>(x));
  }
  if (edges > 0) EndRun(y, run_begin, last_edge, edges, lighter);
  edges_above_.swap(edges_here_);
  edges_here_.clear();
  above_ = 0;
}

// A few shades of the row, by which bars are told from pages.
void ScreenGlance::Probe() {
  const std::size_t width = sample_.size();
  probes_.push_back({sample_[width / 20], sample_[width * 7 / 20], sample_[width * 13 / 20],
                     sample_[width * 19 / 20]});
}

// Whether no border in the row above goes on at `x`; asked from left to right.
bool ScreenGlance::IsLoose(std::size_t x) {
  while (above_ < edges_above_.size() && edges_above_[above_] + 1 < x) ++above_;
  return above_ == edges_above_.size() || edges_above_[above_] > x + 1;
}

void ScreenGlance::EndRun(int y, std::size_t begin, std::size_t end, int edges, bool lighter) {
  if (edges < kRunEdges) return;
  ++text_rows_;
  light_text_rows_ += lighter;
  if (text_.size() < kMaxTextRows) text_.push_back({y, GroundBefore(sample_, begin)});
  const std::size_t width = sample_.size();
  const std::size_t row = GridRow(y, size_);
  for (std::size_t column = begin * kColumns / width; column <= end * kColumns / width; ++column) {
    ++grid_.cells[row * kColumns + column].text_runs;
  }
}

ScreenGlance::Figures ScreenGlance::figures() const {
  Figures figures;
  std::array<std::uint64_t, 256> shades{};
  std::uint64_t all = 0, sum = 0;
  for (std::size_t shade = 0; shade < shades.size(); ++shade) {
    for (const auto& some : shades_) shades[shade] += some[shade];
    all += shades[shade];
    sum += shade * shades[shade];
  }
  if (all == 0) return figures;
  const auto main = std::ranges::max_element(shades) - shades.begin();
  std::uint64_t like_main = 0;
  for (std::ptrdiff_t shade = std::max<std::ptrdiff_t>(0, main - kLikeMain);
       shade <= std::min<std::ptrdiff_t>(255, main + kLikeMain); ++shade) {
    like_main += shades[static_cast<std::size_t>(shade)];
  }
  // A mouse pointer or a few faulty pixels do not make a picture: one in a thousand at each end.
  const std::uint64_t stray = all / 1000;
  std::size_t darkest = 0, lightest = 255;
  for (std::uint64_t seen = shades[0]; seen <= stray && darkest < 255; seen += shades[darkest])
    ++darkest;
  for (std::uint64_t seen = shades[255]; seen <= stray && lightest > 0; seen += shades[lightest])
    --lightest;
  figures.main_shade = static_cast<double>(main);
  figures.main_share = static_cast<double>(like_main) / static_cast<double>(all);
  figures.mean = static_cast<double>(sum) / static_cast<double>(all);
  figures.range = lightest > darkest ? static_cast<double>(lightest - darkest) : 0;
  figures.text_rows = text_rows_;
  figures.light_text_rows = light_text_rows_;
  figures.loose_edges = loose_edges_;
  figures.size = size_;
  figures.grid = grid_;
  figures.area = LargestArea(grid_, static_cast<int>(main));
  figures.text_on_main = CountTextOnMain(static_cast<int>(main), figures.area);
  for (const ScreenGrid::Cell& cell : grid_.cells) {
    figures.text_cells += cell.text_runs >= 2;
    figures.rough_cells += cell.rough * 50 > cell.pixels;
  }
  return figures;
}

// A bar is a row with another shade from side to side. What stands on the main shade above the last
// bar over the area, as the name of a tab does, is a title.
int ScreenGlance::CountTextOnMain(int main, const CellArea& area) const {
  const auto like = [](int a, int b) { return std::abs(a - b) <= kLikeGround; };
  const int area_top = area.top * size_.height / kRows;
  int last_bar = -1;
  for (std::size_t row = 0; row < probes_.size(); ++row) {
    const int y = static_cast<int>(row) * row_step_;
    const auto is_bar = [&](int probe) {
      return !like(probe, main) && std::ranges::count_if(probes_[row], [&](int other) {
                                     return like(probe, other);
                                   }) >= 3;
    };
    if (y < area_top && std::ranges::any_of(probes_[row], is_bar)) last_bar = y;
  }
  return static_cast<int>(std::ranges::count_if(
      text_, [&](const TextRow& text) { return text.y > last_bar && like(text.ground, main); }));
}

ScreenLook ScreenGlance::look() const {
  return rows_seen_ == 0 ? ScreenLook::kOrdinary : LookOf(figures(), sketch_);
}

ScreenPrint ScreenGlance::print() const {
  ScreenPrint print{size_, {}};
  std::ranges::transform(hashes_, print.cells.begin(),
                         [](std::uint64_t hash) { return static_cast<std::uint32_t>(hash >> 32); });
  return print;
}

}  // namespace nexy
