#include "text/paragraph.h"

#include <algorithm>
#include <utility>

#include "text/command_marker.h"
#include "text/long_sentence.h"
#include "text/unicode.h"

namespace nexy {

namespace {

constexpr std::size_t kSpanMax =
    200;  // A bracket or code span longer than this holds nothing back.
constexpr std::size_t kMarkupFactor = 8;  // A sentence with its markup is at most this much longer.
constexpr std::size_t kCheckStep = 64;    // The limit is looked at again after so many characters.
constexpr std::size_t kDecidingWordMax = 32;

bool Contains(std::u32string_view set, char32_t c) { return set.find(c) != set.npos; }

// Nothing but marks: "**", "|---|:-:|".
bool IsMarkupAlone(std::u32string_view text) {
  const bool row = text.find(U'|') != text.npos && text.find(U'-') != text.npos;
  std::size_t marks = 0;
  for (const char32_t c : text) {
    if (IsSpace(c)) continue;
    if (!Contains(row ? U"|:-=+" : U"*_~`", c)) return false;
    ++marks;
  }
  return row || marks != 1;
}

}  // namespace

Paragraph::Paragraph(std::size_t max_chars, std::vector<std::string>& sentences)
    : max_chars_(max_chars), sentences_(sentences), check_at_(max_chars + 1) {}

void Paragraph::Push(char32_t c) {
  if (command_.Takes(c)) return;
  if (raw_.empty() && IsSpace(c)) return;
  if (phase_ != Phase::kNone && ContinueCandidate(c)) return Append(c);
  Append(c);
  if (IsTerminator(c) && !whole_ && !InSpan()) BeginCandidate(c);
  if (c == U'_' && IsCommandMarker(raw_)) {
    command_.Begin(raw_.size() > kCommandMarker.size());
    raw_.clear();
    phase_ = Phase::kNone;
  }
}

void Paragraph::PushLineEnd(char32_t c) {
  if (command_.Takes(c)) return;
  if (phase_ == Phase::kWord) {
    Decide(JudgeByWord(raw_, candidate_, std::u32string_view(raw_).substr(next_word_), c));
  }
  if (phase_ == Phase::kRun) candidate_.end = raw_.size();
  if (phase_ != Phase::kNone && EndsAtLineEnd(raw_, candidate_, at_line_start_)) Decide(true);
  if (phase_ == Phase::kNone && !TrimSpace(raw_).empty()) {
    candidate_ = {};
    candidate_.kind = BoundaryCandidate::Kind::kLineEnd;
    before_stop_ = 0;
    candidate_.end = raw_.size();
    candidate_.line_chars = raw_.size() - std::min(line_begin_, raw_.size());
  }
  if (!TrimSpace(raw_).empty()) phase_ = Phase::kSpace;
  Append(c);
  line_begin_ = raw_.size();
}

void Paragraph::AppendLiteral(std::u32string_view text) {
  for (const char32_t c : text) {
    raw_.push_back(c);
    literal_end_ = raw_.size();
    if (raw_.size() >= check_at_) CutLongSentence();
  }
}

void Paragraph::End() {
  CutAt(raw_.size(), false);
  phase_ = Phase::kNone;
  at_line_start_ = true;
  whole_ = false;
  open_ = {};
  line_begin_ = 0;
  LeaveSpans();
  command_ = {};
}

void Paragraph::Append(char32_t c) {
  raw_.push_back(c);
  if (c == U'`' || c == U'[' || ticks_ + code_ticks_ + brackets_ + target_depth_ > 0) TrackSpan(c);
  if (raw_.size() >= check_at_) CutLongSentence();
}

void Paragraph::TrackSpan(char32_t c) {
  if (c == U'`') {
    if (ticks_++ == 0 && code_ticks_ == 0) span_begin_ = raw_.size();
    return;
  }
  if (ticks_ > 0) EndTicks();
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
    if (brackets_++ == 0) span_begin_ = raw_.size();
  } else if (c == U']' && brackets_ > 0) {
    --brackets_;
  } else if (c == U'(' && raw_.size() > 1 && raw_[raw_.size() - 2] == U']') {
    target_depth_ = 1;
    span_begin_ = raw_.size();
  }
}

