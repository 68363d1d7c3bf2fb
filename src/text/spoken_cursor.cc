#include "text/spoken_cursor.h"

#include <algorithm>

#include "text/unicode.h"

namespace nexy {

void SpokenCursor::Say(std::u32string_view words) {
  if (words.empty()) return;
  const bool joined = out.ends_with(U'/') && out.size() > 1 && IsLetter(out[out.size() - 2]);
  const bool quoted = out.ends_with(U'"') && std::count(out.begin(), out.end(), U'"') % 2 == 0;
  const bool opened = !out.empty() && IsOneOfChars(out.back(), U"([{«“„‘\"'¿¡") && !quoted;
  if (!out.empty() && !joined && !IsSpace(out.back()) && !opened) {
    out.push_back(U' ');
  }
  out.append(words);
}

void SpokenCursor::SayOneByOne(std::u32string_view written) {
  for (std::size_t begin = 0; begin < written.size();) {
    std::size_t end = begin;
    while (end < written.size() && IsWordChar(written[end])) ++end;
    if (begin > 0 && end > begin) Pause();
    Say(Separated(written.substr(begin, end - begin)));
    begin = end + 1;
  }
}

void SpokenCursor::Pause() {
  while (!out.empty() && IsSpace(out.back())) out.pop_back();
  if (!out.empty()) out.push_back(U',');
}

void SpokenCursor::Skip(std::size_t size) {
  at += size;
  if (at >= in.size() || out.empty() || IsSpace(out.back())) return;
  // "x = "5"", "d='x'"
  const auto here = in.begin() + static_cast<std::ptrdiff_t>(at);
  const bool opens = at + 1 < in.size() && IsWordChar(in[at + 1]) &&
                     ((in[at] == U'"' && std::count(in.begin(), here, U'"') % 2 == 0) ||
                      (in[at] == U'\'' && at > 0 && in[at - 1] == U'='));
  if (opens) return out.push_back(U' ');
  const bool or_else = in[at] == U'/' && at + 1 < in.size() && IsLetter(in[at + 1]);
  if (or_else) return;  // "Esc/Enter"
  if (!IsSpace(in[at]) && !IsOneOfChars(in[at], U".,;:!?)]}»”’…\"'-")) out.push_back(U' ');
}

void SpokenCursor::Copy(std::size_t size) {
  out.append(in.substr(at, size));
  at += std::min(size, in.size() - at);
}

bool SpokenCursor::SayFor(std::size_t size, std::u32string_view words) {
  Say(words);
  Skip(size);
  return true;
}

std::u32string_view SpokenCursor::Token() const {
  constexpr std::size_t kTokenMax = 256;
  std::size_t end = at;
  while (end < in.size() && end - at < kTokenMax && !IsSpace(in[end]) && in[end] != U'—') ++end;
  while (end > at && IsOneOfChars(in[end - 1], U".,;:!?)]}»”’…\"'>*—–`")) {
    // "foo()" and "notes(1)" keep the parenthesis that they opened.
    if (in[end - 1] == U')' && in.substr(at, end - at).find(U'(') != in.npos) break;
    --end;
  }
  return in.substr(at, end - at);
}

NumberToken SpokenCursor::NumberAt(std::size_t offset) const {
  const std::u32string_view text = Rest().substr(std::min(offset, Rest().size()));
  return Russian() ? ReadRussianNumber(text) : ReadNumber(text);
}

bool SpokenCursor::BeginsToken() const {
  return IsSpace(Before()) || IsOneOfChars(Before(), U"([{«“„‘\"'<—–`=,;!");
}

bool SpokenCursor::BeginsSign() const {
  return IsSpace(Before()) || IsOneOfChars(Before(), U"(\"'“„‘«`[|");
}

bool SpokenCursor::JoinsAt(std::size_t offset) const {
  const char32_t c = Peek(offset);
  return IsRangeDash(c) && (c != U'—' || IsAsciiDigit(Peek(offset + 1)));
}

std::u32string SpokenCursor::WordBefore() const {
  std::size_t end = at;
  while (end > 0 && IsSpace(in[end - 1])) --end;
  const bool sign = end > 0 && end == at && IsOneOfChars(in[end - 1], U"-+−±~") &&
                    (end == 1 || IsSpace(in[end - 2]));
  if (sign) --end;
  while (end > 0 && IsSpace(in[end - 1])) --end;
  const bool stop = end > 1 && in[end - 1] == U'.' && IsLetter(in[end - 2]);
  std::size_t begin = end - (stop ? 1 : 0);
  while (begin > 0 && (IsWordChar(in[begin - 1]) || in[begin - 1] == U'-')) --begin;
  if (stop && (end - begin > 5 || end == at)) return {};
  return ToLower(in.substr(begin, end - begin));
}

std::u32string_view SpokenCursor::WrittenBefore() const {
  const std::size_t size = WordBefore().size();
  std::size_t end = at;
  while (end > 0 && IsSpace(in[end - 1])) --end;
  return in.substr(end - std::min(end, size), size);
}

bool SpokenCursor::HasBefore(int count,
                             const std::function<bool(std::u32string_view)>& is_such) const {
  SpokenCursor back = From(at);
  for (; count > 0; --count) {
    while (back.at > 0 && (IsSpace(back.Before()) || IsOneOfChars(back.Before(), U":,(\"“”«»")))
      --back.at;
    const std::u32string word = back.WordBefore();
    if (word.empty()) return false;
    if (is_such(word)) return true;
    back.at -= std::min(back.at, word.size());
  }
  return false;
}

bool SpokenCursor::HasBefore(int count, WordClass list) const {
  return HasBefore(count, [list](std::u32string_view word) { return IsWordOf(list, word); });
}

SpokenCursor SpokenCursor::BeforeWord() const {
  SpokenCursor back = From(at);
  const std::size_t size = WordBefore().size();
  if (size == 0) return back;
  while (back.at > 0 && !IsWordChar(back.Before()) && back.Before() != U'.') --back.at;
  back.at -= std::min(back.at, size);
  return back;
}

SpokenCursor SpokenCursor::FirstOfSeries(bool (*is_member)(std::u32string_view word),
                                         bool last) const {
  SpokenCursor first = From(at);
  for (;;) {
    SpokenCursor joint = first;
    static constexpr std::u32string_view kJoints[] = {U"и", U"или", U"and", U"or"};
    if (IsAnyOf(kJoints, first.WordBefore())) {
      joint = first.BeforeWord();
    } else {  // A comma joins what an "and" joins to the last one.
      while (joint.at > 0 && IsSpace(joint.Before())) --joint.at;
      if ((last && first.at == at) || joint.Before() != U',') return first;
      --joint.at;
    }
    const std::u32string_view member = joint.WrittenBefore();
    if (member.empty() || !is_member(member)) return first;
    first = joint.BeforeWord();
    const bool range = first.at > 1 && IsRangeDash(first.Before()) && IsDigit(in[first.at - 2]);
    if (range) --first.at;  // "1914–1918 и 1939"
    while (range && first.at > 0 && IsDigit(first.Before())) --first.at;
  }
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

std::size_t BlanksAt(std::u32string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && IsOneOfChars(text[end], U" \u00A0\u202F\u2009")) ++end;
  return end - at;
}

std::size_t DigitsAt(std::u32string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && IsAsciiDigit(text[end])) ++end;
  return end - at;
}

int ValueOf(std::u32string_view digits) {
  int value = 0;
  for (const char32_t c : digits) value = value * 10 + static_cast<int>(c - U'0');
  return value;
}

bool IsRangeDash(char32_t c) { return IsOneOfChars(c, U"–—-−‑‒"); }

std::u32string Separated(std::u32string_view characters) {
  std::u32string out;
  for (const char32_t c : characters) {
    if (!out.empty()) out.push_back(U' ');
    out.push_back(c);
  }
  return out;
}

}  // namespace nexy
