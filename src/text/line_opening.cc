#include "text/line_opening.h"

#include <algorithm>

#include "text/sentence_signs.h"
#include "text/unicode.h"

namespace nexy {

namespace {

using Kind = LineOpening::Kind;

constexpr std::u32string_view kTexBlock = U"\\begin{";

std::size_t RunLength(std::u32string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && text[end] == text[at]) ++end;
  return end - at;
}

// "## " and "##Title" are headings, "#5" and "#tag" are text.
LineOpening ReadHeading(std::u32string_view head, std::size_t at) {
  const std::size_t length = RunLength(head, at);
  if (length > 6) return {Kind::kText, 0};
  if (at + length == head.size()) return {};
  if (IsSpace(head[at + length])) return {Kind::kHeading, at + length + 1};
  if (length > 1 && IsLetter(head[at + length])) return {Kind::kHeading, at + length};
  return {Kind::kText, 0};
}

// What may become the rule of a table.
bool BeginsTableRule(std::u32string_view line) {
  return (line.starts_with(U"--") || line.starts_with(U":-") || line == U":") &&
         line.find_first_not_of(U"-:| \t") == line.npos;
}

// A bullet, a rule, or text such as "-5", "--help", "**bold**".
LineOpening ReadBullet(std::u32string_view head, std::size_t at) {
  const std::size_t next = at + 1;
  if (next == head.size()) return {};
  if (IsSpace(head[next])) {
    const std::u32string_view rest = TrimSpace(head.substr(next));
    // "- - -" and "* * *" are rules; decided when something else comes.
    if (rest.empty() || (head[at] != U'+' && head[at] < 0x80 && IsMarkupLine(head))) return {};
    return {Kind::kBullet, next + 1};
  }
  if (Contains(U"•‣⁃", head[at])) return {Kind::kBullet, next};  // They mean nothing else.
  if (head[next] == head[at] && IsMarkupLine(head)) return {};
  return BeginsTableRule(head.substr(at)) ? LineOpening{} : LineOpening{Kind::kText, 0};
}

LineOpening ReadNumber(std::u32string_view head, std::size_t at) {
  std::size_t end = at;
  while (end < head.size() && IsDigit(head[end]) && end - at < 4) ++end;
  if (end == head.size()) return end - at < 4 ? LineOpening{} : LineOpening{Kind::kText, 0};
  if (end - at > 3 || !Contains(U".)", head[end])) return {Kind::kText, 0};
  if (end + 1 == head.size()) return {};
  if (head[end] == U'.' && head[end + 1] == U')') ++end;  // "1.) "
  if (end + 1 == head.size()) return {};
  if (!IsSpace(head[end + 1])) return {Kind::kText, 0};
  return {Kind::kOrdered, end + 2};
}

// "a) ", "б) ", "a. ", "iv) ", "ii. ": a letter or Roman number begins an item; "A. " may be an
// initial.
LineOpening ReadLetter(std::u32string_view head, std::size_t at) {
  std::size_t end = at;
  while (end < head.size() && Contains(U"ivxIVX", head[end]) && end - at < 4) ++end;
  if (end == at) ++end;
  if (end == head.size()) return {};
  const bool small_stop = head[end] == U'.' && IsLower(head[at]);
  if (head[end] != U')' && !small_stop) return {Kind::kText, 0};
  if (end + 1 == head.size()) return {};
  return IsSpace(head[end + 1]) ? LineOpening{Kind::kOrdered, end + 2}
                                : LineOpening{Kind::kText, 0};
}

// "(a) ", "(2) ", "(iv) "; "(see" and "(5 kg)" are text.
LineOpening ReadParenthesis(std::u32string_view head, std::size_t at) {
  std::size_t end = at + 1;
  const bool digit = end < head.size() && IsDigit(head[end]);
  const std::u32string_view allowed = digit ? U"0123456789" : U"ivx";
  while (end < head.size() && Contains(allowed, head[end]) && end - at < 4) ++end;
  if (end == at + 1 && end < head.size() && IsLetter(head[end])) ++end;
  if (end == head.size()) return {};
  if (end == at + 1 || head[end] != U')') return {Kind::kText, 0};
  if (end + 1 == head.size()) return {};
  return IsSpace(head[end + 1]) ? LineOpening{Kind::kOrdered, end + 2}
                                : LineOpening{Kind::kText, 0};
}

// "[ ] To do", "[x] Done"
LineOpening ReadCheckBox(std::u32string_view head, std::size_t at) {
  const std::u32string_view box = head.substr(at, 4);
  const bool fits = (box.size() < 2 || Contains(U" xX", box[1])) &&
                    (box.size() < 3 || box[2] == U']') && (box.size() < 4 || IsSpace(box[3]));
  if (!fits) return {Kind::kText, 0};
  return box.size() < 4 ? LineOpening{} : LineOpening{Kind::kOrdered, at + 4};
}

LineOpening ReadFence(std::u32string_view head, std::size_t at) {
  const std::size_t length = RunLength(head, at);
  if (length >= 3) return {Kind::kFence, at + length};
  return at + length == head.size() ? LineOpening{} : LineOpening{Kind::kText, 0};
}

// "[guide]: https://…" is where links lead; "[1]: see" and "[^1]: note" are text.
LineOpening ReadTarget(std::u32string_view head, std::size_t at) {
  constexpr std::size_t kLabelMax = 60;
  const std::size_t close = head.substr(at, kLabelMax).find(U']');
  if (close == head.npos) {
    return head.size() - at < kLabelMax ? LineOpening{} : LineOpening{Kind::kText, 0};
  }
  std::size_t target = at + close + 1;
  if (target == head.size()) return {};
  if (close < 2 || head[at + 1] == U'^' || head[target] != U':') return {Kind::kText, 0};
  ++target;
  while (target < head.size() && IsSpace(head[target])) ++target;
  for (const std::u32string_view start : {U"http://", U"https://", U"mailto:", U"./", U"/", U"#"}) {
    const std::u32string_view arrived = head.substr(target, start.size());
    if (arrived == start) return {Kind::kTarget, head.size()};
    if (target + arrived.size() == head.size() && start.starts_with(arrived)) return {};
  }
  return {Kind::kText, 0};
}

// What may become "$$", "\\[" or "\\begin{align}" in a line of its own.
bool MayOpenFormula(std::u32string_view line) {
  const auto goes_on_to = [line](std::u32string_view mark) { return mark.starts_with(line); };
  return goes_on_to(U"$$") || goes_on_to(U"\\[") || goes_on_to(kTexBlock) ||
         (line.starts_with(kTexBlock) && line.find(U'}') >= line.size() - 1);
}

}  // namespace

