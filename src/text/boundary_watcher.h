#pragma once

#include <functional>
#include <string_view>

namespace nexy {

// Told of each place where a sentence ends or might have ended: what stands before it in the
// unfinished sentence, and the rule that decided.
using BoundaryWatcher =
    std::function<void(std::u32string_view before, bool boundary, std::string_view rule)>;

}  // namespace nexy
