#include "web/byte_range.h"

#include <algorithm>
#include <limits>
#include <optional>

namespace nexy {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

std::string_view Trim(std::string_view text) {
  const auto is_space = [](char c) { return c == ' ' || c == '\t'; };
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

// Too large a number is the largest one: it lies behind the end of every file.
std::optional<std::uint64_t> Number(std::string_view digits) {
  constexpr auto kMax = std::numeric_limits<std::uint64_t>::max();
  if (digits.empty() || !std::ranges::all_of(digits, IsDigit)) return std::nullopt;
  std::uint64_t number = 0;
  for (const char c : digits) {
    const auto digit = static_cast<std::uint64_t>(c - '0');
    if (number > (kMax - digit) / 10) return kMax;
    number = number * 10 + digit;
  }
  return number;
}

// One range of the list. `understood` false: the whole header is to be ignored.
struct Spec {
  bool understood = false;
  std::optional<ByteRange> range;  // None: it lies outside the file.
};

Spec ParseSpec(std::string_view text, std::uint64_t size) {
  const auto dash = text.find('-');
  if (dash == std::string_view::npos) return {};
  const auto first = Number(text.substr(0, dash));
  const auto last = Number(text.substr(dash + 1));
  if (dash == 0) {  // The last bytes.
    if (!last) return {};
    const std::uint64_t length = std::min(*last, size);
    if (length == 0) return {.understood = true, .range = std::nullopt};
    return {.understood = true, .range = ByteRange{size - length, length}};
  }
  const bool to_the_end = dash + 1 == text.size();
  if (!first || (!last && !to_the_end) || (last && *last < *first)) return {};
  if (*first >= size) return {.understood = true, .range = std::nullopt};
  const std::uint64_t end = to_the_end ? size - 1 : std::min(*last, size - 1);
  return {.understood = true, .range = ByteRange{*first, end - *first + 1}};
}

bool IsBytesUnit(std::string_view unit) {
  constexpr std::string_view kBytes = "bytes";
  return std::ranges::equal(unit, kBytes, [](char a, char b) { return (a | 0x20) == b; });
}

}  // namespace

RangeAnswer ParseByteRanges(std::string_view header, std::uint64_t size) {
  const RangeAnswer whole;
  const auto equals = header.find('=');
  if (equals == std::string_view::npos || !IsBytesUnit(Trim(header.substr(0, equals)))) {
    return whole;
  }
  RangeAnswer answer;
  std::size_t specs = 0;
  std::uint64_t left = size;  // Of what may be asked for in all.
  for (std::string_view rest = header.substr(equals + 1); !rest.empty();) {
    const auto comma = std::min(rest.find(','), rest.size());
    const std::string_view text = Trim(rest.substr(0, comma));
    rest.remove_prefix(std::min(comma + 1, rest.size()));
    if (text.empty()) continue;  // RFC 9110 5.6.1.2: empty members of a list are nothing.
    if (++specs > kMaxByteRanges) return whole;
    const Spec spec = ParseSpec(text, size);
    if (!spec.understood) return whole;
    if (!spec.range) continue;
    if (spec.range->length > left) return whole;  // They overlap.
    left -= spec.range->length;
    answer.ranges.push_back(*spec.range);
  }
  if (specs == 0) return whole;
  answer.satisfiable = !answer.ranges.empty();
  return answer;
}

}  // namespace nexy
