#include "text/paragraph.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "text/boundary_words.h"
#include "text/command_marker.h"
#include "text/item_mark.h"
#include "text/long_sentence.h"
#include "text/sentence_signs.h"
#include "text/unicode.h"

namespace nexy {

namespace {

constexpr std::size_t kMarkupFactor = 8;  // A sentence with its markup is at most this much longer.
constexpr std::size_t kCheckStep = 64;    // The limit is looked at again after so many characters.
constexpr std::size_t kUndecidedMax = 80;      // Characters that an end may wait for its words.
constexpr std::size_t kLanguageSentences = 4;  // Are asked for the answer's language.

// Nothing but marks: "**", "|---|:-:|".
bool IsMarkupAlone(std::u32string_view text) {
  bool row = false;
  for (const std::u32string_view rule : {U"--", U"==", U"|-", U"-|", U":-", U"|="}) {
    row = row || text.find(rule) != text.npos;
  }
  row = row && text.find(U'|') != text.npos;
  std::size_t marks = 0;
  for (const char32_t c : text) {
    if (IsSpace(c)) continue;
    if (!Contains(row ? U"|:-=+" : U"*_~`", c)) return false;
    ++marks;
  }
  return row || marks != 1;
}

}  // namespace

Paragraph::Paragraph(const ParagraphLimits& limits, BoundaryWatcher watcher,
                     MarkupWatcher markup_watcher, std::vector<std::string>& sentences)
    : max_chars_(limits.max_chars),
      first_clause_chars_(limits.first_clause_chars),
      watcher_(std::move(watcher)),
      markup_watcher_(std::move(markup_watcher)),
      sentences_(sentences),
      check_at_(limits.max_chars + 1),
      language_(limits.language) {}

void Paragraph::Push(char32_t c) {
  if (command_.Takes(c)) return;
  if (raw_.empty() && IsSpace(c)) return;
  if (item_ != 0 && IsSpace(c)) FindNextItem();
  if (search_.open()) {
    const std::optional<Ruling> ruling = search_.Push(raw_, c, AtLineStart());
    if (!ruling) return Append(c);
    Decide(*ruling);
  }
  if (bullet_ != 0 && c == bullet_ && (raw_.empty() || IsSpace(raw_.back()))) {
    if (markup_watcher_) markup_watcher_(std::u32string_view(&c, 1), {}, "bullet");
    return Decide(Ends("the next bullet of a line"));
  }
  if (first_clause_chars_ > 0 && EndsFirstClause(c)) Decide(Ends("a clause for the first sound"));
  Append(c);
  if (whole_ || spans_.Inside(raw_.size())) return;
  search_.Notice(raw_, language_);
  if (c == U'_' && IsCommandMarker(raw_)) {
    command_.Begin(raw_.size() > kCommandMarker.size());
    raw_.clear();
    search_.Close();
  }
}

void Paragraph::PushLineEnd(char32_t c) {
  if (command_.Takes(c)) return;
  const std::optional<Ruling> ruling = search_.PushLineEnd(raw_, c, AtLineStart());
  if (ruling) Decide(*ruling);
  if (!TrimSpace(raw_).empty()) {
    search_.NoticeLineEnd(raw_.size(), raw_.size() - std::min(line_begin_, raw_.size()));
  }
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

void Paragraph::BeginItem(std::u32string_view mark) {
  AppendLiteral(mark);
  const ItemMark item = LastItemMark(raw_);
  item_ = item.value;
  item_style_ = item.style;
}

void Paragraph::End() {
  const std::optional<Ruling> ruling = search_.End(raw_, AtLineStart());
  if (ruling) Decide(*ruling);
  CutAt(raw_.size(), false);
  search_.Close();
  fresh_ = true;
  whole_ = false;
  open_ = {};
  line_begin_ = 0;
  item_ = 0;
  bullet_ = 0;
  spans_.Leave();
  command_ = {};
}

void Paragraph::Append(char32_t c) {
  raw_.push_back(c);
  spans_.Push(raw_);
  if (raw_.size() >= check_at_) CutLongSentence();
}

// The unfinished sentence began a line.
bool Paragraph::AtLineStart() const {
  if (!fresh_ && line_begin_ == 0) return false;
  const auto text = std::find_if_not(raw_.begin(), raw_.end(), IsSpace);
  return static_cast<std::size_t>(text - raw_.begin()) >= line_begin_;
}

void Paragraph::Decide(const Ruling& ruling) {
  const bool boundary = ruling.verdict == BoundaryVerdict::kBoundary;
  const bool open = search_.open();
  const std::size_t end = open ? search_.candidate().end : raw_.size();
  search_.Close();
  if (watcher_) watcher_(std::u32string_view(raw_).substr(0, end), boundary, ruling.rule);
  if (!boundary) return;
  if (open && search_.candidate().kind == BoundaryCandidate::Kind::kLineEnd) spans_.Leave();
  CutAt(end, true);
}

// "1) The first 2) The second": the next number or letter in the same style begins an item.
void Paragraph::FindNextItem() {
  const ItemMark item = LastItemMark(raw_);
  if (item.value != item_ + 1 || item.style != item_style_ || !item.begins_item) return;
  item_ = item.value;
  search_.Close();
  if (!HasWordChar(std::u32string_view(raw_).substr(0, item.begin))) return;
  if (watcher_) {
    watcher_(std::u32string_view(raw_).substr(0, item.begin), true, "the next item of a line");
  }
  CutAt(item.begin, true);
}

bool Paragraph::EndsFirstClause(char32_t next) const {
  return raw_.size() >= first_clause_chars_ && !search_.open() && !spans_.Inside(raw_.size()) &&
         EndsClause(raw_, next) && !EndsInQuote(raw_);
}

// The first sentences are enough; each is looked at alone, so that a quotation changes little.
void Paragraph::LearnLanguage(std::u32string_view sentence) {
  if (language_sentences_ == kLanguageSentences || sentence.empty()) return;
  ++language_sentences_;
  language_ = GuessLanguage(sentence, language_);
}

void Paragraph::CutAt(std::size_t end, bool more_follows) {
  LearnLanguage(std::u32string_view(raw_).substr(0, end));
  EmitSentence(std::u32string_view(raw_).substr(0, end), more_follows);
  raw_.erase(0, end);
  literal_end_ -= std::min(literal_end_, end);
  line_begin_ -= std::min(line_begin_, end);
  spans_.Shift(end);
  fresh_ = false;
  check_at_ = max_chars_ + 1;
}

void Paragraph::EmitSentence(std::u32string_view raw, bool more_follows) {
  const VisibleText visible = Visible(raw, more_follows, open_, markup_watcher_);
  std::u32string_view rest = WithoutCommand(visible.text);
  if (literal_end_ == 0 && !visible.has_code && IsMarkupAlone(rest)) {
    if (markup_watcher_ && !rest.empty()) markup_watcher_(rest, {}, "marks alone");
    return;
  }
  while (!rest.empty()) {
    const std::size_t size = rest.size() > max_chars_ ? FirstPart(rest, max_chars_) : rest.size();
    const std::u32string_view part = WithoutCommand(rest.substr(0, size));
    if (!part.empty()) {
      sentences_.push_back(EncodeUtf8(part));
      first_clause_chars_ = 0;
    }
    rest = WithoutCommand(rest.substr(size));
  }
}

// What of the unfinished sentence stays; `origin` counts from the end of what is literal.
VisibleText Paragraph::Visible(std::u32string_view raw, bool more_follows, OpenEmphasis& open,
                               const MarkupWatcher& watcher) const {
  const std::size_t literal = std::min(literal_end_, raw.size());
  VisibleText visible = FindVisible(raw.substr(literal), more_follows, open, watcher);
  if (literal > 0) visible.text.insert(0, raw.substr(0, literal));
  return visible;
}

// The sentence may be too long: cut off what fits, unless it is markup that makes it long.
void Paragraph::CutLongSentence() {
  while (raw_.size() >= check_at_) {
    if (search_.past_candidate()) {
      if (raw_.size() < search_.candidate().end + kUndecidedMax) return;
      Decide(Ends("the sentence is too long"));
      continue;
    }
    OpenEmphasis open = open_;
    const VisibleText visible = Visible(raw_, true, open, {});
    const std::size_t size = visible.text.size();
    if (size <= max_chars_ && raw_.size() < max_chars_ * kMarkupFactor) {
      check_at_ = raw_.size() + std::max(max_chars_ - size + 1, kCheckStep);
      return;
    }
    search_.Close();
    if (size <= max_chars_) return CutAt(raw_.size(), true);
    const std::size_t part = FirstPart(visible.text, max_chars_);
    CutAt(part <= literal_end_ ? part : literal_end_ + visible.origin[part - literal_end_ - 1] + 1,
          true);
  }
}

}  // namespace nexy
