#include "text/span_tracker.h"

#include <algorithm>

#include "text/unicode.h"

namespace nexy {

namespace {

constexpr std::size_t kSpanMax = 200;  // A longer bracket or code span holds nothing back.

}  // namespace

void SpanTracker::Track(std::u32string_view text) {
  const char32_t c = text.back();
  if (c == U'`') {
    if (ticks_++ == 0 && code_ticks_ == 0) begin_ = text.size();
    return;
  }
  if (ticks_ > 0) EndTicks(text);
  if (code_ticks_ > 0) {
    // `name' is an old way to quote, not code.
    if (code_ticks_ == 1 && c == U'\'' && !code_space_) code_ticks_ = 0;
    code_space_ |= IsSpace(c);
    return;
  }
  if (target_depth_ > 0) {
    if (c == U'(') ++target_depth_;
    if (c == U')') --target_depth_;
  } else if (c == U'[') {
    if (brackets_++ == 0) begin_ = text.size();
  } else if (c == U']' && brackets_ > 0) {
    --brackets_;
  } else if (c == U'(' && text.size() > 1 && text[text.size() - 2] == U']') {
    target_depth_ = 1;
    begin_ = text.size();
  }
}

// A run of backticks has ended: it opens a code span, closes the open one, or is part of it.
void SpanTracker::EndTicks(std::u32string_view text) {
  const std::size_t run = text.size() - 1 - std::min(ticks_, text.size() - 1);
  const bool after_space = run == 0 || IsSpace(text[run - 1]);
  const char32_t c = text.back();
  const bool opens_anew =
      after_space && !IsSpace(c) && std::u32string_view(U".,;:!?)").find(c) == text.npos;
  if (code_ticks_ == 0 || (code_ticks_ == ticks_ && opens_anew)) {
    code_ticks_ = ticks_;
    code_space_ = false;
    begin_ = text.size();
  } else if (code_ticks_ == ticks_) {
    code_ticks_ = 0;
  }
  ticks_ = 0;
}

bool SpanTracker::Inside(std::size_t size) const {
  const bool open = ticks_ > 0 || code_ticks_ > 0 || brackets_ > 0 || target_depth_ > 0;
  return open && size - std::min(begin_, size) < kSpanMax;
}

}  // namespace nexy
