#include "screen/reading_order.h"

#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <utility>

namespace nexy {
namespace {

// How the page is cut: a region of lines is split at its widest empty band, across or down, and
// its parts are read one after the other. This is the recursive XY-cut, with one difference: a band
// between columns counts only if there are columns, not labels beside their fields.
using Lines = std::vector<ScreenLine>;
using Iterator = Lines::iterator;

constexpr int kMinColumnRows = 3;
constexpr int kMinProseRows = 2;
constexpr int kMaxDepth = 64;

int Right(const ScreenLine& line) { return line.left + line.width; }
int Bottom(const ScreenLine& line) { return line.top + line.height; }
int Middle(const ScreenLine& line) { return line.top + line.height / 2; }

struct Cut {
  int gap = 0;     // Pixels; 0: there is none.
  Iterator where;  // The first line of the second part.
};

// The widest band that no line touches, of lines sorted by `begin`.
template <typename Begin, typename End, typename Valid>
Cut WidestCut(Iterator first, Iterator last, Begin begin, End end, Valid valid) {
  Cut best{0, last};
  int reach = end(*first);
  for (auto line = std::next(first); line != last; ++line) {
    const int gap = begin(*line) - reach;
    if (gap > best.gap && valid(line)) best = {gap, line};
    reach = std::max(reach, end(*line));
  }
  return best;
}

bool InOneRow(const ScreenLine& a, const ScreenLine& b) {
  return std::abs(Middle(a) - Middle(b)) * 2 <= std::min(a.height, b.height);
}

int CountRows(Iterator first, Iterator last) {
  Lines lines(first, last);
  std::ranges::sort(lines, {}, Middle);
  int rows = 0;
  const ScreenLine* previous = nullptr;
  for (const ScreenLine& line : lines) {
    rows += previous == nullptr || !InOneRow(*previous, line);
    previous = &line;
  }
  return rows;
}

int CountLines(Iterator first, Iterator last, auto wanted) {
  return static_cast<int>(std::count_if(first, last, wanted));
}

bool IsProse(const ScreenLine& line) { return line.width >= 14 * line.height; }

// What may be a name, a price or a time in a table.
bool IsShort(const ScreenLine& line) { return line.width <= 10 * line.height; }

// The lines of one side of a band, and how they stand beside those of the other.
struct Side {
  int lines = 0, rows = 0, prose = 0, small = 0;
  int partners = 0;  // Lines at the same height as one of the other side.
  int beside = 0;    // Lines that have one of the other side beside them.
};

Side LookAtSide(Iterator first, Iterator last, Iterator other, Iterator other_last) {
  Side side{.lines = static_cast<int>(std::distance(first, last)),
            .rows = CountRows(first, last),
            .prose = CountLines(first, last, IsProse),
            .small = CountLines(first, last, IsShort)};
  for (; first != last; ++first) {
    side.partners += std::any_of(other, other_last, [&line = *first](const ScreenLine& theirs) {
      return std::abs(Middle(line) - Middle(theirs)) * 4 <= std::min(line.height, theirs.height);
    });
    side.beside += std::any_of(other, other_last, [&line = *first](const ScreenLine& theirs) {
      return line.top < Bottom(theirs) && theirs.top < Bottom(line);
    });
  }
  return side;
}

// Prices beside their goods, times, shortcuts: each of them belongs to a line of the other side.
bool AreValues(const Side& side) { return side.partners == side.lines && side.small == side.lines; }

// Whether the parts of `first` to `last` before and from `middle` on are columns, not labels beside
// their fields, a table, or what two persons say in turn. Columns of prose are known by it.
bool AreColumns(Iterator first, Iterator middle, Iterator last, int prose_rows) {
  const Side left = LookAtSide(first, middle, middle, last);
  const Side right = LookAtSide(middle, last, first, middle);
  const int rows = std::min(left.rows, right.rows);
  if (left.prose * 2 >= left.lines && right.prose * 2 >= right.lines && left.beside > 0)
    return rows >= prose_rows;
  const bool table = (left.partners + right.partners) * 10 >= (left.lines + right.lines) * 8;
  return rows >= kMinColumnRows && left.beside > 0 && !table && !AreValues(left) &&
         !AreValues(right);
}

Cut CutBetweenColumns(Iterator first, Iterator last, int prose_rows) {
  std::stable_sort(first, last, [](const auto& a, const auto& b) { return a.left < b.left; });
  const auto begin = [](const ScreenLine& line) { return line.left; };
  return WidestCut(first, last, begin, Right,
                   [=](Iterator middle) { return AreColumns(first, middle, last, prose_rows); });
}

Cut CutBetweenRows(Iterator first, Iterator last) {
  std::stable_sort(first, last, [](const auto& a, const auto& b) { return a.top < b.top; });
  const auto begin = [](const ScreenLine& line) { return line.top; };
  return WidestCut(first, last, begin, Bottom, [](Iterator) { return true; });
}

// The widest band between columns that one of the parts above and below `rows` has for itself. A
// title bar or a toolbar would hide the band between the columns below it.
int WidestColumnGapIn(Lines first, Lines second) {
  return std::max(CutBetweenColumns(first.begin(), first.end(), kMinColumnRows).gap,
                  CutBetweenColumns(second.begin(), second.end(), kMinColumnRows).gap);
}

struct Column {
  int left = 0;
  int right = 0;
};

Column Extent(Iterator first, Iterator last) {
  Column column{first->left, Right(*first)};
  for (auto line = first; line != last; ++line) {
    column.left = std::min(column.left, line->left);
    column.right = std::max(column.right, Right(*line));
  }
  return column;
}

bool BeginsInLowerCase(const std::string& text) {
  const auto first = icu::UnicodeString::fromUTF8(
      {text.data(), static_cast<int>(std::min<std::size_t>(text.size(), 4))});
  return u_islower(first.char32At(0));
}

// Whether `line` goes on with the paragraph of `before`: close below, aligned, of the same size,
// and its first word would not have fitted into the line before.
bool Continues(const ScreenLine& before, const ScreenLine& line, Column column) {
  const int height = std::max(before.height, line.height);
  const int gap = line.top - Bottom(before);
  if (gap < -height / 2 || gap * 10 > height * 9 || InOneRow(before, line)) return false;
  if (std::abs(line.left - before.left) > 2 * height) return false;
  if (height > 2 * std::min(before.height, line.height)) return false;
  if (BeginsInLowerCase(line.text)) return true;
  const int letters = std::max<int>(1, static_cast<int>(line.text.size()));
  const int first_word = static_cast<int>(std::min(line.text.find(' '), line.text.size()));
  const int word_width = line.width * first_word / letters;
  return IsProse(before) && Right(before) + word_width + before.height / 2 >= column.right;
}

// A line that is alone at the top is the title of the window: it belongs to no column.
Iterator EndOfTitle(Iterator first, Iterator last) {
  std::stable_sort(first, last, [](const auto& a, const auto& b) { return a.top < b.top; });
  const auto next = std::next(first);
  return next == last || next->top > Bottom(*first) ? next : first;
}

class Order {
 public:
  explicit Order(std::size_t lines) { result_.reserve(lines); }