// A run of backticks has ended: it opens a code span, closes the open one, or is part of it.
void Paragraph::EndTicks() {
  const std::size_t run = raw_.size() - 1 - std::min(ticks_, raw_.size() - 1);
  const bool after_space = run == 0 || IsSpace(raw_[run - 1]);
  const bool opens_anew =
      after_space && !IsSpace(raw_.back()) && !Contains(U".,;:!?)", raw_.back());
  if (code_ticks_ == 0 || (code_ticks_ == ticks_ && opens_anew)) {
    code_ticks_ = ticks_;
    code_space_ = false;
    span_begin_ = raw_.size();
  } else if (code_ticks_ == ticks_) {
    code_ticks_ = 0;
  }
  ticks_ = 0;
}

void Paragraph::LeaveSpans() {
  ticks_ = code_ticks_ = brackets_ = target_depth_ = 0;
  code_space_ = false;
}

bool Paragraph::InSpan() const {
  const bool open = ticks_ > 0 || code_ticks_ > 0 || brackets_ > 0 || target_depth_ > 0;
  return open && raw_.size() - std::min(span_begin_, raw_.size()) < kSpanMax;
}

void Paragraph::BeginCandidate(char32_t c) {
  candidate_ = {};
  candidate_.terminator = raw_.size() - 1;
  candidate_.strong = IsStrongTerminator(c);
  candidate_.spaceless = IsSpacelessTerminator(c);
  candidate_.ellipsis = c == U'…';
  before_stop_ = 0;
  phase_ = Phase::kRun;
}

// True: the candidate stays open and `c` belongs to what is looked at. False: it has been decided.
bool Paragraph::ContinueCandidate(char32_t c) {
  switch (phase_) {
    case Phase::kNone:
      return false;
    case Phase::kRun:
      return ContinueRun(c);
    case Phase::kSpace:
      return ContinueSpace(c);
    case Phase::kWord:
      if (IsWordChar(c) && raw_.size() - next_word_ < kDecidingWordMax) return true;
      Decide(JudgeByWord(raw_, candidate_, std::u32string_view(raw_).substr(next_word_), c));
      return false;
  }
  return false;
}

bool Paragraph::ContinueRun(char32_t c) {
  if (IsTerminator(c)) {
    candidate_.strong |= IsStrongTerminator(c);
    candidate_.spaceless |= IsSpacelessTerminator(c);
    candidate_.ellipsis |= c == U'.' || c == U'…';
    return true;
  }
  if (IsClosing(c)) {
    candidate_.closed |= !Contains(U"*_~`", c);
    return true;
  }
  if (IsEmoji(c) || IsEmojiTail(c)) return true;
  if (IsSpace(c)) {
    candidate_.end = raw_.size();
    phase_ = Phase::kSpace;
    return true;
  }
  candidate_.end = raw_.size();
  Decide(candidate_.spaceless &&
         JudgeByCharacter(raw_, candidate_, c, at_line_start_) == Verdict::kBoundary);
  return false;
}

bool Paragraph::ContinueSpace(char32_t c) {
  if (before_stop_ > 0 && !IsTerminator(c)) {
    const std::size_t end = std::exchange(before_stop_, 0);
    if (!IsSpace(c)) {  // ".NET" and ".gitignore" begin a sentence.
      candidate_.end = end;
      candidate_.ellipsis = false;
      Decide(JudgeByCharacter(raw_, candidate_, U'A', at_line_start_) == Verdict::kBoundary);
      return false;
    }
  }
  if (IsSpace(c)) return true;
  if (c == U'.' && candidate_.kind == BoundaryCandidate::Kind::kTerminator && !candidate_.strong) {
    if (before_stop_ == 0) before_stop_ = candidate_.end;
    candidate_.end = raw_.size() + 1;
    candidate_.ellipsis = true;
    return true;
  }
  const bool line_ended = candidate_.kind == BoundaryCandidate::Kind::kLineEnd;
  if (!line_ended && (IsEmoji(c) || IsEmojiTail(c))) {
    candidate_.end = raw_.size() + 1;
    return true;
  }
  if (!line_ended && Contains(U"»”", c)) {  // French puts a space before it.
    candidate_.end = raw_.size() + 1;
    candidate_.closed = true;
    return true;
  }
  if (IsOpening(c)) return true;
  if (IsDash(c) && !line_ended) {
    candidate_.after_dash = true;
    return true;
  }
  const Verdict verdict = JudgeByCharacter(raw_, candidate_, c, at_line_start_);
  if (verdict == Verdict::kNeedWord && IsWordChar(c)) {
    phase_ = Phase::kWord;
    next_word_ = raw_.size();
    return true;
  }
  Decide(verdict == Verdict::kBoundary);
  return false;
}

