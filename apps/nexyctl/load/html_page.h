#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace nexy::load {

// A page of one file: no script, nothing from elsewhere, light or dark as the reader has it.
std::string PageOf(std::string_view title, std::string_view body);

// The first row is the head, the first cell of each other row names it.
std::string TableOf(std::string_view caption, const std::vector<std::vector<std::string>>& rows);

std::string ParagraphOf(std::string_view text);
std::string HeadingOf(std::string_view text);

}  // namespace nexy::load
