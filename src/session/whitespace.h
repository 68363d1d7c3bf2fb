#pragma once

#include <string_view>
#include <vector>

namespace nexy {

// Whitespace is what Unicode's White_Space property says; bytes that are no UTF-8 are not.

bool IsBlank(std::string_view text);  // Empty or only whitespace.

// The runs of non-whitespace of `text`, in order; views into `text`.
std::vector<std::string_view> Words(std::string_view text);

bool BeginsWithWhitespace(std::string_view text);
bool EndsWithWhitespace(std::string_view text);

}  // namespace nexy
