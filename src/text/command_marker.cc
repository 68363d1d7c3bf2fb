#include "text/command_marker.h"

#include <algorithm>
#include <cstddef>

#include "text/unicode.h"

namespace nexy {

namespace {

constexpr std::size_t kObjectMax = 65536;  // What is left out of an object that never closes.

bool IsEmphasis(char32_t c) { return c == U'*' || c == U'_' || c == U'~' || c == U'`'; }

// The index after the object that `text` begins with, or 0 if it is not closed.
std::size_t ObjectEnd(std::u32string_view text) {
  std::size_t depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char32_t c = text[i];
    if (in_string) {
      if (c == U'\\') ++i;
      if (c == U'"') in_string = false;
    } else if (c == U'"') {
      in_string = true;
    } else if (c == U'{') {
      ++depth;
    } else if (c == U'}' && --depth == 0) {
      return i + 1;
    }
  }
  return 0;
}

}  // namespace

std::u32string_view WithoutCommand(std::u32string_view text) {
  text = TrimSpace(text);
  while (text.starts_with(kCommandMarker)) {
    text = TrimSpace(text.substr(kCommandMarker.size()));
    if (text.starts_with(U'{')) text = TrimSpace(text.substr(ObjectEnd(text)));
  }
  return text;
}

bool IsCommandMarker(std::u32string_view text) {
  if (!text.ends_with(kCommandMarker)) return false;
  text.remove_suffix(kCommandMarker.size());
  return std::all_of(text.begin(), text.end(),
                     [](char32_t c) { return IsSpace(c) || IsEmphasis(c); });
}

void CommandSkipper::Begin(bool marked) {
  *this = {};
  where_ = Where::kBeforeObject;
  marked_ = marked;
}

bool CommandSkipper::Takes(char32_t c) {
  switch (where_) {
    case Where::kOutside:
      return false;
    case Where::kBeforeObject:
      if (IsSpace(c)) return true;
      where_ = c == U'{' ? Where::kObject : Where::kOutside;
      depth_ = 1;
      return c == U'{';
    case Where::kObject:
      PushObject(c);
      return true;
    case Where::kAfterObject:
      if (IsEmphasis(c)) return true;
      where_ = Where::kOutside;
      return false;
  }
  return false;
}

void CommandSkipper::PushObject(char32_t c) {
  if (escape_) {
    escape_ = false;
  } else if (in_string_) {
    escape_ = c == U'\\';
    in_string_ = c != U'"';
  } else if (c == U'"') {
    in_string_ = true;
  } else if (c == U'{') {
    ++depth_;
  } else if (c == U'}') {
    --depth_;
  }
  if (depth_ == 0) {
    where_ = marked_ ? Where::kAfterObject : Where::kOutside;
  } else if (++characters_ > kObjectMax) {
    where_ = Where::kOutside;
  }
}

}  // namespace nexy