void Paragraph::Decide(bool boundary) {
  phase_ = Phase::kNone;
  if (boundary && candidate_.kind == BoundaryCandidate::Kind::kLineEnd) LeaveSpans();
  if (boundary) CutAt(candidate_.end, true);
}

void Paragraph::CutAt(std::size_t end, bool more_follows) {
  EmitSentence(std::u32string_view(raw_).substr(0, end), more_follows);
  raw_.erase(0, end);
  literal_end_ -= std::min(literal_end_, end);
  line_begin_ -= std::min(line_begin_, end);
  next_word_ -= std::min(next_word_, end);
  span_begin_ -= std::min(span_begin_, end);
  before_stop_ = 0;
  at_line_start_ = false;
  check_at_ = max_chars_ + 1;
}

void Paragraph::EmitSentence(std::u32string_view raw, bool more_follows) {
  bool has_code = false;
  const std::u32string text = Visible(raw, more_follows, open_, has_code);
  std::u32string_view rest = WithoutCommand(text);
  if (literal_end_ == 0 && !has_code && IsMarkupAlone(rest)) return;
  while (!rest.empty()) {
    const std::size_t size = rest.size() > max_chars_ ? FirstPart(rest, max_chars_) : rest.size();
    const std::u32string_view part = WithoutCommand(rest.substr(0, size));
    if (!part.empty()) sentences_.push_back(EncodeUtf8(part));
    rest = WithoutCommand(rest.substr(size));
  }
}

std::u32string Paragraph::Visible(std::u32string_view raw, bool more_follows, OpenEmphasis& open,
                                  bool& has_code) const {
  std::u32string text(raw.substr(0, literal_end_));
  const std::u32string_view marked = raw.substr(std::min(literal_end_, raw.size()));
  const VisibleText visible = FindVisible(marked, more_follows, open);
  for (const std::uint32_t index : visible.kept) text.push_back(marked[index]);
  has_code = visible.has_code;
  return text;
}

// The sentence may be too long: cut off what fits, unless it is markup that makes it long.
void Paragraph::CutLongSentence() {
  while (raw_.size() >= check_at_) {
    if (phase_ == Phase::kSpace || phase_ == Phase::kWord) {
      Decide(true);
      continue;
    }
    OpenEmphasis open = open_;
    const std::u32string_view marked = std::u32string_view(raw_).substr(literal_end_);
    const VisibleText visible = FindVisible(marked, true, open);
    const std::size_t size = literal_end_ + visible.kept.size();
    if (size <= max_chars_ && raw_.size() < max_chars_ * kMarkupFactor) {
      check_at_ = raw_.size() + std::max(max_chars_ - size + 1, kCheckStep);
      return;
    }
    phase_ = Phase::kNone;
    if (size <= max_chars_) return CutAt(raw_.size(), true);
    std::u32string text = raw_.substr(0, literal_end_);
    for (const std::uint32_t index : visible.kept) text.push_back(marked[index]);
    const std::size_t part = FirstPart(text, max_chars_);
    CutAt(part <= literal_end_ ? part : literal_end_ + visible.kept[part - literal_end_ - 1] + 1,
          true);
  }
}

}  // namespace nexy
