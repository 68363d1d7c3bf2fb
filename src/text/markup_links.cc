// Code spans, addresses, links and images: what names a place is no emphasis.
#include <algorithm>
#include <unordered_map>
#include <utility>
#include <vector>

#include "text/marked_text.h"
#include "text/spoken_cursor.h"

namespace nexy {

namespace {

constexpr std::size_t kNone = static_cast<std::size_t>(-1);

// A run of backticks and the nearest later one of the same length, which may close it.
struct TickRun {
  std::size_t begin, size;
  std::size_t closer = kNone;  // Its index.
};

std::vector<TickRun> TickRuns(const MarkedText& text) {
  std::vector<TickRun> runs;
  for (std::size_t i = text.raw().find(U'`'); i < text.size(); i = text.raw().find(U'`', i)) {
    runs.push_back({i, text.RunEnd(i) - i});
    i += runs.back().size;
  }
  std::unordered_map<std::size_t, std::size_t> later;  // By size.
  for (std::size_t r = runs.size(); r-- > 0;) {
    const auto found = later.find(runs[r].size);
    if (found != later.end()) runs[r].closer = found->second;
    later[runs[r].size] = r;
  }
  return runs;
}

// Takes the angle brackets off an address that stands between them.
void Unwrap(MarkedText& text, std::size_t begin, std::size_t end) {
  text.Drop(begin - 1, begin, MarkupRule::kAddress);
  text.Keep(begin, end);
  text.Drop(end, end + 1, MarkupRule::kAddress);
}

// <ann@example.com> leaves the address.
void MarkMailLinks(MarkedText& text) {
  constexpr std::u32string_view kEnds = U"<> \t\n@";
  const std::u32string_view raw = text.raw();
  for (std::size_t at = raw.find(U'@'); at != raw.npos; at = raw.find(U'@', at + 1)) {
    const std::size_t begin = at == 0 ? raw.npos : raw.find_last_of(kEnds, at - 1);
    const std::size_t end = raw.find_first_of(kEnds, at + 1);
    if (begin == raw.npos || end == raw.npos || raw[begin] != U'<' || raw[end] != U'>') continue;
    const bool domain = raw.substr(at, end - at).find(U'.') != raw.npos;
    if (begin + 1 == at || IsWordChar(text.Before(begin)) || !domain) continue;
    if (text.Plain(begin) && text.Plain(end)) Unwrap(text, begin + 1, end);
  }
}

// "[!NOTE]", the first line of a quotation, leaves "NOTE:".
void MarkAlert(MarkedText& text) {
  if (!text.raw().starts_with(U"[!")) return;
  std::size_t end = 2;
  while (IsUpper(text.At(end))) ++end;
  if (end == 2 || text.At(end) != U']' || !IsSpace(text.At(end + 1))) return;
  text.Drop(0, 2, MarkupRule::kLink);
  text.Replace(end, end + 1, U":", MarkupRule::kLink);
}

// Links and images while their brackets are followed.
class Links {
 public:
  explicit Links(MarkedText& text) : text_(text), raw_(text.raw()) {}

  void Mark() {
    std::vector<std::size_t> brackets;
    for (std::size_t i = 0; i < raw_.size(); ++i) {
      if (text_.Code(i) || text_.Dropped(i) || text_.Before(i) == U'\\') continue;
      if (raw_[i] == U'[') brackets.push_back(i);
      if (raw_[i] != U']') continue;
      const std::size_t opener = brackets.empty() ? kNone : brackets.back();
      if (!brackets.empty()) brackets.pop_back();
      const std::size_t end =
          text_.At(i + 1) == U'[' ? ReferenceEnd(opener, i) : LinkEnd(opener, i);
      if (end == kNone) continue;
      text_.Drop(i, end, MarkupRule::kLink);
      if (opener == kNone) continue;
      const std::size_t image = text_.Before(opener) == U'!' ? 1 : 0;
      text_.Drop(opener - image, opener + 1, MarkupRule::kLink);
      i = end - 1;
    }
  }

 private:
  // "[text][1]", "[text][]", "![][logo]"; "rows[0][1]" is none.
  std::size_t ReferenceEnd(std::size_t opener, std::size_t closer) const {
    constexpr std::size_t kReferenceMax = 60;
    if (opener == kNone || IsWordChar(text_.Before(opener)) || text_.Before(opener) == U']') {
      return kNone;
    }
    const std::size_t end = raw_.substr(closer + 2, kReferenceMax).find_first_of(U"]\n[");
    if (end == raw_.npos || raw_[closer + 2 + end] != U']') return kNone;
    const std::u32string_view label = raw_.substr(opener + 1, closer - opener - 1);
    const bool image = text_.Before(opener) == U'!';
    const bool worded = image || std::any_of(label.begin(), label.end(), IsLetter);
    return worded ? closer + 3 + end : kNone;
  }

