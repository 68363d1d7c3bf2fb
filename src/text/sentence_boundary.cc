#include "text/sentence_boundary.h"

#include <algorithm>
#include <string>

#include "text/abbreviations.h"
#include "text/unicode.h"

namespace nexy {

namespace {

constexpr std::size_t kWordMax = 32;           // Longer ones are no abbreviation.
constexpr std::size_t kWrappedLineChars = 60;  // A line this long may have been wrapped.

bool Contains(std::u32string_view set, char32_t c) { return set.find(c) != set.npos; }

bool IsMarkup(char32_t c) { return Contains(U"*_~`", c); }

// The last word before `end`: from the white space before it, without opening quotes and markup.
std::u32string_view WordBefore(std::u32string_view text, std::size_t end) {
  std::size_t begin = end;
  while (begin > 0 && !IsSpace(text[begin - 1]) && end - begin <= kWordMax) --begin;
  while (begin < end && (IsOpening(text[begin]) || IsMarkup(text[begin]))) ++begin;
  while (end > begin && IsMarkup(text[end - 1])) --end;
  return text.substr(begin, end - begin);
}

std::size_t IndexIn(std::u32string_view text, std::u32string_view part) {
  return static_cast<std::size_t>(part.data() - text.data());
}

std::u32string_view PreviousWord(std::u32string_view text, std::u32string_view word) {
  std::size_t end = IndexIn(text, word);
  while (end > 0 && (IsSpace(text[end - 1]) || IsOpening(text[end - 1]))) --end;
  return WordBefore(text, end);
}

bool AllDigits(std::u32string_view word) {
  return !word.empty() && std::all_of(word.begin(), word.end(), IsDigit);
}

bool HasWordChar(std::u32string_view text) {
  return std::any_of(text.begin(), text.end(), [](char32_t c) { return IsWordChar(c); });
}

// A number that stands before a list's item or after a German article is no end of a sentence.
bool IsListNumber(std::u32string_view text, std::u32string_view word, bool at_line_start) {
  if (word.size() > 3) return false;
  const std::u32string_view before = TrimSpace(text.substr(0, IndexIn(text, word)));
  if (!HasWordChar(before)) return at_line_start || word.size() <= 2;
  if (before.back() == U':' && word == U"1") return true;
  if (IsNumberedWord(ToLower(before))) return true;
  static constexpr std::u32string_view kGerman[] = {U"am",  U"der", U"die", U"das", U"dem",
                                                    U"den", U"des", U"im",  U"vom", U"zum",
                                                    U"zur", U"ab",  U"bis", U"seit"};
  const std::u32string previous = ToLower(PreviousWord(text, word));
  return word.size() <= 2 &&
         std::find(std::begin(kGerman), std::end(kGerman), previous) != std::end(kGerman);
}

// "т. е." and its like, written with spaces: the letters joined with a stop, else the word itself.
std::u32string WithPreviousLetter(std::u32string_view text, std::u32string_view word) {
  const std::u32string_view previous = PreviousWord(text, word);
  if (previous.size() == 2 && previous[1] == U'.' && IsLetter(previous[0]) && word.size() <= 3) {
    return std::u32string(previous) + std::u32string(word);
  }
  return std::u32string(word);
}

// A capital letter with a stop before a capital letter: an initial, unless it is a label ("plan
// B.") or the English pronoun.
Verdict JudgeInitial(std::u32string_view text, std::u32string_view word) {
  const std::u32string previous = ToLower(PreviousWord(text, word));
  if (IsLabelWord(previous)) return Verdict::kBoundary;
  const bool after_word = !previous.empty() && previous.back() != U'.';
  const bool after_name =
      IsUpper(PreviousWord(text, word).empty() ? U' ' : PreviousWord(text, word)[0]);
  if (word == U"I" && after_word && !after_name) return Verdict::kBoundary;
  return Verdict::kNeedWord;
}

bool IsInitials(std::u32string_view word) {
  for (std::size_t i = 0; i < word.size(); ++i) {
    if (i % 2 == 0 ? !IsUpper(word[i]) : word[i] != U'.') return false;
  }
  return word.size() % 2 == 1;
}

Abbreviation ClassBefore(std::u32string_view text, std::u32string_view word) {
  const std::u32string_view previous = PreviousWord(text, word);
  const bool after_number =
      !previous.empty() && (IsDigit(previous.back()) ||
                            ClassifyAbbreviation(ToLower(previous.substr(0, previous.size() - 1)),
                                                 true) == Abbreviation::kUnit);
  // "1990 г." is a year, which may stand before the sentence's subject; "5 г." are grams.
  const bool year = previous.size() >= 4 && AllDigits(previous.substr(previous.size() - 4));
  if (year && (word == U"г" || word == U"гг")) return Abbreviation::kTime;
  const std::u32string joined = ToLower(WithPreviousLetter(text, word));
  if (joined.size() != word.size()) {
    const Abbreviation spaced = ClassifyAbbreviation(joined, after_number);
    if (spaced != Abbreviation::kNone) return spaced;
  }
  // "5кг." has its number before it without a space.
  std::size_t digits = 0;
  while (digits < word.size() && IsDigit(word[digits])) ++digits;
  return ClassifyAbbreviation(ToLower(word.substr(digits)), after_number || digits > 0);
}

// "Main St." is a street, "St. Louis" a saint.
bool IsStreet(std::u32string_view text, std::u32string_view word) {
  if (word != U"St") return false;
  const std::u32string_view previous = PreviousWord(text, word);
  const bool first =
      TrimSpace(text.substr(0, previous.empty() ? 0 : IndexIn(text, previous))).empty();
  return !previous.empty() && !first && IsUpper(previous[0]);
}

// "At 5 a.m.", "В 1990 г.": a few words that begin with a preposition.
bool IsFronted(std::u32string_view text, std::size_t end) {
  const std::u32string_view before = TrimSpace(text.substr(0, end));
  const auto spaces = std::count_if(before.begin(), before.end(), IsSpace);
  std::size_t first = 0;
  while (first < before.size() && IsWordChar(before[first])) ++first;
  return spaces <= 2 && IsInList(WordList::kFront, ToLower(before.substr(0, first)));
}

// A word of four letters or more that is no abbreviation: after it a small letter may begin a
// sentence of somebody who writes without capitals.
bool IsFullWord(std::u32string_view text, const BoundaryCandidate& candidate) {
  const std::u32string_view word = WordBefore(text, candidate.terminator);
  return word.size() >= 4 && std::all_of(word.begin(), word.end(), IsLetter) &&
         std::any_of(word.begin(), word.end(), IsVowel) &&
         ClassBefore(text, word) == Abbreviation::kNone;
}

// A full stop before a capital letter, a digit or another sign that may begin a sentence.
Verdict JudgeStop(std::u32string_view text, const BoundaryCandidate& candidate, char32_t next,
                  bool at_line_start) {
  const std::u32string_view word = WordBefore(text, candidate.terminator);
  if (candidate.closed) {
    const bool mark = AllDigits(word) && !HasWordChar(text.substr(0, IndexIn(text, word)));
    return mark ? Verdict::kNoBoundary : Verdict::kBoundary;  // "1.) Open"
  }
  if (AllDigits(word)) {
    return IsListNumber(text, word, at_line_start) ? Verdict::kNoBoundary : Verdict::kBoundary;
  }
  const bool number_next = IsDigit(next) || next == U'№' || next == U'#';
  switch (ClassBefore(text, word)) {
    case Abbreviation::kTitle:
      return IsStreet(text, word) ? Verdict::kNeedWord : Verdict::kNoBoundary;
    case Abbreviation::kTime:
      return number_next ? Verdict::kBoundary : Verdict::kNeedWord;
    case Abbreviation::kNumber:
      if (number_next) return Verdict::kNoBoundary;
      break;
    case Abbreviation::kUnit:
      return number_next ? Verdict::kNoBoundary : Verdict::kBoundary;
    case Abbreviation::kEnd:
      return Verdict::kBoundary;
    case Abbreviation::kName:
      return number_next ? Verdict::kNoBoundary : Verdict::kNeedWord;
    case Abbreviation::kNone:
      break;
  }
  if (word == U"z" && next == U'B') return Verdict::kNeedWord;  // German "z. B."
  if (word.size() == 1 && IsUpper(word[0]) && IsUpper(next)) return JudgeInitial(text, word);
  if (word.size() >= 3 && word.size() <= 7 && IsInitials(word)) return Verdict::kNeedWord;
  return Verdict::kBoundary;
}

}  // namespace

bool IsTerminator(char32_t c) {
  if (c < 0x80) return c == U'.' || c == U'!' || c == U'?';
  return Contains(U"…‼⁇⁈⁉。！？｡．।॥؟۔։።។၊။", c);
}

bool IsStrongTerminator(char32_t c) { return c != U'.' && c != U'…' && IsTerminator(c); }

bool IsSpacelessTerminator(char32_t c) { return c >= 0x3000 && Contains(U"。！？｡", c); }

bool IsClosing(char32_t c) {
  if (c < 0x80) return Contains(U"\"')]}*_~`", c);
  return Contains(U"”’»›“」』）】］〉》〕｝", c);
}

bool IsOpening(char32_t c) {
  if (c < 0x80) return Contains(U"\"'([{*_~`", c);
  return Contains(U"“‘«‹„‚¿¡「『（【［〈《〔｛»", c);
}

bool IsDash(char32_t c) { return c == U'-' || c == U'—' || c == U'–' || c == U'―'; }

Verdict JudgeByCharacter(std::u32string_view text, const BoundaryCandidate& candidate,
                         char32_t next, bool at_line_start) {
  if (Contains(U",;:)]}", next)) return Verdict::kNoBoundary;
  if (candidate.kind == BoundaryCandidate::Kind::kLineEnd) {
    if (IsLower(next)) return Verdict::kNoBoundary;
    const char32_t last = candidate.end > 0 ? text[candidate.end - 1] : U' ';
    if (last == U',') return Verdict::kNoBoundary;
    const bool wrapped = candidate.line_chars >= kWrappedLineChars && last != U':';
    return wrapped ? Verdict::kNoBoundary : Verdict::kBoundary;
  }
  if (!HasWordChar(text.substr(0, candidate.terminator))) return Verdict::kNoBoundary;
  if (candidate.spaceless) return Verdict::kBoundary;
  if (IsLower(next)) {
    if (candidate.strong) {
      if (IsInList(WordList::kExclaim, ToLower(WordBefore(text, candidate.terminator)))) {
        return Verdict::kNoBoundary;  // Yahoo! is
      }
      return candidate.closed || candidate.after_dash ? Verdict::kNoBoundary : Verdict::kBoundary;
    }
    const bool goes_on = candidate.ellipsis || candidate.after_dash || candidate.closed;
    return goes_on ? Verdict::kNoBoundary : Verdict::kNeedWord;
  }
  if (candidate.strong || candidate.ellipsis) return Verdict::kBoundary;
  if (candidate.after_dash && IsDigit(next)) return Verdict::kNoBoundary;  // "макс. — 10"
  return JudgeStop(text, candidate, next, at_line_start);
}

bool JudgeByWord(std::u32string_view text, const BoundaryCandidate& candidate,
                 std::u32string_view word, char32_t after) {
  if (IsLower(word.front())) {
    // iPhone and macOS begin a sentence, other small letters do not.
    const bool brand = word.size() > 1 && std::any_of(word.begin(), word.end(), IsUpper);
    if (brand) return JudgeStop(text, candidate, U'A', false) == Verdict::kBoundary;
    return IsInList(WordList::kSmall, word) && IsFullWord(text, candidate);
  }
  if (word.size() == 1 && after == U'.') return false;  // Another initial.
  const std::u32string lower = ToLower(word);
  if (ClassBefore(text, WordBefore(text, candidate.terminator)) == Abbreviation::kTime) {
    if (IsInList(WordList::kZone, lower)) return false;
    return !IsFronted(text, candidate.end) || IsSentenceStarter(lower);
  }
  return IsSentenceStarter(lower);
}

bool EndsAtLineEnd(std::u32string_view text, const BoundaryCandidate& candidate,
                   bool at_line_start) {
  if (candidate.kind == BoundaryCandidate::Kind::kLineEnd) return false;
  if (!HasWordChar(text.substr(0, candidate.terminator))) return false;
  if (candidate.strong || candidate.spaceless || candidate.ellipsis || candidate.closed)
    return true;
  const std::u32string_view word = WordBefore(text, candidate.terminator);
  if (AllDigits(word)) return !IsListNumber(text, word, at_line_start);
  const Abbreviation kind = ClassBefore(text, word);
  return kind == Abbreviation::kNone || kind == Abbreviation::kEnd || kind == Abbreviation::kTime ||
         kind == Abbreviation::kUnit;
}

}  // namespace nexy
