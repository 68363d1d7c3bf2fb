#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace nexy {

// Emphasis that a sentence opened and a later sentence of the same paragraph closes.
struct OpenEmphasis {
  bool strong = false;  // **
  bool em = false;      // *
};

struct VisibleText {
  std::vector<std::uint32_t> kept;  // Indexes of the characters that are not markup, ascending.
  bool has_code = false;            // Some of them stood in a code span and are never markup.
};

// Finds the inline Markdown of `raw`: emphasis, code spans, link and image targets, escapes. What
// only looks like markup stays (2*3, snake_case, __init__.py). `more_follows`: the paragraph goes
// on after `raw`, so that emphasis may end later.
VisibleText FindVisible(std::u32string_view raw, bool more_follows, OpenEmphasis& open);

}  // namespace nexy
