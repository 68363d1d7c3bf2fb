#include "text/inline_markup.h"

#include <algorithm>

#include "text/marked_text.h"
#include "text/spoken_cursor.h"

namespace nexy {

namespace {

// A command of TeX, or the marks of a formula.
bool HasTex(std::u32string_view text) {
  for (std::size_t i = text.find(U'\\'); i != text.npos; i = text.find(U'\\', i + 1)) {
    if (i + 2 >= text.size()) return false;
    if (text[i + 1] == U'(') return true;
    if (IsLetter(text[i + 1]) && IsLetter(text[i + 2])) return true;
  }
  return false;
}

// "C:\dir\*.txt": the word has a drive or begins with backslashes.
bool IsInPath(const MarkedText& text, std::size_t at) {
  std::size_t begin = at;
  while (begin > 0 && !IsSpace(text.At(begin - 1))) --begin;
  const std::u32string_view word = text.raw().substr(begin, at - begin);
  const std::size_t backslash = word.find(U'\\');
  return word.find(U":\\") != word.npos || word.starts_with(U"\\\\") ||
         (backslash != word.npos && !IsOneOfChars(text.At(begin + backslash + 1), U"*_`#[]~"));
}

// "\[ x^2 \]": a formula of TeX in a line of its own.
bool IsFormulaMark(const MarkedText& text, std::size_t i) {
  const std::u32string_view raw = text.raw();
  const std::size_t open = text.At(i + 1) == U'[' ? i : raw.rfind(U"\\[", i);
  const std::size_t close = text.At(i + 1) == U']' ? i : raw.find(U"\\]", i);
  if (!IsOneOfChars(text.At(i + 1), U"[]") || open == raw.npos || close == raw.npos) return false;
  return raw.substr(open + 2, close - open - 2).find_first_of(U"=^_\\+") != raw.npos;
}

// "Done\!", "5\.5", "well\-known": some models escape all signs. In TeX, a path or a pattern it is
// none.
bool IsSeldomEscape(const MarkedText& text, std::size_t i) {
  if (IsOneOfChars(text.At(i + 1), U"{}") && text.raw().find(U'$') != text.raw().npos) return false;
  if (!IsOneOfChars(text.At(i + 1), U".,;:?!-+={}\"'/%@") || HasTex(text.raw())) return false;
  const char32_t before = text.Before(i);
  const char32_t after = text.At(i + 2);
  return IsSpace(before) || IsSpace(after) || text.At(i + 1) == U'-' ||
         (IsDigit(before) && IsDigit(after));
}

// Whether the backslash at `i` only says that what follows is no markup.
bool IsEscape(const MarkedText& text, std::size_t i) {
  const char32_t before = text.Before(i);
  const char32_t next = text.At(i + 1);
  if (before == U'\\') return false;
  if (IsLineEnd(next)) return true;  // A break of the line.
  const bool number = next == U')' && IsSpace(text.At(i + 2)) && i > 0 &&
                      text.raw().find_first_not_of(U"0123456789") == i;  // No list: "1\) "
  const bool cell = next == U'|' && text.At(0) == U'|';  // The voice tells it from a cell's end.
  const bool mark = IsOneOfChars(next, U"*_`#[]~$|<>&") || IsSeldomEscape(text, i);
  if (cell || (!number && !mark) || IsFormulaMark(text, i)) return false;
  return before != U':' && !IsInPath(text, i);
}

// One of the signs that the steps begin with; most sentences have none.
bool HasSignOfMarkup(std::u32string_view text) {
  return std::any_of(text.begin(), text.end(), [](char32_t c) {
    return c < 0x80 && !IsLetter(c) && IsOneOfChars(c, U"`<[]&\\~^*_=");
  });
}

}  // namespace

void MarkEscapes(MarkedText& text) {
  for (std::size_t i = 0; i + 1 < text.size(); ++i) {
    if (text.At(i) != U'\\' || !text.Plain(i) || !IsEscape(text, i)) continue;
    text.Drop(i, i + 1, MarkupRule::kEscape);
    text.Keep(i + 1, i + 2);
    ++i;
  }
}

void MarkScripts(MarkedText& text) {
  constexpr std::size_t kDigitsMax = 3;
  for (std::size_t i = 1; i < text.size(); ++i) {
    const char32_t mark = text.At(i);
    if ((mark != U'~' && mark != U'^') || !text.Plain(i) || !IsWordChar(text.Before(i))) continue;
    if (mark == U'~' && !IsLetter(text.Before(i))) continue;
    std::size_t end = i + 1;
    while (IsDigit(text.At(end)) && end - i <= kDigitsMax) ++end;
    if (end == i + 1 || text.At(end) != mark) continue;
    text.Drop(i, i + 1, MarkupRule::kScript);
    if (mark == U'^') Raise(text, i + 1, end, MarkupRule::kScript);
    text.Drop(end, end + 1, MarkupRule::kScript);
    i = end;
  }
}

VisibleText FindVisible(std::u32string_view raw, bool more_follows, OpenEmphasis& open,
                        const MarkupWatcher& watcher) {
  MarkedText text(raw);
  if (HasSignOfMarkup(raw)) {
    MarkCode(text);
    MarkAddresses(text);
    MarkLinks(text);
    MarkHtml(text);
    MarkEscapes(text);
    MarkScripts(text);
    MarkEmphasis(text, more_follows, open);
  }
  return text.Visible(watcher);
}

}  // namespace nexy
