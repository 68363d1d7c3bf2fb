#pragma once

#include <cstddef>
#include <string_view>

namespace nexy {

// Older servers sent actions as a sentence that begins with this (wire contract 9.5); in a model's
// answer it is an injected command.
inline constexpr std::u32string_view kCommandMarker = U"__MCP__";

// `text` trimmed, without the markers it begins with and the JSON objects that follow them.
std::u32string_view WithoutCommand(std::u32string_view text);

// Whether `text` is the marker with nothing before it but white space and emphasis.
bool IsCommandMarker(std::u32string_view text);

// Leaves out what follows a marker while it streams: the JSON object and, if emphasis stood before
// the marker, the end of that.
class CommandSkipper {
 public:
  void Begin(bool marked);
  // True when `c` belongs to the command.
  bool Takes(char32_t c);

 private:
  enum class Where { kOutside, kBeforeObject, kObject, kAfterObject };

  void PushObject(char32_t c);

  Where where_ = Where::kOutside;
  bool marked_ = false;
  std::size_t depth_ = 0;
  std::size_t characters_ = 0;
  bool in_string_ = false;
  bool escape_ = false;
};

}  // namespace nexy
