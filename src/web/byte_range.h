#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace nexy {

struct ByteRange {
  std::uint64_t offset = 0;
  std::uint64_t length = 0;  // Never 0.
};

// What of a file is sent. `ranges` empty and `satisfiable`: all of it.
struct RangeAnswer {
  bool satisfiable = true;  // false: 416.
  std::vector<ByteRange> ranges;
};

// More ranges than this in one request are no wish of an honest client: all of the file is sent.
inline constexpr std::size_t kMaxByteRanges = 16;

// What a `Range` header asks of a file of `size` bytes (RFC 9110 14.1.2 and 14.2). Every range lies
// inside the file. A header that is not understood, of another unit, of too many ranges or of more
// bytes than the file has is ignored, as 14.2 allows: the whole file is always a right answer.
RangeAnswer ParseByteRanges(std::string_view header, std::uint64_t size);

}  // namespace nexy
