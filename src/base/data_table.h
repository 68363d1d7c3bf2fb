#pragma once

#include <functional>
#include <string_view>
#include <vector>

namespace nexy {

using DataRow = std::vector<std::string_view>;

// Calls `take` with the tab-separated columns of each line of an embedded table; comments (#) and
// empty lines are left out, missing columns up to the fourth are empty.
void ForEachRow(std::string_view table, const std::function<void(const DataRow&)>& take);

// Calls `take` with each space-separated word.
void ForEachWord(std::string_view words, const std::function<void(std::string_view)>& take);

}  // namespace nexy
