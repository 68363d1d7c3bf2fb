#pragma once

#include <memory>
#include <string>
#include <utility>

#include "screen/screenshot.h"

namespace nexy {

inline constexpr std::size_t kPictureBytes = 67;  // The smallest one that Picture() makes.

// A valid picture of `bytes` bytes, for tests: a black pixel as PNG with padding at its end.
inline std::shared_ptr<const Screenshot> Picture(std::size_t bytes = kPictureBytes) {
  std::string png(
      "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\0\0\0\0:~\x9bU"
      "\0\0\0\nIDATx\xda" "c`\0\0\0\2\0\1\xe5'\xde\xfc\0\0\0\0IEND\xae" "B`\x82",
      kPictureBytes);
  png.resize(bytes, '\0');
  return *Screenshot::FromBytes(std::move(png), {});
}

}  // namespace nexy
