#pragma once

#include <string_view>

#include "absl/strings/ascii.h"

namespace nexy {

inline bool EndsLikeASentence(std::string_view text) {
  for (std::string_view end : {".", "!", "?", "…", "。", "！", "？", "।"}) {
    if (text.ends_with(end)) return true;
  }
  return false;
}

// "It costs 3." may have been going to be 3.50.
inline bool IsSurelyWhole(std::string_view sentence) {
  const bool after_digit =
      sentence.size() > 1 && absl::ascii_isdigit(static_cast<unsigned char>(sentence.end()[-2]));
  return EndsLikeASentence(sentence) && !after_digit;
}

}  // namespace nexy
