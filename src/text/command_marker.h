#pragma once

#include <string_view>

namespace nexy {

// Older servers sent actions as a sentence that begins with this (wire contract 9.5); in a model's
// answer it is an injected command.
inline constexpr std::u32string_view kCommandMarker = U"__MCP__";

// `text` trimmed, without the markers it begins with and the JSON objects that follow them.
std::u32string_view WithoutCommand(std::u32string_view text);

// Whether `text` is the marker with nothing before it but white space and emphasis.
bool IsCommandMarker(std::u32string_view text);

}  // namespace nexy