  // "[text](target)". f[0](x) and the rest of a bracket that an earlier sentence opened need a
  // target with an address.
  std::size_t LinkEnd(std::size_t opener, std::size_t closer) const {
    const std::size_t end = text_.At(closer + 1) == U'(' ? TargetEnd(closer + 1) : kNone;
    if (end == kNone) return kNone;
    const bool certain = opener != kNone && !IsWordChar(text_.Before(opener)) &&
                         !IsOneOfChars(text_.Before(opener), U")]");
    if (certain) return end;
    const std::u32string_view target = raw_.substr(closer + 2, end - closer - 3);
    const bool address = target.find(U"://") != target.npos || target.starts_with(U"mailto:") ||
                         target.starts_with(U"www.") || target.starts_with(U"/") ||
                         target.starts_with(U"#");
    return address ? end : kNone;
  }

  // "(target)", "(<my file> "title")": the index after it, or kNone.
  std::size_t TargetEnd(std::size_t begin) const {
    std::size_t i = DestinationEnd(SkipBlanks(begin + 1));
    if (i == kNone) return kNone;
    i = SkipBlanks(i);
    const char32_t quote = text_.At(i);
    if (IsOneOfChars(quote, U"\"'(")) {
      const char32_t ends[] = {quote == U'(' ? U')' : quote, U'\n'};
      i = raw_.find_first_of({ends, 2}, i + 1);
      if (i == raw_.npos || raw_[i] == U'\n') return kNone;
      i = SkipBlanks(i + 1);
    }
    return text_.At(i) == U')' ? i + 1 : kNone;
  }

  std::size_t DestinationEnd(std::size_t begin) const {
    if (text_.At(begin) == U'<') {
      const std::size_t end = raw_.find_first_of(U">\n", begin);
      return text_.At(end) == U'>' ? end + 1 : kNone;
    }
    int depth = 0;
    std::size_t i = begin;
    for (; !IsSpace(text_.At(i)); ++i) {
      const char32_t c = text_.At(i);
      if (c == U'\\') ++i;
      if (c == U'(') ++depth;
      if (c == U')' && depth-- == 0) break;
    }
    return i;
  }

  std::size_t SkipBlanks(std::size_t i) const {
    while (text_.At(i) == U' ' && i < raw_.size()) ++i;
    return i;
  }

  MarkedText& text_;
  const std::u32string_view raw_;
};

}  // namespace

void MarkCode(MarkedText& text) {
  const std::vector<TickRun> runs = TickRuns(text);
  for (std::size_t r = 0; r < runs.size(); ++r) {
    const auto [begin, size, closer] = runs[r];
    if (closer == kNone || text.Before(begin) == U'\\') continue;
    const std::size_t end = runs[closer].begin;
    // `a' and `b' are quotes of the old kind: the second backtick opens one too.
    if (IsSpace(text.At(end - 1)) && !IsSpace(text.At(begin + size))) continue;
    text.Drop(begin, begin + size, MarkupRule::kCode);
    text.KeepCode(begin + size, end);
    text.Drop(end, end + size, MarkupRule::kCode);
    r = closer;
  }
}

// An address with a scheme keeps its underscores and asterisks; <…> around it goes.
void MarkAddresses(MarkedText& text) {
  const std::u32string_view raw = text.raw();
  for (std::size_t i = raw.find(U"://"); i != raw.npos; i = raw.find(U"://", i)) {
    std::size_t begin = i;
    while (begin > 0 && IsLetter(raw[begin - 1]) && raw[begin - 1] < 0x80) --begin;
    std::size_t end = i + 3;
    while (end < raw.size() && !IsSpace(raw[end]) && !IsOneOfChars(raw[end], U"<>\"") &&
           text.Plain(end)) {
      ++end;
    }
    i = end;
    if (text.Before(begin) == U'<' && text.At(end) == U'>' && text.Plain(begin - 1)) {
      Unwrap(text, begin, end);
      continue;
    }
    while (end > begin && IsOneOfChars(raw[end - 1], U"*_)].,!?;:'")) --end;
    text.Keep(begin, end);
  }
  MarkMailLinks(text);
}

void MarkLinks(MarkedText& text) {
  MarkAlert(text);
  Links(text).Mark();
}

}  // namespace nexy
