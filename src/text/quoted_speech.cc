#include "text/quoted_speech.h"

#include <algorithm>
#include <string>

#include "text/abbreviations.h"
#include "text/boundary_words.h"
#include "text/sentence_signs.h"
#include "text/unicode.h"
#include "text/word_classes.h"

namespace nexy {

namespace {

constexpr std::size_t kQuotedWordsMax = 120;  // A longer quote is cut like any text.
constexpr std::size_t kQuotedNameMax = 30;    // A longer one is what somebody says.
constexpr std::size_t kTitleMax = 60;         // A longer title was not closed.
constexpr Ruling kQuoteEnds = Ends("a closing quote or bracket after a terminator");

bool IsHan(char32_t c) { return IsIdeograph(c) && !(c >= 0x3040 && c <= 0x30FF); }

// He asked, "Why?" I said: the speaker stands before the quote, so another sentence follows it.
bool HasSpeakerBefore(std::u32string_view text, std::size_t terminator) {
  const std::u32string_view before = text.substr(0, terminator);
  const std::size_t open = before.find_last_of(U"\"«»“„‘「『");
  return open != before.npos && HasWordChar(before.substr(0, open));
}

// "роман «Кто виноват?»"
bool IsTitle(std::u32string_view text) {
  const std::size_t open = text.find_last_of(U"«„“");
  if (open == text.npos || open == 0) return false;
  const std::size_t end = TrimSpace(text.substr(0, open)).size();
  return BeginsWithWordOf(WordClass::kWork, ToLower(WordBefore(text, end)));
}

// What stands right before the last quote of a text without spaces; 0: nothing. A colon has its
// speaker before it (他问：“为什么？”), a comma the first half of what somebody says, a word the
// sentence that the quote is a part of (点击“保存。”按钮).
char32_t BeforeLastQuote(std::u32string_view text) {
  const std::size_t open = text.find_last_of(U"“「『‘《");
  return open == text.npos || open == 0 ? 0 : text[open - 1];
}

// 他说, 小明问道: a verb of saying within the first characters.
bool IsHanSpeech(std::u32string_view words) {
  return IsHan(words.front()) && std::any_of(words.begin(), words.end(), [](char32_t c) {
           return Contains(U"说說问問道喊叫答", c);
         });
}

}  // namespace

bool IsInQuotedName(std::u32string_view text) {
  const std::size_t from = text.size() - std::min(text.size(), kQuotedNameMax);
  const std::size_t found = text.substr(from).find_last_of(U"\"«“„");
  const std::size_t open = from + found;
  if (found == text.npos || open < 2) return false;
  if (text.find_first_of(U"»”", open) != text.npos || !IsSpace(text[open - 1])) return false;
  const bool dash = IsDash(text[open - 2]);  // "передача — «Что? Где?»"
  const std::size_t before = open - (dash ? 4 : 2);
  return before < text.size() && IsWordChar(text[before]) && EndsInQuote(text);
}

bool IsInTitleMarks(std::u32string_view text) {
  const std::size_t open = text.find_last_of(U"《〈");
  return open != text.npos && text.find_first_of(U"》〉", open) == text.npos &&
         text.size() - open < kTitleMax;
}

bool IsInQuotedWords(std::u32string_view text) {
  const std::size_t open = text.find_last_of(U"「『");
  if (open == text.npos || open == 0) return false;
  if (!IsIdeograph(text[open - 1]) && text[open - 1] != U'、') return false;
  return text.find_first_of(U"」』", open) == text.npos && text.size() - open < kQuotedWordsMax;
}

Ruling JudgeAfterClosing(std::u32string_view text, const BoundaryCandidate& candidate,
                         char32_t next) {
  if (!candidate.spaceless) {
    return HasSpeakerBefore(text, candidate.terminator) && !IsTitle(text)
               ? kQuoteEnds
               : NeedsWord("a quote may have its speaker after it");
  }
  constexpr Ruling kEnds = Ends("terminator of a script without spaces");
  if (!candidate.glued) return kEnds;
  if (candidate.bracketed && !BeginsWithBracket(text)) return GoesOn("a bracket inside a sentence");
  if (!candidate.quoted) return kEnds;
  // Particles that make the quote a part of the sentence: 「…」と言った.
  if (Contains(U"とのはがをにもでへやっ", next)) return GoesOn("a particle follows the quote");
  const char32_t before = BeforeLastQuote(text);
  if (Contains(U"：:，,", before)) return kQuoteEnds;
  if (!IsHan(next)) return kEnds;
  return IsIdeograph(before) ? GoesOn("a quote inside a sentence")
                             : NeedsWord("a quote in Han characters");
}

Ruling JudgeSpeechTag(const NextWords& next) {
  constexpr Ruling kTag = GoesOn("who said it follows the quote");
  const std::u32string first = ToLower(next.first);
  if (IsIdeograph(next.first.front())) return IsHanSpeech(next.first) ? kTag : kQuoteEnds;
  if (IsWordOf(WordClass::kSpeech, first)) return kTag;
  if (!next.second.empty()) {
    return IsWordOf(WordClass::kSpeech, ToLower(next.second)) ? kTag : kQuoteEnds;
  }
  if (IsSpace(next.after) && !IsLineEnd(next.after) &&
      (first == U"i" || !IsWordOf(WordClass::kClosed, first))) {
    return NeedsWord("a name may speak");
  }
  return kQuoteEnds;
}

bool IsAuthorOfTitle(std::u32string_view text, std::u32string_view next) {
  const bool genitive = next.ends_with(U'а') || next.ends_with(U'я') || next.ends_with(U"ого") ||
                        next.ends_with(U"ой") || next.ends_with(U"ы") || next.ends_with(U"и");
  return genitive && IsTitle(text) && !IsSentenceStarter(next);
}

}  // namespace nexy
