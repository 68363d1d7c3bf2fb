#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "text/markup_watcher.h"

namespace nexy {

// Emphasis that a sentence opened and a later sentence of the same paragraph closes.
struct OpenEmphasis {
  bool strong = false;  // **
  bool em = false;      // *
};

struct VisibleText {
  std::u32string text;
  std::vector<std::uint32_t> origin;  // Where each of its characters stood in `raw`, ascending.
  bool has_code = false;              // Some of them stood in a code span and are never markup.
};

// Takes the inline Markdown and HTML off `raw`: emphasis, code spans, link and image targets,
// escapes, entities, tags. What only looks like markup stays (2*3, snake_case, __init__.py, "the
// <b> tag"). `more_follows`: the paragraph goes on after `raw`, so that emphasis may end later.
VisibleText FindVisible(std::u32string_view raw, bool more_follows, OpenEmphasis& open,
                        const MarkupWatcher& watcher = {});

}  // namespace nexy
