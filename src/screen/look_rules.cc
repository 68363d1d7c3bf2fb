#include "screen/look_rules.h"

#include <algorithm>

#include "screen/lock_shapes.h"

namespace nexy {
namespace {

constexpr int kColumns = ScreenGrid::kColumns;
constexpr int kRows = ScreenGrid::kRows;
constexpr int kCells = kColumns * kRows;

constexpr int kMinSide = 100;      // A window with a readable sentence is bigger.
constexpr int kMinTextRows = 3;    // The smallest letters are met by as many rows.
constexpr double kSameShade = 12;  // Noise of a lossy picture included.
constexpr double kBlackShade = 16;
constexpr int kPointerEdges = 60;  // A mouse pointer has fewer.
constexpr int kFewEdges = 250;     // Buttons of a window frame, a spinner.
constexpr int kFewRoughCells = 60;
constexpr int kFewSoftCells = 64;  // Shadows of windows; photographs have more.
constexpr int kSoftRange = 32;
constexpr int kClockColumn = 10;  // Clocks stand from here on, prompts at the left.
constexpr int kClockCells = 12;
constexpr int kHollowCells = kCells * 78 / 100;  // Of a window that fills the screen.
constexpr int kWindowCells = kCells * 47 / 100;  // Of one in front of a wallpaper.
constexpr int kTitleCells = 12;  // Of the window and of bars; a program has more to say.
constexpr int kTitleRows = 3;
constexpr double kAlmostAll = 0.985;  // Of the pixels: what is left may be a big mouse pointer.
constexpr int kBlobCells = 4;
constexpr int kTopRows = 2, kLeftColumns = 8;
constexpr double kLockedShade = 180;
constexpr int kLockedTextCells = 48;
constexpr int kLightLockedTextCells = 32;
constexpr int kClockTextCells = 40;  // A clock, a date, a hint and a corner of signs.
constexpr std::uint32_t kBusyEdges = 4;
constexpr int kRingCells = 40;                  // Busy ones: the ring itself and a few signs.
constexpr int kRingFlatCells = kCells * 2 / 5;  // A paused video's button has fewer around it.
constexpr int kCardCells = 60;                  // A dialog's.
constexpr int kCardTextCells = 24;              // A card asks for one thing; dialogs say more.
constexpr int kPhotoTextCells = 160;
constexpr int kPhotoFlatCells = kCells / 4;

int CountCells(const ScreenGrid& grid, auto wanted) {
  return static_cast<int>(std::ranges::count_if(grid.cells, wanted));
}

bool HasText(const ScreenGrid::Cell& cell) { return cell.text_runs >= 2; }

// Soft changes of the shade, which gradients do not have and photographs do.
bool IsSoft(const ScreenGrid::Cell& cell) {
  return cell.lightest - cell.darkest >= kSoftRange && cell.edges == 0;
}

// One shade, and in its first or last row no more than a clock or a few signs.
bool HasOnlyAClock(const ScreenGlance::Figures& seen, const CellArea& area) {
  if (area.left > 0 || area.right < kColumns - 1 || area.top > 1 || area.bottom < kRows - 1)
    return false;
  int text_cells = 0;
  for (int row = 0; row < kRows; ++row) {
    for (int column = 0; column < kColumns; ++column) {
      if (seen.grid.at(column, row).text_runs == 0) continue;
      if (column < kClockColumn || (row > 0 && row + 1 < kRows)) return false;
      ++text_cells;
    }
  }
  return text_cells <= kClockCells;
}

struct TextAround {
  int title = 0;  // Cells above the window's area.
  int other = 0;  // Elsewhere, menu and task bars left out.
};

TextAround FindText(const ScreenGrid& grid, const CellArea& area) {
  const CellArea title{area.left - 1, area.top - kTitleRows, area.right + 1, area.top};
  TextAround text;
  for (int row = 1; row + 1 < kRows; ++row) {
    for (int column = 0; column < kColumns; ++column) {
      if (!HasText(grid.at(column, row))) continue;
      ++(title.Holds(column, row) ? text.title : text.other);
    }
  }
  return text;
}

bool StandsFree(const CellArea& area) {
  return (area.left > 0) + (area.top > 0) + (area.right < kColumns) + (area.bottom < kRows) >= 3;
}

// A window of nothing: one shade nearly all over, and text only on bars of another.
ScreenLook LookOfHollow(const ScreenGlance::Figures& seen, const CellArea& area) {
  if (seen.text_on_main >= kMinTextRows) return ScreenLook::kOrdinary;
  const TextAround text = FindText(seen.grid, area);
  // What stands beside the bars may be a message in front of an empty desktop.
  if (area.cells() >= kHollowCells)
    return text.other == 0 ? ScreenLook::kEmpty : ScreenLook::kPerhapsEmpty;
  if (area.cells() < kWindowCells || !StandsFree(area)) return ScreenLook::kOrdinary;
  if (seen.text_cells - text.other > kTitleCells) return ScreenLook::kOrdinary;
  if (text.other == 0) return ScreenLook::kEmpty;
  // A photograph behind the window may look like text.
  const int flat = CountCells(seen.grid, IsFlat) - area.cells();
  return flat * 4 <= kCells - area.cells() ? ScreenLook::kPerhapsEmpty : ScreenLook::kOrdinary;
}

// A telephone's, held upright.
bool IsUpright(ImageSize size) { return size.height > size.width; }

// Menus and the names of tabs and folders.
bool HasTextAtTopLeft(const ScreenGrid& grid) {
  for (int row = 0; row < kTopRows; ++row) {
    for (int column = 0; column < kLeftColumns; ++column) {
      if (HasText(grid.at(column, row))) return true;
    }
  }
  return false;
}

// By shapes alone. A page may have a clock or a person's picture and a field too, but stands in a
// window with bars; and what stands in front of one colour may be a program's, but for a clock that
// has a date and hardly anything else beside it. Below a system's panel, only a prompt is sure.
bool IsLocked(const ScreenGlance::Figures& seen, const GreyImage& sketch) {
  const LockShapes shapes = FindLockShapes(sketch);
  if (shapes.bar) return false;
  if (shapes.panel) return shapes.prompt && !HasTextAtTopLeft(seen.grid);
  if (shapes.clock && !shapes.plain) return true;
  if (shapes.dated && seen.text_cells <= kClockTextCells) return true;
  const int busy = CountCells(seen.grid, [](const auto& cell) { return cell.edges >= kBusyEdges; });
  if (shapes.ring && busy <= kRingCells && CountCells(seen.grid, IsFlat) >= kRingFlatCells)
    return true;
  if (!IsUpright(seen.size) && HasTextAtTopLeft(seen.grid)) return false;
  return shapes.prompt || (shapes.card && busy <= kCardCells && seen.text_cells <= kCardTextCells);
}

bool MayBeLocked(const ScreenGlance::Figures& seen) {
  const bool light_on_dark =
      seen.light_text_rows * 10 >= seen.text_rows * 8 && seen.mean <= kLockedShade;
  // The cells of an upright screen are narrow.
  const int most =
      (light_on_dark ? kLockedTextCells : kLightLockedTextCells) * (IsUpright(seen.size) ? 2 : 1);
  if (seen.text_cells <= most) return true;
  return seen.text_cells <= kPhotoTextCells && CountCells(seen.grid, IsFlat) <= kPhotoFlatCells;
}

}  // namespace

std::string_view ScreenLookToken(ScreenLook look) {
  switch (look) {
    case ScreenLook::kOrdinary:
      return "ordinary";
    case ScreenLook::kTooSmall:
      return "too_small";
    case ScreenLook::kBlack:
      return "black";
    case ScreenLook::kBlank:
      return "blank";
    case ScreenLook::kEmpty:
      return "empty";
    case ScreenLook::kPerhapsBlack:
      return "perhaps_black";
    case ScreenLook::kPerhapsBlank:
      return "perhaps_blank";
    case ScreenLook::kPerhapsEmpty:
      return "perhaps_empty";
    case ScreenLook::kPerhapsLocked:
      return "perhaps_locked";
    case ScreenLook::kLocked:
      return "locked";
  }
  return "";
}

// In the order of certainty. The bounds stand well between the two kinds of rendered screens that
// tests/screens compares.
ScreenLook LookOf(const ScreenGlance::Figures& seen, const GreyImage& sketch) {
  if (std::min(seen.size.width, seen.size.height) < kMinSide) return ScreenLook::kTooSmall;
  const bool no_text = seen.text_rows < kMinTextRows;
  const ScreenLook blank = seen.mean <= kBlackShade ? ScreenLook::kBlack : ScreenLook::kBlank;
  if (no_text && seen.range <= kSameShade && seen.loose_edges <= kPointerEdges) return blank;
  const bool calm = seen.loose_edges <= kFewEdges && seen.rough_cells <= kFewRoughCells;
  if (IsLocked(seen, sketch)) return ScreenLook::kLocked;
  if (no_text && calm && CountCells(seen.grid, IsSoft) <= kFewSoftCells) return ScreenLook::kEmpty;
  if (HasOnlyAClock(seen, seen.area))
    return blank == ScreenLook::kBlack ? blank : ScreenLook::kEmpty;
  if (const ScreenLook look = LookOfHollow(seen, seen.area); look != ScreenLook::kOrdinary)
    return look;
  if (seen.main_share >= kAlmostAll && !no_text && seen.text_cells <= kBlobCells) {
    return blank == ScreenLook::kBlack ? ScreenLook::kPerhapsBlack : ScreenLook::kPerhapsBlank;
  }
  return MayBeLocked(seen) ? ScreenLook::kPerhapsLocked : ScreenLook::kOrdinary;
}

}  // namespace nexy
