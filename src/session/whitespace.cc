#include "session/whitespace.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <cstdint>

namespace nexy {
namespace {

// Steps over one code point, from `at` (which moves); negative when the bytes are no UTF-8.
UChar32 NextCodePoint(std::string_view text, std::int32_t& at) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  UChar32 point = 0;
  U8_NEXT(bytes, at, static_cast<std::int32_t>(text.size()), point);
  return point;
}

bool IsSpace(UChar32 point) {
  if (point < 0x80) return point == ' ' || (point >= '\t' && point <= '\r');
  return u_isUWhiteSpace(point);
}

}  // namespace

bool IsBlank(std::string_view text) {
  for (std::int32_t at = 0; at < static_cast<std::int32_t>(text.size());) {
    if (!IsSpace(NextCodePoint(text, at))) return false;
  }
  return true;
}

std::string_view WordReader::Next() {
  const auto end = static_cast<std::int32_t>(rest_.size());
  std::int32_t begin = 0;  // Of the word.
  std::int32_t at = 0;
  while (at < end) {
    const std::int32_t here = at;
    if (!IsSpace(NextCodePoint(rest_, at))) continue;
    if (here > begin) {
      at = here;
      break;
    }
    begin = at;
  }
  const auto word = rest_.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(at - begin));
  rest_.remove_prefix(static_cast<std::size_t>(at));
  return word;
}

bool BeginsWithWhitespace(std::string_view text) {
  std::int32_t at = 0;
  return !text.empty() && IsSpace(NextCodePoint(text, at));
}

bool EndsWithWhitespace(std::string_view text) {
  if (text.empty()) return false;
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  auto at = static_cast<std::int32_t>(text.size());
  UChar32 point = 0;
  U8_PREV(bytes, 0, at, point);
  return IsSpace(point);
}

}  // namespace nexy
