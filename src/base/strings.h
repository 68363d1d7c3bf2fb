#pragma once

#include <concepts>
#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace nexy {

// Debian's Abseil has a string_view of its own, so absl::StrCat takes no std::string_view.
inline std::string_view View(std::string_view text) { return text; }
inline std::string View(std::integral auto number) { return std::to_string(number); }

// The parts (texts and whole numbers) one after the other.
template <typename... Parts>
std::string Concat(const Parts&... parts) {
  std::string result;
  (result.append(View(parts)), ...);
  return result;
}

// The message of `status` as std::string_view; valid as long as the status.
inline std::string_view MessageOf(const absl::Status& status) {
  return {status.message().data(), status.message().size()};
}

}  // namespace nexy
