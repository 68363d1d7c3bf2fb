// Any Range header for a file of any size: what is sent lies inside the file, overlaps in nothing
// and is never more than the file. Any date and any list of entity-tags can be read.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string_view>

#include "web/byte_range.h"
#include "web/conditional.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::uint64_t file_size = 0;
  if (size < sizeof(file_size)) return 0;
  std::memcpy(&file_size, data, sizeof(file_size));
  const std::string_view header(reinterpret_cast<const char*>(data) + sizeof(file_size),
                                size - sizeof(file_size));
  const nexy::RangeAnswer answer = nexy::ParseByteRanges(header, file_size);
  if (!answer.satisfiable && !answer.ranges.empty()) std::abort();
  if (answer.ranges.size() > nexy::kMaxByteRanges) std::abort();
  std::uint64_t left = file_size;
  for (const auto& [offset, length] : answer.ranges) {
    if (length == 0 || offset >= file_size || length > file_size - offset) std::abort();
    if (length > left) std::abort();
    left -= length;
  }
  const nexy::EntityState state{.etag = "\"0\"", .last_modified = absl::FromUnixSeconds(1)};
  nexy::EvaluateConditions([header](std::string_view) { return header; }, state);
  nexy::IfRangeHolds(header, state);
  return 0;
}
