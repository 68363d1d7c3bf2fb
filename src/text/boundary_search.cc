#include "text/boundary_search.h"

#include <algorithm>
#include <utility>

#include "text/boundary_by_word.h"
#include "text/boundary_words.h"
#include "text/html_tag.h"
#include "text/sentence_boundary.h"
#include "text/sentence_signs.h"
#include "text/unicode.h"
#include "text/word_classes.h"

namespace nexy {

namespace {

constexpr std::size_t kDecidingWordMax = 32;
constexpr std::size_t kDecidingIdeographs = 4;
constexpr std::size_t kLinkMax = 200;     // A longer target is none.
constexpr std::size_t kAttachedMax = 60;  // So is a longer note or tag.

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
constexpr std::size_t kSmileNear = 64;  // So near to it there is a word, so that time stays linear.
bool IsArrow(char32_t c) { return c >= 0x2794 && c <= 0x2B1C; }

// The last character ends ":)", ";-(" after a space, the Russian "))" and "Хорошо)", or is an emoji
// after a word.
bool EndsInSmile(std::u32string_view text) {
  const char32_t c = text.back();
  if (c >= kFirstPicture) {
    const std::u32string_view near = text.substr(text.size() - std::min(text.size(), kSmileNear));
    return IsEmoji(c) && !IsArrow(c) && HasWordChar(near);
  }
  if (!Contains(U")(DP", c) || text.size() < 3) return false;
  const char32_t before = text[text.size() - 2];
  if (before == c) {
    const auto opened = std::count(text.begin(), text.end(), U'(');
    return c == U')' && std::count(text.begin(), text.end(), U')') - opened >= 2;
  }
  const bool opened = text.find(U'(') != text.npos;
  const bool russian = IsCyrillic(before) && IsCyrillic(text[text.size() - 3]);
  if (c == U')' && russian && !opened) return true;
  const std::size_t eyes = text.size() - (before == U'-' ? 3 : 2);
  if (eyes == 0 || !Contains(U":;=", text[eyes])) return false;
  return IsSpace(text[eyes - 1]) || (IsLetter(text[eyes - 1]) && c == U')' && !opened);
}

// The terminator of "[Read more.](https://a.example)", which has just been closed; 0: there is
// none. Nothing was noticed inside the brackets.
std::size_t LinkTerminator(std::u32string_view text) {
  const std::size_t from = text.size() - std::min(text.size(), kLinkMax);
  const std::size_t close = text.substr(from).rfind(U"](");
  if (close == text.npos) return 0;
  std::size_t end = from + close;
  while (end > 0 && IsClosing(text[end - 1])) --end;
  return end > 1 && IsTerminator(text[end - 1]) ? end - 1 : 0;
}

// The element of the tag that `c` closes, in small letters; empty: it is none of HTML.
std::u32string ElementOf(std::u32string_view tag, char32_t c) {
  std::u32string closed(tag);
  closed.push_back(c);
  const std::u32string name = ToLower(ReadHtmlTag(closed).name);
  return IsWordOf(WordClass::kElement, name) ? name : std::u32string();
}

}  // namespace

void BoundarySearch::Notice(std::u32string_view text, TextLanguage language) {
  const char32_t c = text.back();
  if (IsTerminator(c) || EndsInSmile(text)) Begin(text, c, text.size() - 1, language);
  // "[It is old.] Read on.": nothing was noticed inside the bracket.
  if (c == U']' && BeginsWithBracket(text) && IsTerminator(text[text.size() - 2])) {
    Begin(text, text[text.size() - 2], text.size() - 2, language);
    candidate_.bracketed = true;
  }
  if (c == U')') {
    const std::size_t at = LinkTerminator(text);
    if (at > 0) Begin(text, text[at], at, language);
  }
}

void BoundarySearch::Begin(std::u32string_view text, char32_t c, std::size_t at,
                           TextLanguage language) {
  using Kind = BoundaryCandidate::Kind;
  candidate_ = {};
  candidate_.kind = IsTerminator(c) ? Kind::kTerminator : Kind::kSmile;
  candidate_.terminator = at;
  candidate_.language = language;
  candidate_.strong = IsStrongTerminator(c);
  const bool after_ideograph = candidate_.strong && at > 0 && IsIdeograph(text[at - 1]);
  candidate_.spaceless = after_ideograph || IsSpacelessTerminator(c);
  candidate_.ellipsis = c == U'…';
  before_stop_ = 0;
  attached_ = 0;
  phase_ = Phase::kRun;
}

void BoundarySearch::NoticeLineEnd(std::size_t end, std::size_t line_chars) {
  if (!open()) {
    candidate_ = {};
    candidate_.kind = BoundaryCandidate::Kind::kLineEnd;
    candidate_.end = end;
    candidate_.line_chars = line_chars;
    before_stop_ = 0;
  }
  attached_ = 0;
  phase_ = Phase::kSpace;
}

std::optional<Ruling> BoundarySearch::Push(std::u32string_view text, char32_t c,
                                           bool at_line_start) {
  if (attached_ > 0) return PushAttached(text, c, at_line_start);
  switch (phase_) {
    case Phase::kNone:
      break;
    case Phase::kRun:
      return PushRun(text, c, at_line_start);
    case Phase::kSpace:
      return PushSpace(text, c, at_line_start);
    case Phase::kWord:
      return PushWord(text, c, at_line_start);
  }
  return GoesOn("no candidate");
}

std::optional<Ruling> BoundarySearch::PushRun(std::u32string_view text, char32_t c,
                                              bool at_line_start) {
  if (IsTerminator(c)) {
    // The one before closed a quote or bracket inside the sentence.
    if (candidate_.closed() || candidate_.kind == BoundaryCandidate::Kind::kSmile) {
      Begin(text, c, text.size(), candidate_.language);
    }
    candidate_.strong |= IsStrongTerminator(c);
    candidate_.spaceless |= IsSpacelessTerminator(c);
    candidate_.ellipsis |= c == U'.' || c == U'…';
    return std::nullopt;
  }
  const bool closes = c == U'«' || IsClosing(c);  // German: »Nie.«
  if (closes && !(candidate_.spaceless && OpensQuote(text, c))) {
    candidate_.quoted |= Contains(U"\"'”’»«›“」』", c);
    candidate_.bracketed |= Contains(U")]}）】］〉》〕｝", c);
    return std::nullopt;
  }
  if (IsEmoji(c) || IsEmojiTail(c) || (IsFormat(c) && !IsSpace(c))) return std::nullopt;
  if (Contains(U"¹²³⁰⁴⁵⁶⁷⁸⁹†‡", c)) return std::nullopt;  // A footnote's mark.
  if ((c == U'[' || c == U'<') && candidate_.kind == BoundaryCandidate::Kind::kTerminator) {
    attached_ = text.size();
    return std::nullopt;
  }
  candidate_.end = text.size();
  if (IsSpace(c)) {
    phase_ = Phase::kSpace;
    return std::nullopt;
  }
  candidate_.glued = true;
  return DecideOrWait(JudgeByCharacter(text, candidate_, c, at_line_start), text, c);
}

// A note's number or a tag belongs to the sentence that it is attached to.
std::optional<Ruling> BoundarySearch::PushAttached(std::u32string_view text, char32_t c,
                                                   bool at_line_start) {
  return text[attached_] == U'<' ? PushTag(text, c) : PushCitation(text, c, at_line_start);
}

// "right.[3] Newton", "right. [3] Newton", "right.[^note] Newton"
std::optional<Ruling> BoundarySearch::PushCitation(std::u32string_view text, char32_t c,
                                                   bool at_line_start) {
  const std::size_t begin = attached_;
  const std::size_t size = text.size() - begin;
  const bool has_number = size > 1;
  const bool footnote = has_number && text[begin + 1] == U'^';
  const bool goes_on = footnote ? c != U']' && !IsSpace(c) && size < kAttachedMax
                                : IsDigit(c) || (has_number && Contains(U",-–", c));
  if (goes_on || (c == U'^' && !has_number)) return std::nullopt;
  attached_ = 0;
  if (c == U']' && has_number) return std::nullopt;
  if (!IsSpace(text[begin - 1])) return GoesOn("a bracket without a space before it");
  candidate_.opening = true;
  phase_ = Phase::kSpace;
  if (!has_number) return PushSpace(text, c, at_line_start);
  return JudgeByCharacter(text, candidate_, text[begin + 1], at_line_start);
}

// "One.<br>Two", "<b>One.</b> Two"
std::optional<Ruling> BoundarySearch::PushTag(std::u32string_view text, char32_t c) {
  const std::size_t size = text.size() - attached_;
  const bool fits = size > 1 ? size < kAttachedMax && c != U'<' : c == U'/' || IsLetter(c);
  if (fits && c != U'>') return std::nullopt;
  const std::u32string element = ElementOf(text.substr(attached_), c);
  attached_ = 0;
  if (element.empty()) return GoesOn("a stop inside a word");
  if (IsWordOf(WordClass::kInlineElement, element)) return std::nullopt;
  candidate_.end = text.size() + 1;
  phase_ = Phase::kSpace;
  return std::nullopt;
}

std::optional<Ruling> BoundarySearch::PushSpace(std::u32string_view text, char32_t c,
                                                bool at_line_start) {
  if (before_stop_ > 0 && !IsTerminator(c) && !IsSpace(c)) {
    return PushSpacedStop(text, c, at_line_start);
  }
  if (before_stop_ > 0 && !IsTerminator(c)) before_stop_ = 0;
  if (IsSpace(c) && text.back() == U'»' && candidate_.end < text.size()) {
    candidate_.end = text.size();  // It closed a quote whose beginning has been cut off.
    candidate_.quoted = true;
    candidate_.opening = false;
  }
  if (IsSpace(c) || IsFormat(c)) return std::nullopt;
  const bool line_ended = candidate_.kind == BoundaryCandidate::Kind::kLineEnd;
  const bool stopped = candidate_.kind == BoundaryCandidate::Kind::kTerminator;
  if (c == U'.' && stopped && !candidate_.strong) {
    if (before_stop_ == 0) before_stop_ = candidate_.end;
    candidate_.end = text.size() + 1;
    candidate_.ellipsis = true;
    return std::nullopt;
  }
  if (!line_ended && (IsEmoji(c) || IsEmojiTail(c))) {
    if (BeginsWithEmoji(text) && IsEmoji(c)) {  // "❌ One. ✅ Two.": they begin the items.
      return DecideOrWait(JudgeByCharacter(text, candidate_, U'A', at_line_start), text, c);
    }
    candidate_.end = text.size() + 1;
    return std::nullopt;
  }
  if (!line_ended && (c == U'”' || ClosesGuillemets(text, c))) {  // French puts a space before it.
    candidate_.end = text.size() + 1;
    candidate_.quoted = true;
    return std::nullopt;
  }
  if (c == U'[' && stopped && IsSpace(text.back()) && !BeginsWithBracket(text)) {
    attached_ = text.size();
    phase_ = Phase::kRun;
    return std::nullopt;
  }
  if (IsOpening(c) && !Contains(U"¿¡", c)) {
    candidate_.opening |= !Contains(U"*_~`", c);
    return std::nullopt;
  }
  if (IsDash(c) && !line_ended) {
    candidate_.after_dash = true;
    return std::nullopt;
  }
  return DecideOrWait(JudgeByCharacter(text, candidate_, c, at_line_start), text, c);
}

// A stop stands after a space and something else right after it: ". . .”", or ".NET" and
// ".gitignore" that begin a sentence.
std::optional<Ruling> BoundarySearch::PushSpacedStop(std::u32string_view text, char32_t c,
                                                     bool at_line_start) {
  const std::size_t end = std::exchange(before_stop_, 0);
  if (IsClosing(c)) {
    phase_ = Phase::kRun;
    return PushRun(text, c, at_line_start);
  }
  candidate_.end = end;
  candidate_.ellipsis = false;
  return JudgeByCharacter(text, candidate_, U'A', at_line_start);
}

// Waits if the verdict depends on the word that begins with `c`.
std::optional<Ruling> BoundarySearch::DecideOrWait(const Ruling& ruling, std::u32string_view text,
                                                   char32_t c) {
  if (ruling.verdict != BoundaryVerdict::kNeedWord || !IsWordChar(c)) return ruling;
  phase_ = Phase::kWord;
  word_begin_ = text.size();
  word_end_ = second_begin_ = 0;
  return std::nullopt;
}

std::optional<Ruling> BoundarySearch::PushWord(std::u32string_view text, char32_t c,
                                               bool at_line_start) {
  const bool first = word_end_ == 0;
  if (!first && second_begin_ == 0 && IsSpace(c)) return std::nullopt;
  if (!first && second_begin_ == 0 && IsWordChar(c)) {
    second_begin_ = text.size();
    return std::nullopt;
  }
  const std::size_t begin = first ? word_begin_ : second_begin_;
  const std::size_t max = IsIdeograph(text[word_begin_]) ? kDecidingIdeographs : kDecidingWordMax;
  if (IsWordChar(c) && begin > 0 && text.size() - begin < max) return std::nullopt;
  const Ruling ruling = JudgeWords(text, c, at_line_start);
  if (first && ruling.verdict == BoundaryVerdict::kNeedWord && IsSpace(c)) {
    word_end_ = text.size();
    return std::nullopt;
  }
  return ruling;
}

Ruling BoundarySearch::JudgeWords(std::u32string_view text, char32_t after,
                                  bool at_line_start) const {
  NextWords next;
  const std::size_t end = word_end_ > 0 ? word_end_ : text.size();
  next.first = text.substr(word_begin_, end - word_begin_);
  if (second_begin_ > 0) next.second = text.substr(second_begin_);
  next.after = word_end_ > 0 && second_begin_ == 0 ? U'.' : after;  // No second word came.
  return JudgeByWord(text, candidate_, next, at_line_start);
}

std::optional<Ruling> BoundarySearch::PushLineEnd(std::u32string_view text, char32_t c,
                                                  bool at_line_start) {
  if (phase_ == Phase::kWord) return JudgeWords(text, c, at_line_start);
  if (phase_ == Phase::kRun) candidate_.end = text.size();
  if (!open()) return std::nullopt;
  const Ruling ruling = JudgeAtLineEnd(text, candidate_, at_line_start);
  return ruling.verdict == BoundaryVerdict::kBoundary ? std::optional(ruling) : std::nullopt;
}

std::optional<Ruling> BoundarySearch::End(std::u32string_view text, bool at_line_start) const {
  if (phase_ != Phase::kWord) return std::nullopt;
  return JudgeWords(text, U'\n', at_line_start);
}

}  // namespace nexy
