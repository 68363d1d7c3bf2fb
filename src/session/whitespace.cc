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

std::vector<std::string_view> Words(std::string_view text) {
  std::vector<std::string_view> words;
  const auto end = static_cast<std::int32_t>(text.size());
  std::int32_t begin = 0;  // Of the word that is being read.
  for (std::int32_t at = 0; at < end;) {
    const std::int32_t here = at;
    if (!IsSpace(NextCodePoint(text, at))) continue;
    if (here > begin) {
      words.push_back(text.substr(static_cast<std::size_t>(begin),
                                  static_cast<std::size_t>(here - begin)));
    }
    begin = at;
  }
  if (end > begin) words.push_back(text.substr(static_cast<std::size_t>(begin)));
  return words;
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
