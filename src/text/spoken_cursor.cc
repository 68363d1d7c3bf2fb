#include "text/spoken_cursor.h"

#include "text/unicode.h"

namespace nexy {

char32_t SpokenCursor::Peek(std::size_t offset) const {
  return at + offset < in.size() ? in[at + offset] : U' ';
}

void SpokenCursor::Say(std::u32string_view words) {
  if (!out.empty() && !IsSpace(out.back()) &&
      std::u32string_view(U"([{«“„\"'").find(out.back()) == std::u32string_view::npos) {
    out.push_back(U' ');
  }
  out.append(words);
}

void SpokenCursor::Skip(std::size_t size) {
  at += size;
  if (at >= in.size() || out.empty() || IsSpace(out.back())) return;
  static constexpr std::u32string_view kNoSpace = U".,;:!?)]}»”…\"'";
  if (!IsSpace(in[at]) && kNoSpace.find(in[at]) == std::u32string_view::npos) out.push_back(U' ');
}

void SpokenCursor::Copy(std::size_t size) {
  out.append(in.substr(at, size));
  at += size;
}

std::u32string SpokenCursor::WordBefore() const {
  std::size_t end = at;
  while (end > 0 && IsSpace(in[end - 1])) --end;
  std::size_t begin = end;
  while (begin > 0 && (IsWordChar(in[begin - 1]) || in[begin - 1] == U'-')) --begin;
  return ToLower(in.substr(begin, end - begin));
}

SpokenCursor::Word SpokenCursor::WordAfter(std::size_t offset) const {
  Word word;
  std::size_t begin = at + offset;
  const std::size_t gap = begin;
  while (begin < in.size() && IsSpace(in[begin])) ++begin;
  std::size_t end = begin;
  while (end < in.size() && IsWordChar(in[end])) ++end;
  if (begin == gap || end == begin) return word;
  word.text = ToLower(in.substr(begin, end - begin));
  word.end = end - at;
  return word;
}

}  // namespace nexy