LineOpening ReadLineOpening(std::u32string_view head) {
  std::size_t at = 0;
  while (at < head.size() && IsSpace(head[at])) ++at;
  if (at == head.size()) return {};
  const char32_t c = head[at];
  if (c == U'#') return ReadHeading(head, at);
  if (MayOpenFormula(head.substr(at))) return {};
  if (c == U'=') return IsMarkupLine(head) ? LineOpening{} : LineOpening{Kind::kText, 0};
  if (c == U'_') return IsMarkupLine(head) ? LineOpening{} : LineOpening{Kind::kText, 0};
  if (c == U':') {
    return BeginsTableRule(head.substr(at)) ? LineOpening{} : LineOpening{Kind::kText, 0};
  }
  if (Contains(U"-*+•◦▪▫‣⁃●○■□◆◇▸►➤·∙", c)) return ReadBullet(head, at);
  if (IsDigit(c)) return ReadNumber(head, at);
  if (c == U'|') return {Kind::kTable, at};
  if (c == U'`' || c == U'~') return ReadFence(head, at);
  if (c == U'>') {
    if (at + 1 == head.size()) return {};
    if (IsLetter(head[at + 1]) || Contains(U">*_\"“«(#-[!`", head[at + 1])) {
      return {Kind::kQuote, at + 1};
    }
    return IsSpace(head[at + 1]) ? LineOpening{Kind::kQuote, at + 2} : LineOpening{Kind::kText, 0};
  }
  if (c == U'(') return ReadParenthesis(head, at);
  if (c == U'[') {
    const LineOpening box = ReadCheckBox(head, at);
    return box.kind == Kind::kText ? ReadTarget(head, at) : box;
  }
  if (IsLetter(c)) return ReadLetter(head, at);
  return {Kind::kText, 0};
}

bool IsMarkupLine(std::u32string_view line) {
  char32_t mark = 0;
  for (const char32_t c : line) {
    if (IsSpace(c)) continue;
    if (mark == 0) mark = c;
    if (c != mark) return false;
  }
  return mark != 0 && Contains(U"-*_=+#>•", mark);
}

bool OpensFormula(std::u32string_view line) {
  const std::u32string_view mark = TrimSpace(line);
  return mark == U"$$" || mark == U"\\[" || (mark.starts_with(kTexBlock) && mark.ends_with(U'}'));
}

bool IsTableRule(std::u32string_view line) {
  return BeginsTableRule(TrimSpace(line)) && line.find(U'|') != line.npos;
}

bool ClosesFence(std::u32string_view line, char32_t fence, std::size_t length) {
  const std::u32string_view mark = TrimSpace(line);
  return mark.size() >= length &&
         std::all_of(mark.begin(), mark.end(), [fence](char32_t c) { return c == fence; });
}

}  // namespace nexy
