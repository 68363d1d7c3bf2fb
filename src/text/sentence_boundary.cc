#include "text/sentence_boundary.h"

#include <algorithm>
#include <optional>
#include <string>

#include "text/abbreviation_place.h"
#include "text/boundary_words.h"
#include "text/quoted_speech.h"
#include "text/russian_lexicon.h"
#include "text/sentence_signs.h"
#include "text/unicode.h"
#include "text/word_classes.h"

namespace nexy {

namespace {

constexpr std::size_t kWrappedLineChars = 60;  // A line this long may have been wrapped.

bool IsExclaimingName(std::u32string_view text, const BoundaryCandidate& candidate) {
  return IsWordOf(WordClass::kExclaiming, ToLower(WordBefore(text, candidate.terminator)));
}

bool BeginsWithDash(std::u32string_view text) {
  text = TrimSpace(text);
  return !text.empty() && text[0] != U'-' && IsDash(text[0]);
}

Ruling JudgeLineEnd(std::u32string_view text, const BoundaryCandidate& candidate, char32_t next) {
  if (IsLower(next)) return GoesOn("a small letter on the next line");
  const char32_t last = candidate.end > 0 ? text[candidate.end - 1] : U' ';
  if (last == U',') return GoesOn("the line ends in a comma");
  const bool wrapped = candidate.line_chars >= kWrappedLineChars && last != U':';
  return wrapped ? GoesOn("a long line was wrapped") : Ends("the end of a short line");
}

// A small letter follows the terminator.
Ruling JudgeBeforeSmall(std::u32string_view text, const BoundaryCandidate& candidate) {
  if (candidate.closed()) return GoesOn("a small letter follows the quote or bracket");
  if (candidate.after_dash) return GoesOn("a dash and a small letter follow");
  if (candidate.strong && IsExclaimingName(text, candidate)) {
    return GoesOn("a name that ends in an exclamation mark");
  }
  if (candidate.ellipsis && !candidate.strong) return GoesOn("a small letter follows the ellipsis");
  // "x = y ?? z", "a = b ? c : d"
  const bool operator_sign = candidate.terminator > 0 && IsSpace(text[candidate.terminator - 1]) &&
                             text.find(U'=') < candidate.terminator;
  if (operator_sign) return GoesOn("an operator");
  if (IsWrittenSmall(text)) {
    const bool ends = candidate.strong || IsFullWord(text, WordBefore(text, candidate.terminator),
                                                     candidate.language, 2);
    const std::u32string_view word = WordBefore(text, candidate.terminator);
    const bool number = !word.empty() && IsDigit(word[0]) &&
                        HasWordChar(text.substr(0, IndexIn(text, word))) &&
                        !IsGermanOrdinal(text, word, candidate.language);
    if (ends || number) return Ends("a text without capital letters");
  }
  return NeedsWord("a small letter follows");
}

// The letter `word` names something: "plan B.", "from A to F.", "корп. Б."
bool IsLabel(std::u32string_view text, std::u32string_view word, TextLanguage language) {
  std::u32string_view previous = PreviousWord(text, word);
  const std::u32string lower = ToLower(previous);
  if (IsWordOf(WordClass::kBeforeLetter, lower)) return true;
  if (IsWordOf(WordClass::kJoinsLetters, lower)) {
    const std::u32string_view other = PreviousWord(text, previous);
    return other.size() == 1 && IsLetter(other[0]);
  }
  if (!previous.ends_with(U'.')) return false;
  previous.remove_suffix(1);
  return ClassInPlace(text, previous, language) == Abbreviation::kNumber &&
         !IsWordOf(WordClass::kSharedMonth, ToLower(previous));  // "5 Jan. J. Smith left."
}

// A capital letter with a stop: an initial, unless it is a label or the English I.
Ruling JudgeInitial(std::u32string_view text, std::u32string_view word, TextLanguage language,
                    bool at_line_start) {
  const std::u32string_view previous_word = PreviousWord(text, word);
  const std::u32string previous = ToLower(previous_word);
  if (previous.empty() && at_line_start) return GoesOn("a letter numbers the line");
  if (IsLabel(text, word, language)) return Ends("a letter as a label");
  const bool after_word = !previous.empty() && previous.back() != U'.';
  const bool after_name = !previous_word.empty() && IsUpper(previous_word[0]);
  if (word == U"I" && after_word && !after_name) return NeedsWord("the English I");
  if (IsAfterRussianSurname(text, word)) return NeedsWord("initials after a surname");
  return NeedsWord("an initial");
}

// A month's name may begin with it: "3. Mai", "5. Jan.".
bool MayBeginMonth(char32_t c) { return Contains(U"JFMASOND", c); }

Ruling JudgeNumber(std::u32string_view text, const BoundaryCandidate& candidate,
                   std::u32string_view word, char32_t next, bool at_line_start) {
  if (IsDigit(next) && IsAfterNumberedWord(text, word)) return Ends("a full stop after a number");
  if (IsListNumber(text, word, at_line_start)) return GoesOn("the number of an item");
  if (IsWordChar(next) && IsGermanOrdinal(text, word, candidate.language)) {
    return NeedsWord("a German ordinal");
  }
  if (word.size() <= 2 && MayBeginMonth(next)) return NeedsWord("a German date");
  return Ends("a full stop after a number");
}

bool StartsNumber(char32_t c) { return IsDigit(c) || Contains(U"№#+", c); }

// A full stop inside a closing quote or bracket.
Ruling JudgeClosed(std::u32string_view text, const BoundaryCandidate& candidate,
                   std::u32string_view word, char32_t next) {
  const bool mark = AllDigits(word) && !HasWordChar(text.substr(0, IndexIn(text, word)));
  if (mark) return GoesOn("the number of an item");  // "1.) Open"
  return candidate.quoted && !candidate.opening && IsLetter(next)
             ? JudgeAfterClosing(text, candidate, next)
             : Ends("a quote or bracket closes");
}

// A full stop after an abbreviation; nullopt if it may be any word's.
std::optional<Ruling> JudgeShortened(std::u32string_view text, const BoundaryCandidate& candidate,
                                     std::u32string_view word, char32_t next, Abbreviation kind) {
  const bool number_next = StartsNumber(next);
  if (kind != Abbreviation::kNone && candidate.opening && number_next) {
    return GoesOn("a bracket with a number follows");  // "et al. (2020)", "5 млн чел. (2023 г.)"
  }
  switch (kind) {
    case Abbreviation::kTitle:
      if (IsStreet(text, word)) return NeedsWord("a street");
      return IsUpper(next) && !PreviousWord(text, word).empty()
                 ? NeedsWord("an abbreviation before a word")
                 : GoesOn("an abbreviation before a word");
    case Abbreviation::kTime:
      if (next == U'№') return GoesOn("the number of a document");  // "от 5.03.2024 г. № 17"
      return number_next ? Ends("a time or year") : NeedsWord("a time or year");
    case Abbreviation::kNumber:
      if (number_next) return GoesOn("an abbreviation before a number");
      // "No. That is all.": the word alone is a sentence.
      if (IsUpper(next) && (ToLower(word) != U"no" || !PreviousWord(text, word).empty())) {
        return NeedsWord("an abbreviation before a number");
      }
      break;
    case Abbreviation::kUnit:
      if (number_next && word.size() == 1)
        return GoesOn("a unit before a smaller one");  // "ст. 5 ч. 2"
      if (number_next) return NeedsWord("a unit before a number");
      return word == U"долл" || IsTransfer(text) ? NeedsWord("a sum of money") : Ends("a unit");
    case Abbreviation::kSmallUnit:
      return Ends("a unit");
    case Abbreviation::kEnd:
      return Ends("an abbreviation that ends a list");
    case Abbreviation::kName:
    case Abbreviation::kSuffix:
      return number_next ? GoesOn("an abbreviation before a number")
                         : NeedsWord("an abbreviation that may end a sentence");
    case Abbreviation::kState:
    case Abbreviation::kNone:
      break;
  }
  return std::nullopt;
}

// "поз. 12", "урож. 40 ц": it is short, ends in a consonant and stands in no dictionary.
bool IsUnknownRussian(std::u32string_view word) {
  constexpr std::size_t kShortMax = 6;
  if (word.size() < 3 || word.size() > kShortMax || !IsCyrillic(word[0])) return false;
  if (!AllLetters(word) || !IsLower(word.back()) || IsVowel(word.back())) return false;
  if (std::none_of(word.begin(), word.end(), IsVowel)) return false;  // "плз."
  const std::u32string lower = ToLower(word);
  const RussianReading reading = ReadRussianWord(lower);
  return LoadRussianLexicon() && reading.nouns.empty() && !reading.verb && !reading.other &&
         !IsRussianWord(lower);
}

// "Q1. What is it?", "A12. It is a cat."
bool IsQuestionNumber(std::u32string_view text, std::u32string_view word) {
  return word.size() >= 2 && word.size() <= 3 && IsUpper(word[0]) && AllDigits(word.substr(1)) &&
         PreviousWord(text, word).empty();
}

// A full stop before a capital letter, a digit or another sign that may begin a sentence.
Ruling JudgeStop(std::u32string_view text, const BoundaryCandidate& candidate, char32_t next,
                 bool at_line_start) {
  const std::u32string_view word = WordBefore(text, candidate.terminator);
  if (candidate.closed()) return JudgeClosed(text, candidate, word, next);
  if (at_line_start && IsSectionNumber(text, word)) return GoesOn("the number of a section");
  if (AllDigits(word)) return JudgeNumber(text, candidate, word, next, at_line_start);
  const Abbreviation kind = ClassInPlace(text, word, candidate.language);
  const bool shortened = kind != Abbreviation::kNone || IsInitials(word);
  if (IsQuestionNumber(text, word)) return GoesOn("the number of an item");
  if (shortened && !candidate.opening && Contains(U"<₽₴€$£¥%", next)) {
    return GoesOn("a sign after an abbreviation");
  }
  if (const auto ruling = JudgeShortened(text, candidate, word, next, kind)) return *ruling;
  if (word.size() == 1 && IsLetter(word[0])) {
    if (StartsNumber(next) &&
        !IsWordOf(WordClass::kBeforeLetter, ToLower(PreviousWord(text, word)))) {
      return GoesOn("a letter before a number");
    }
    if (IsUpper(word[0]) && IsIdeograph(next)) return GoesOn("an initial");
    if (IsUpper(word[0]) && IsUpper(next)) {
      return JudgeInitial(text, word, candidate.language, at_line_start);
    }
    if (IsLower(word[0]) && IsUpper(next)) return NeedsWord("a small letter as an abbreviation");
  }
  if (word.size() >= 3 && word.size() <= 7 && IsInitials(word)) return NeedsWord("initials");
  if (IsDigit(next) && IsUnknownRussian(word)) return GoesOn("no word of the dictionary");
  const bool roman = IsRoman(word) || word.find_first_not_of(U"ivx") == word.npos;
  if (roman && !HasWordChar(text.substr(0, IndexIn(text, word))) && at_line_start) {
    return GoesOn("the number of an item");
  }
  return Ends("a full stop");
}

// A word that may end a sentence without a space after its stop: no address, path or identifier.
bool IsPlainWord(std::u32string_view word) {
  return !word.empty() && (IsDigit(word.back()) || (word.size() >= 2 && IsLower(word.back()))) &&
         word.find_first_of(U"./@:_\\()[]{}<>=#") == word.npos;
}

Ruling JudgeWithoutSpace(std::u32string_view text, const BoundaryCandidate& candidate,
                         char32_t next) {
  if (Contains(U"¿¡", next)) return Ends("an opening sign follows");
  // No name or address has such a sign: वह आया।वह गया।
  if (candidate.strong && text[candidate.terminator] >= 0x80 && IsCaseless(next)) {
    return Ends("a terminator of a script without capitals");
  }
  const bool single = candidate.end == candidate.terminator + 1;
  const std::u32string_view word = WordBefore(text, candidate.terminator);
  if (single && !word.empty() && IsIdeograph(word.back()) && IsIdeograph(next)) {
    return Ends("a full stop between ideographs");
  }
  const bool words = IsUpper(next) && (single || candidate.strong) && IsPlainWord(word);
  return words ? NeedsWord("no space after the terminator") : GoesOn("a stop inside a word");
}

}  // namespace

Ruling JudgeByCharacter(std::u32string_view text, const BoundaryCandidate& candidate, char32_t next,
                        bool at_line_start) {
  if (Contains(U",;:)]}!?，；：、！？", next)) return GoesOn("punctuation follows");
  if (candidate.kind == BoundaryCandidate::Kind::kLineEnd) {
    return JudgeLineEnd(text, candidate, next);
  }
  if (candidate.kind == BoundaryCandidate::Kind::kSmile) {
    const bool after_words = HasWordChar(text.substr(0, candidate.end));
    if (IsEmoji(text[candidate.terminator]) && IsUpper(next)) return NeedsWord("an emoji");
    const bool begins = IsUpper(next) || (IsLower(next) && IsWrittenSmall(text));
    return after_words && begins ? Ends("a smile") : GoesOn("a smile inside a sentence");
  }
  if (!HasWordChar(text.substr(0, candidate.terminator))) return GoesOn("no word before it");
  if (candidate.spaceless) {
    if (!candidate.closed() && IsInQuotedWords(text)) return GoesOn("inside a quote among words");
    if (!candidate.closed() && IsInTitleMarks(text)) return GoesOn("inside a title");
    return candidate.closed() ? JudgeAfterClosing(text, candidate, next)
                              : Ends("terminator of a script without spaces");
  }
  if (candidate.glued && candidate.ellipsis && IsIdeograph(next) && !candidate.closed()) {
    return NeedsWord("an ellipsis before an ideograph");
  }
  if (!candidate.closed() && IsInQuotedName(text)) return GoesOn("inside a quoted name");
  if (candidate.glued) return JudgeWithoutSpace(text, candidate, next);
  if (Contains(U"¿¡", next)) return Ends("an opening sign follows");
  if (Contains(U">→|/&=×", next)) return GoesOn("a sign between words follows");
  if (IsLower(next)) return JudgeBeforeSmall(text, candidate);
  const bool talk = candidate.strong && BeginsWithDash(text);  // "— Сколько? — 100 рублей."
  if (candidate.after_dash && IsDigit(next) && !talk) return GoesOn("a dash and a number follow");
  if (candidate.after_dash && EndsInQuote(text)) return GoesOn("a dash inside a quote");
  if (!candidate.strong && !candidate.ellipsis) {
    return JudgeStop(text, candidate, next, at_line_start);
  }
  if (candidate.quoted && !candidate.opening && !candidate.after_dash && IsLetter(next)) {
    return JudgeAfterClosing(text, candidate, next);
  }
  if (candidate.strong && !candidate.closed() && IsExclaimingName(text, candidate)) {
    return NeedsWord("a name that ends in an exclamation mark");
  }
  if (candidate.ellipsis && !candidate.strong && IsCaseless(next)) {
    return NeedsWord("an ellipsis before a word without case");
  }
  return Ends(candidate.strong ? "an exclamation or question mark" : "an ellipsis");
}

Ruling JudgeAtLineEnd(std::u32string_view text, const BoundaryCandidate& candidate,
                      bool at_line_start) {
  using Kind = BoundaryCandidate::Kind;
  if (candidate.kind == Kind::kLineEnd) return GoesOn("a line end");
  if (candidate.kind == Kind::kSmile) {
    return IsEmoji(text[candidate.terminator]) ? GoesOn("a line end")
                                               : Ends("a smile at a line's end");
  }
  if (!HasWordChar(text.substr(0, candidate.terminator))) return GoesOn("no word before it");
  constexpr Ruling kEnds = Ends("a terminator at a line's end");
  if (candidate.strong || candidate.spaceless || candidate.ellipsis || candidate.closed()) {
    return kEnds;
  }
  const std::u32string_view word = WordBefore(text, candidate.terminator);
  if (AllDigits(word)) {
    return IsListNumber(text, word, at_line_start) ? GoesOn("the number of an item") : kEnds;
  }
  switch (ClassInPlace(text, word, candidate.language)) {
    case Abbreviation::kTitle:
    case Abbreviation::kNumber:
    case Abbreviation::kName:
    case Abbreviation::kSuffix:
      return GoesOn("an abbreviation at a line's end");
    default:
      return kEnds;
  }
}

}  // namespace nexy
