#pragma once

#include <functional>
#include <string_view>

namespace nexy {

// Told of markup that is taken off an answer: what was written, what stands there instead (often
// nothing), and the rule.
using MarkupWatcher = std::function<void(std::u32string_view written, std::u32string_view instead,
                                         std::string_view rule)>;

}  // namespace nexy
