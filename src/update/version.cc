#include "update/version.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <cstddef>
#include <limits>
#include <vector>

#include "absl/status/status.h"
#include "base/strings.h"
#include "text/unicode.h"

namespace nexy {
namespace {

enum class Kind { kNumber, kDot, kOtherSeparator, kLetters };

struct Part {
  Kind kind;
  std::int64_t number = 0;  // Clamped, as Sparkle's is.
  std::u32string letters;
};

bool IsSeparator(Kind kind) { return kind == Kind::kDot || kind == Kind::kOtherSeparator; }

Kind KindOf(UChar32 c) {
  if (c == '.') return Kind::kDot;
  if (u_isdigit(c)) return Kind::kNumber;
  if (u_ispunct(c) || u_isUWhiteSpace(c)) return Kind::kOtherSeparator;
  return Kind::kLetters;
}

void AddDigit(Part& part, UChar32 c) {
  constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
  const std::int64_t digit = u_charDigitValue(c);
  part.number = part.number > (kMost - digit) / 10 ? kMost : part.number * 10 + digit;
}

std::vector<Part> Split(std::string_view version) {
  constexpr std::size_t kMaxBytes = 4096;
  std::vector<Part> parts;
  for (const char32_t c : DecodeUtf8(version.substr(0, kMaxBytes))) {
    if (c == U'-' && !parts.empty()) break;
    const Kind kind = KindOf(static_cast<UChar32>(c));
    if (parts.empty() || parts.back().kind != kind || IsSeparator(kind)) {
      parts.push_back(Part{.kind = kind, .letters = U""});
    }
    Part& part = parts.back();
    if (kind == Kind::kNumber) AddDigit(part, static_cast<UChar32>(c));
    if (kind == Kind::kLetters) part.letters += c;
  }
  return parts;
}

std::size_t LeadingNumbersAndDots(const std::vector<Part>& parts) {
  const auto end = std::ranges::find_if(parts, [](const Part& part) {
    return part.kind != Kind::kNumber && part.kind != Kind::kDot;
  });
  return static_cast<std::size_t>(end - parts.begin());
}

// Makes the leading numbers and dots of `shorter` as many as those of `longer`.
void Pad(std::vector<Part>& shorter, const std::vector<Part>& longer) {
  const std::size_t have = LeadingNumbersAndDots(shorter);
  const std::size_t want = LeadingNumbersAndDots(longer);
  for (std::size_t i = have; i < want; ++i) {
    shorter.insert(shorter.begin() + static_cast<std::ptrdiff_t>(i),
                   Part{.kind = longer[i].kind, .letters = U""});
  }
}

int Rank(Kind kind) {
  if (kind == Kind::kNumber) return 2;
  return kind == Kind::kLetters ? 0 : 1;
}

std::weak_ordering ComparePart(const Part& a, const Part& b) {
  if (Rank(a.kind) != Rank(b.kind)) return Rank(a.kind) <=> Rank(b.kind);
  if (a.kind == Kind::kNumber) return a.number <=> b.number;
  if (a.kind == Kind::kLetters) return a.letters <=> b.letters;
  return std::weak_ordering::equivalent;
}

}  // namespace

std::weak_ordering CompareVersions(std::string_view a, std::string_view b) {
  std::vector<Part> left = Split(a);
  std::vector<Part> right = Split(b);
  Pad(left, right);
  Pad(right, left);
  const std::size_t common = std::min(left.size(), right.size());
  for (std::size_t i = 0; i < common; ++i) {
    const auto order = ComparePart(left[i], right[i]);
    if (order != std::weak_ordering::equivalent) return order;
  }
  if (left.size() == right.size()) return std::weak_ordering::equivalent;
  const bool left_is_longer = left.size() > right.size();
  const Part& next = (left_is_longer ? left : right)[common];
  const bool longer_wins = next.kind != Kind::kLetters;
  return left_is_longer == longer_wins ? std::weak_ordering::greater : std::weak_ordering::less;
}

bool IsPlainVersion(std::string_view version) { return BuildOfVersion(version).ok(); }

absl::StatusOr<std::int64_t> BuildOfVersion(std::string_view version) {
  constexpr std::size_t kParts = 4;
  std::int64_t build = 0;
  std::size_t parts = 0;
  std::string_view rest = version;
  while (parts < kParts) {
    const std::size_t dot = rest.find('.');
    const std::string_view digits = rest.substr(0, dot);
    const std::size_t most_digits = parts == 0 ? 6 : 2;
    const bool right = !digits.empty() && digits.size() <= most_digits &&
                       (digits.size() == 1 || digits[0] != '0') &&
                       digits.find_first_not_of("0123456789") == std::string_view::npos;
    if (!right) break;
    build = build * (parts == 0 ? 1 : 100) + std::stoll(std::string(digits));
    ++parts;
    if (dot == std::string_view::npos) {
      for (std::size_t i = parts; i < kParts; ++i) build *= 100;
      if (build > 0) return build;
      break;
    }
    rest = rest.substr(dot + 1);
  }
  return absl::InvalidArgumentError(
      Concat("\"", version.substr(0, 40),
             "\" is not a version: expected one to four numbers with dots between them, such as "
             "2.0.0.32, each after the first at most 99"));
}

absl::StatusOr<std::int64_t> ParseBuild(std::string_view text) {
  const bool right = !text.empty() && text.size() <= 15 && text[0] != '0' &&
                     text.find_first_not_of("0123456789") == std::string_view::npos;
  if (right) return std::stoll(std::string(text));
  return absl::InvalidArgumentError(
      Concat("\"", text.substr(0, 40), "\" is not a build: expected a whole number above 0"));
}

}  // namespace nexy
