#include "text/paragraph.h"

#include <algorithm>
#include <utility>

#include "text/boundary_words.h"
#include "text/command_marker.h"
#include "text/item_mark.h"
#include "text/long_sentence.h"
#include "text/unicode.h"

namespace nexy {

namespace {

constexpr std::size_t kMarkupFactor = 8;  // A sentence with its markup is at most this much longer.
constexpr std::size_t kCheckStep = 64;    // The limit is looked at again after so many characters.
constexpr std::size_t kLanguageSentences = 4;  // Are asked for the answer's language.
constexpr std::size_t kDecidingWordMax = 32;
constexpr std::size_t kDecidingIdeographs = 4;

bool Contains(std::u32string_view set, char32_t c) { return set.find(c) != set.npos; }

// A sign that closes quotes in some languages opens one here, without a space: 你呢？“好。”
bool OpensQuote(std::u32string_view text, char32_t c) {
  if (c == U'“') return text.find(U'„') == text.npos;
  return c == U'"' && std::count(text.begin(), text.end(), U'"') % 2 == 0;
}

bool BeginsWithEmoji(std::u32string_view text) {
  text = TrimSpace(text);
  return !text.empty() && IsEmoji(text.front());
}

// Emoji before it are signs too (™), and arrows stand between words (Далее ➡️
// Настройки).
constexpr char32_t kFirstPicture = 0x2300;
bool IsArrow(char32_t c) { return c >= 0x2794 && c <= 0x2B1C; }

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

Paragraph::Paragraph(const ParagraphLimits& limits, BoundaryWatcher watcher,
                     std::vector<std::string>& sentences)
    : max_chars_(limits.max_chars),
      first_clause_chars_(limits.first_clause_chars),
      watcher_(std::move(watcher)),
      sentences_(sentences),
      check_at_(limits.max_chars + 1),
      language_(limits.language) {}

void Paragraph::Push(char32_t c) {
  if (command_.Takes(c)) return;
  if (raw_.empty() && IsSpace(c)) return;
  if (item_ != 0 && IsSpace(c)) FindNextItem();
  if (phase_ != Phase::kNone && ContinueCandidate(c)) return Append(c);
  if (bullet_ != 0 && c == bullet_ && !raw_.empty() && IsSpace(raw_.back())) {
    return Decide({BoundaryVerdict::kBoundary, "the next bullet of a line"});
  }
  if (first_clause_chars_ > 0 && EndsFirstClause(c)) {
    candidate_.end = raw_.size();
    Decide({BoundaryVerdict::kBoundary, "a clause for the first sound"});
  }
  Append(c);
  if (whole_ || spans_.Inside(raw_.size())) return;
  if (IsTerminator(c) || BeginsSmile(c)) BeginCandidate(c, raw_.size() - 1);
  if (c == U'_' && IsCommandMarker(raw_)) {
    command_.Begin(raw_.size() > kCommandMarker.size());
    raw_.clear();
    phase_ = Phase::kNone;
  }
}

void Paragraph::PushLineEnd(char32_t c) {
  if (command_.Takes(c)) return;
  if (phase_ == Phase::kWord) Decide(JudgeWords(c));
  if (phase_ == Phase::kRun) candidate_.end = raw_.size();
  if (phase_ != Phase::kNone) {
    const Ruling ruling = JudgeAtLineEnd(raw_, candidate_, AtLineStart());
    if (ruling.verdict == BoundaryVerdict::kBoundary) Decide(ruling);
  }
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

void Paragraph::BeginItem(std::u32string_view mark) {
  AppendLiteral(mark);
  const ItemMark item = LastItemMark(raw_);
  item_ = item.value;
  item_style_ = item.style;
}

void Paragraph::End() {
  if (phase_ == Phase::kWord) Decide(JudgeWords(U'\n'));
  CutAt(raw_.size(), false);
  phase_ = Phase::kNone;
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

void Paragraph::BeginCandidate(char32_t c, std::size_t at) {
  candidate_ = {};
  candidate_.kind =
      IsTerminator(c) ? BoundaryCandidate::Kind::kTerminator : BoundaryCandidate::Kind::kSmile;
  candidate_.terminator = at;
  candidate_.language = language_;
  candidate_.strong = IsStrongTerminator(c);
  candidate_.spaceless = IsSpacelessTerminator(c);
  candidate_.ellipsis = c == U'…';
  before_stop_ = 0;
  citation_ = 0;
  phase_ = Phase::kRun;
}

// ":)", ";-(" after a space, the Russian "))" and "Хорошо)", an emoji after a word.
bool Paragraph::BeginsSmile(char32_t c) const {
  if (c >= kFirstPicture) return IsEmoji(c) && !IsArrow(c) && HasWordChar(raw_);
  if ((c != U')' && c != U'(') || raw_.size() < 3) return false;
  const char32_t before = raw_[raw_.size() - 2];
  if (before == c) {
    const auto opened = std::count(raw_.begin(), raw_.end(), U'(');
    return c == U')' && std::count(raw_.begin(), raw_.end(), U')') - opened >= 2;
  }
  const bool russian = IsCyrillic(before) && IsCyrillic(raw_[raw_.size() - 3]);
  if (c == U')' && russian && raw_.find(U'(') == raw_.npos) return true;
  const std::size_t eyes = raw_.size() - (before == U'-' ? 3 : 2);
  if (eyes == 0 || !Contains(U":;=", raw_[eyes])) return false;
  const bool glued = IsLetter(raw_[eyes - 1]) && c == U')' && raw_.find(U'(') == raw_.npos;
  return IsSpace(raw_[eyes - 1]) || glued;
}

// True: the candidate stays open and `c` belongs to what is looked at. False: it has been decided.
bool Paragraph::ContinueCandidate(char32_t c) {
  switch (phase_) {
    case Phase::kNone:
      return false;
    case Phase::kRun:
      return citation_ > 0 ? ContinueCitation(c) : ContinueRun(c);
    case Phase::kSpace:
      return ContinueSpace(c);
    case Phase::kWord:
      return ContinueWord(c);
  }
  return false;
}

bool Paragraph::ContinueRun(char32_t c) {
  if (IsTerminator(c)) {
    // The one before closed a quote or bracket inside the sentence.
    if (candidate_.closed() || candidate_.kind == BoundaryCandidate::Kind::kSmile) {
      BeginCandidate(c, raw_.size());
    }
    candidate_.strong |= IsStrongTerminator(c);
    candidate_.spaceless |= IsSpacelessTerminator(c);
    candidate_.ellipsis |= c == U'.' || c == U'…';
    return true;
  }
  if (IsClosing(c) && !(candidate_.spaceless && OpensQuote(raw_, c))) {
    candidate_.quoted |= Contains(U"\"'”’»›“」』", c);
    candidate_.bracketed |= Contains(U")]}）】］〉》〕｝", c);
    return true;
  }
  if (IsEmoji(c) || IsEmojiTail(c) || (IsFormat(c) && !IsSpace(c))) return true;
  if (Contains(U"¹²³⁰⁴⁵⁶⁷⁸⁹†‡", c)) return true;  // A footnote's mark.
  if (c == U'[' && candidate_.kind == BoundaryCandidate::Kind::kTerminator) {
    citation_ = raw_.size();
    return true;
  }
  candidate_.end = raw_.size();
  if (IsSpace(c)) {
    phase_ = Phase::kSpace;
    return true;
  }
  candidate_.glued = true;
  return BeginWord(JudgeByCharacter(raw_, candidate_, c, AtLineStart()), c);
}

// "right.[3] Newton": a note's number belongs to the sentence.
bool Paragraph::ContinueCitation(char32_t c) {
  const bool has_number = raw_.size() > citation_ + 1;
  if (c == U']' && has_number) {
    citation_ = 0;
    return true;
  }
  if (IsDigit(c) || (has_number && Contains(U",-–", c))) return true;
  Decide({BoundaryVerdict::kNoBoundary, "a bracket without a space before it"});
  return false;
}

bool Paragraph::ContinueSpace(char32_t c) {
  if (before_stop_ > 0 && !IsTerminator(c)) {
    const std::size_t end = std::exchange(before_stop_, 0);
    if (IsClosing(c)) {
      phase_ = Phase::kRun;  // ". . .”
      return ContinueRun(c);
    }
    if (!IsSpace(c)) {  // ".NET" and ".gitignore" begin a sentence.
      candidate_.end = end;
      candidate_.ellipsis = false;
      Decide(JudgeByCharacter(raw_, candidate_, U'A', AtLineStart()));
      return false;
    }
  }
  if (IsSpace(c) || IsFormat(c)) return true;
  const bool line_ended = candidate_.kind == BoundaryCandidate::Kind::kLineEnd;
  const bool stopped = candidate_.kind == BoundaryCandidate::Kind::kTerminator;
  if (c == U'.' && stopped && !candidate_.strong) {
    if (before_stop_ == 0) before_stop_ = candidate_.end;
    candidate_.end = raw_.size() + 1;
    candidate_.ellipsis = true;
    return true;
  }
  if (!line_ended && (IsEmoji(c) || IsEmojiTail(c))) {
    if (BeginsWithEmoji(raw_) && IsEmoji(c)) {  // "❌ One. ✅ Two.": they begin the items.
      return BeginWord(JudgeByCharacter(raw_, candidate_, U'A', AtLineStart()), c);
    }
    candidate_.end = raw_.size() + 1;
    return true;
  }
  if (!line_ended && Contains(U"»”", c)) {  // French puts a space before it.
    candidate_.end = raw_.size() + 1;
    candidate_.quoted = true;
    return true;
  }
  if (IsOpening(c) && !Contains(U"¿¡", c)) {
    candidate_.opening |= !Contains(U"*_~`", c);
    return true;
  }
  if (IsDash(c) && !line_ended) {
    candidate_.after_dash = true;
    return true;
  }
  return BeginWord(JudgeByCharacter(raw_, candidate_, c, AtLineStart()), c);
}

// True if the verdict waits for the word that begins with `c`.
bool Paragraph::BeginWord(const Ruling& ruling, char32_t c) {
  if (ruling.verdict != BoundaryVerdict::kNeedWord || !IsWordChar(c)) {
    Decide(ruling);
    return false;
  }
  phase_ = Phase::kWord;
  word_begin_ = raw_.size();
  word_end_ = second_begin_ = 0;
  return true;
}

bool Paragraph::ContinueWord(char32_t c) {
  const bool first = word_end_ == 0;
  if (!first && second_begin_ == 0 && IsSpace(c)) return true;
  if (!first && second_begin_ == 0 && IsWordChar(c)) {
    second_begin_ = raw_.size();
    return true;
  }
  const std::size_t begin = first ? word_begin_ : second_begin_;
  const std::size_t max = IsIdeograph(raw_[word_begin_]) ? kDecidingIdeographs : kDecidingWordMax;
  if (IsWordChar(c) && begin > 0 && raw_.size() - begin < max) return true;
  const Ruling ruling = JudgeWords(c);
  if (first && ruling.verdict == BoundaryVerdict::kNeedWord && IsSpace(c)) {
    word_end_ = raw_.size();
    return true;
  }
  Decide(ruling);
  return false;
}

Ruling Paragraph::JudgeWords(char32_t after) const {
  const std::u32string_view text = raw_;
  NextWords next;
  const std::size_t end = word_end_ > 0 ? word_end_ : text.size();
  next.first = text.substr(word_begin_, end - word_begin_);
  if (second_begin_ > 0) next.second = text.substr(second_begin_);
  next.after = word_end_ > 0 && second_begin_ == 0 ? U'.' : after;  // No second word came.
  return JudgeByWord(text, candidate_, next, AtLineStart());
}

void Paragraph::Decide(const Ruling& ruling) {
  const bool boundary = ruling.verdict == BoundaryVerdict::kBoundary;
  const std::size_t end = phase_ == Phase::kNone ? raw_.size() : candidate_.end;
  phase_ = Phase::kNone;
  if (watcher_) watcher_(std::u32string_view(raw_).substr(0, end), boundary, ruling.rule);
  if (!boundary) return;
  if (candidate_.kind == BoundaryCandidate::Kind::kLineEnd) spans_.Leave();
  CutAt(end, true);
}

// "1) The first 2) The second": the next number or letter in the same style begins an item.
void Paragraph::FindNextItem() {
  const ItemMark item = LastItemMark(raw_);
  if (item.value != item_ + 1 || item.style != item_style_ || !item.begins_item) return;
  item_ = item.value;
  phase_ = Phase::kNone;
  if (TrimSpace(std::u32string_view(raw_).substr(0, item.begin)).empty()) return;
  if (watcher_) {
    watcher_(std::u32string_view(raw_).substr(0, item.begin), true, "the next item of a line");
  }
  CutAt(item.begin, true);
}

bool Paragraph::EndsFirstClause(char32_t next) const {
  return raw_.size() >= first_clause_chars_ && phase_ == Phase::kNone &&
         !spans_.Inside(raw_.size()) && EndsClause(raw_, next) && !EndsInQuote(raw_);
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
  word_begin_ -= std::min(word_begin_, end);
  spans_.Shift(end);
  before_stop_ = 0;
  fresh_ = false;
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
    if (!part.empty()) {
      sentences_.push_back(EncodeUtf8(part));
      first_clause_chars_ = 0;
    }
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
      Decide({BoundaryVerdict::kBoundary, "the sentence is too long"});
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