  void Add(Iterator first, Iterator last, Column column, int depth) {
    if (std::distance(first, last) > 1 && depth < kMaxDepth) {
      const Cut columns = CutBetweenColumns(first, last, kMinProseRows);
      // The other cut sorts the lines anew, so remember which ones are where.
      const Lines by_column = columns.gap > 0 ? Lines(first, last) : Lines();
      const auto in_first = columns.gap > 0 ? std::distance(first, columns.where) : 0;
      const Cut rows = CutBetweenRows(first, last);
      const bool hidden = columns.gap > rows.gap && rows.gap > 0 &&
                          WidestColumnGapIn(Lines(first, rows.where), Lines(rows.where, last)) * 2 >
                              columns.gap * 3;
      if (columns.gap > rows.gap && !hidden) {
        std::ranges::copy(by_column, first);
        const Iterator middle = first + in_first;
        Add(first, middle, Extent(first, middle), depth + 1);
        return Add(middle, last, Extent(middle, last), depth + 1);
      }
      if (rows.gap > 0) {
        Add(first, rows.where, column, depth + 1);
        return Add(rows.where, last, column, depth + 1);
      }
    }
    AddRows(first, last, column);
  }

  Lines Take() { return std::move(result_); }

 private:
  // Lines that no band parts: row by row, each from left to right.
  void AddRows(Iterator first, Iterator last, Column column) {
    std::stable_sort(first, last,
                     [](const auto& a, const auto& b) { return Middle(a) < Middle(b); });
    while (first != last) {
      auto end = std::next(first);
      while (end != last && InOneRow(*first, *end)) ++end;
      std::stable_sort(first, end, [](const auto& a, const auto& b) { return a.left < b.left; });
      for (; first != end; ++first) Append(*first, column);
    }
  }

  void Append(ScreenLine& line, Column column) {
    line.paragraph_start = result_.empty() || !Continues(result_.back(), line, column);
    result_.push_back(std::move(line));
  }

  Lines result_;
};

}  // namespace

std::vector<ScreenLine> ReadingOrder(std::vector<ScreenLine> lines) {
  if (lines.empty()) return lines;
  Order order(lines.size());
  const Column page = Extent(lines.begin(), lines.end());
  const Iterator below = EndOfTitle(lines.begin(), lines.end());
  if (below != lines.begin()) order.Add(lines.begin(), below, page, 0);
  if (below != lines.end()) order.Add(below, lines.end(), page, 0);
  return order.Take();
}

}  // namespace nexy
