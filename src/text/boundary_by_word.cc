#include "text/boundary_by_word.h"

#include <algorithm>
#include <string>

#include "text/abbreviation_place.h"
#include "text/boundary_words.h"
#include "text/quoted_speech.h"
#include "text/russian_lexicon.h"
#include "text/sentence_boundary.h"
#include "text/sentence_signs.h"
#include "text/unicode.h"
#include "text/word_classes.h"

namespace nexy {

namespace {

constexpr char32_t kCapital = U'T';  // No month and no Roman number begins with it.
constexpr std::size_t kSmallWordMin =
    4;  // Of a word before a small letter in a text with capitals.

Ruling StarterDecides(std::u32string_view lower) {
  return IsSentenceStarter(lower) ? Ends("a frequent first word follows")
                                  : GoesOn("no known first word follows");
}

// "done.Now": no space stands after the terminator.
Ruling JudgeGlued(std::u32string_view text, const BoundaryCandidate& candidate,
                  const NextWords& next) {
  constexpr Ruling kInside = GoesOn("a stop inside a word");
  const std::u32string_view word = WordBefore(text, candidate.terminator);
  const std::u32string lower = ToLower(next.first);
  const bool title =
      next.after == U'.' && ClassifyAbbreviation(lower, false) == Abbreviation::kTitle;
  const bool stopped = IsTerminator(next.after) && (candidate.strong || IsCyrillic(lower.front()));
  const bool word_ends = stopped || IsSpace(next.after) || next.after == U',' ||
                         next.after == U'\'' || next.after == U'’' || title;
  if (!word_ends) return kInside;
  constexpr Ruling kGlued = Ends("a space is missing after the terminator");
  if (title || IsWordOf(WordClass::kClosed, lower)) return kGlued;
  if (candidate.strong) return next.first.size() > 1 ? kGlued : kInside;
  // No identifier is written in Cyrillic; a brand is (Яндекс.Карты), and torch.Tensor is one.
  const bool sentence_word =
      IsLower(word[0]) && IsFullWord(text, word, candidate.language, kSmallWordMin);
  const bool starter = IsSentenceStarter(lower);
  const bool ends = IsCyrillic(next.first[0]) ? sentence_word || starter : sentence_word && starter;
  return ends ? kGlued : kInside;
}

// "Don't", "isn't"
bool IsNegated(const NextWords& next, std::u32string_view lower) {
  return Contains(U"'’", next.after) && IsWordOf(WordClass::kNegated, lower);
}

Ruling JudgeSmallWord(std::u32string_view text, const BoundaryCandidate& candidate,
                      const NextWords& next, bool at_line_start) {
  const std::u32string_view word = next.first;
  // iPhone, macOS and v2 begin a sentence.
  const std::u32string_view before = WordBefore(text, candidate.terminator);
  const bool has_number = std::any_of(word.begin(), word.end(), IsDigit) &&
                          ClassInPlace(text, before, candidate.language) == Abbreviation::kNone;
  if (has_number || (word.size() > 1 && std::any_of(word.begin(), word.end(), IsUpper))) {
    if (candidate.strong) return Ends("a brand that begins with a small letter");
    return JudgeByCharacter(text, candidate, kCapital, at_line_start).verdict ==
                   BoundaryVerdict::kBoundary
               ? Ends("a brand that begins with a small letter")
               : GoesOn("an abbreviation");
  }
  const bool small_starter =
      (IsWordOf(WordClass::kSmallStarter, word) || IsNegated(next, word)) && !EndsInBracket(text);
  const bool unit = IsWrittenSmall(text) && IsUnit(ClassInPlace(text, before, candidate.language));
  if (small_starter &&
      (candidate.strong || unit || IsFullWord(text, before, candidate.language, kSmallWordMin))) {
    return Ends("a first word in small letters");
  }
  return GoesOn("a small letter follows");
}

// "в 2024 г. Петровым": a name, and in a case in which no sentence begins.
bool IsObliqueSurname(std::u32string_view lower) {
  const bool oblique = lower.ends_with(U"овым") || lower.ends_with(U"евым") ||
                       lower.ends_with(U"иным") || lower.ends_with(U"ским");
  const RussianReading reading = oblique ? ReadRussianWord(lower) : RussianReading{};
  return oblique && reading.nouns.empty() && !reading.other;
}

// "我不知道……也许吧": an ellipsis ends a sentence unless somebody only hesitates or a joining word
// follows.
Ruling JudgeHanEllipsis(std::u32string_view text, const BoundaryCandidate& candidate,
                        std::u32string_view next) {
  const std::u32string_view before = WordBefore(text, candidate.terminator);
  if (IsWordOf(WordClass::kHesitation, before)) return GoesOn("hesitation");
  if (Contains(U"我你您他她它咱这那這私僕俺", next[0])) return Ends("a pronoun after an ellipsis");
  for (std::size_t size = 1; size <= next.size(); ++size) {
    if (IsWordOf(WordClass::kGoesOn, next.substr(0, size))) return GoesOn("a word that joins");
  }
  return before.size() < 2 ? GoesOn("an ellipsis between words") : Ends("an ellipsis");
}

// A word after a number with a stop.
Ruling JudgeAfterNumber(std::u32string_view text, const BoundaryCandidate& candidate,
                        std::u32string_view number, const NextWords& next,
                        std::u32string_view lower) {
  if (IsDigit(lower.front())) {  // "1. 3. 2003"
    const bool month = lower.size() <= 2 && next.after == U'.';
    const bool year = lower.size() == 4 && PreviousWord(text, number).ends_with(U'.');
    return month || year ? GoesOn("a date in numbers") : Ends("a full stop after a number");
  }
  if (IsWordOf(WordClass::kGermanMonth, lower)) return GoesOn("a month follows");
  if (!IsGermanOrdinal(text, number, candidate.language)) {
    return Ends("a full stop after a number");
  }
  if (IsWordOf(WordClass::kSharedMonth, lower)) return GoesOn("a month follows");
  const bool numbers = ClassifyAbbreviation(lower, false) == Abbreviation::kNumber;
  if (numbers && next.after == U'.') return Ends("an abbreviation before a number follows");
  return StarterDecides(lower);
}

// "5 руб. 20 коп.", "1 таб. 2 раза в день": a number after a unit goes on if it has a unit too.
Ruling JudgeNextAmount(const NextWords& next) {
  const std::size_t digits =
      std::min(next.first.find_first_not_of(U"0123456789"), next.first.size());
  std::u32string_view unit = next.first.substr(digits);
  if (unit.empty() && next.second.empty() && IsSpace(next.after)) {
    return NeedsWord("a unit before a number");
  }
  if (unit.empty()) unit = next.second;
  const std::u32string lower = ToLower(unit);
  const bool goes_on =
      IsUnit(ClassifyAbbreviation(lower, true)) || IsWordOf(WordClass::kTimesTaken, lower);
  return goes_on ? GoesOn("a unit before another amount") : Ends("a unit");
}

// A word after "5 p.m." or "1990 г.".
Ruling JudgeAfterTime(std::u32string_view text, const BoundaryCandidate& candidate,
                      const NextWords& next, std::u32string_view lower) {
  if (IsWordOf(WordClass::kZone, lower)) return GoesOn("a time zone or day follows");
  if (candidate.opening &&
      (lower == U"о" || lower == U"об")) {  // "Закон от 5.12.2005 г. «О рекламе»"
    return GoesOn("a document's title follows");
  }
  const bool name = !IsCyrillic(lower.front()) && !IsSentenceStarter(lower);
  if (name && next.second.empty() && IsSpace(next.after)) return NeedsWord("a place's time");
  if (name && IsWordOf(WordClass::kClock, ToLower(next.second))) {
    return GoesOn("a time zone or day follows");
  }
  if (IsObliqueSurname(lower)) return GoesOn("a surname that is no subject follows");
  if (!IsFronted(text, candidate.end)) return Ends("a time or year ends the sentence");
  if (lower == U"i" || lower == U"i'm") return GoesOn("the subject follows a time");
  return IsSentenceStarter(lower) ? Ends("a frequent first word follows")
                                  : GoesOn("the subject follows a time or year");
}

// A word after an initial, or after no abbreviation at all.
Ruling JudgeAfterInitial(std::u32string_view text, std::u32string_view before,
                         const NextWords& next, std::u32string_view lower) {
  if (before == U"I" && IsLower(PreviousWord(text, before).front())) {
    return Ends("the English I");
  }
  if (IsAfterRussianSurname(text, before)) return Ends("initials after a surname");
  if (next.after == U'.' && IsWordOf(WordClass::kHonorific, lower)) {
    return Ends("another person's title follows");
  }
  const bool initials =
      before.size() == 1 && IsUpper(before[0]) && PreviousWord(text, before).ends_with(U'.');
  if (initials && IsWordOf(WordClass::kNameParticle, lower))
    return GoesOn("a name follows initials");
  if (IsNegated(next, lower)) return Ends("a frequent first word follows");
  return StarterDecides(lower);
}

// "Acme Inc. Profits rose.", but "Acme Inc. President Lee" and "U.S. Army officials".
Ruling JudgeAfterSuffix(std::u32string_view text, std::u32string_view before, const NextWords& next,
                        std::u32string_view lower) {
  if (IsCyrillic(lower.front()) && IsRussianWord(lower)) return Ends("no name follows");
  // "The U.S. GDP grew.": an article with it is no sentence.
  const std::u32string first = ToLower(TrimSpace(text.substr(0, IndexIn(text, before))));
  if (first == U"the" || first == U"a") return GoesOn("a name goes on");
  const Ruling known = JudgeAfterInitial(text, before, next, lower);
  if (known.verdict == BoundaryVerdict::kBoundary || !IsUpper(next.first.front())) return known;
  if (IsWordOf(WordClass::kAfterSuffix, lower)) return GoesOn("a name goes on");
  if (next.second.empty()) {
    if (next.after == U'!' || next.after == U'?') return Ends("a sentence of one word");
    return IsSpace(next.after) ? NeedsWord("a word after a name") : known;
  }
  const bool sentence = IsLower(next.second.front()) || IsDigit(next.second.front());
  return sentence ? Ends("a small letter after the next word") : GoesOn("a name goes on");
}

// "Vol. IV", "прил. А.", "прил. Б", "no. AB123", "no. X-100"; "В", "A" and "C'" are words too.
bool IsNumbering(std::u32string_view word, char32_t after) {
  const bool word_too = Contains(U"AIАВИКОСУЯ", word[0]) || Contains(U"'’", after);
  const bool letter = word.size() == 1 && (Contains(U".,);-", after) || !word_too);
  return letter || IsRoman(word) || std::any_of(word.begin(), word.end(), IsDigit);
}

// "She is a Prof. They met.", "Он доц. Они женаты.": no name stands after the title.
bool IsTitleAlone(std::u32string_view text, std::u32string_view title, std::u32string_view next) {
  return IsWordOf(WordClass::kSmallStarter, next) &&
         (IsCyrillic(title.front()) ||
          IsWordOf(WordClass::kBeforeTitle, ToLower(PreviousWord(text, title))));
}

// A word after one that may be short for something.
Ruling JudgeAfterShort(std::u32string_view text, const BoundaryCandidate& candidate,
                       std::u32string_view before, const NextWords& next,
                       std::u32string_view lower) {
  const std::u32string_view word = next.first;
  const Abbreviation kind = ClassInPlace(text, before, candidate.language);
  if (word.size() == 1 && next.after == U'.') {
    if (kind != Abbreviation::kTime || IsFronted(text, candidate.end))
      return GoesOn("another initial follows");
    return Ends("a time or year ends the sentence");
  }
  const bool name = kind == Abbreviation::kName || kind == Abbreviation::kSuffix;
  const bool labelled = PreviousWord(text, before).ends_with(U':');  // "Size: M. Colour: red."
  if (next.after == U':' && (labelled || (name && before.size() > 1))) {
    return Ends("a label follows");
  }
  switch (kind) {
    case Abbreviation::kTime:
      return JudgeAfterTime(text, candidate, next, lower);
    case Abbreviation::kNumber:
      return IsNumbering(word, next.after) ? GoesOn("an abbreviation before a number")
                                           : Ends("a full stop");
    case Abbreviation::kUnit:
      if (IsDigit(word.front())) return JudgeNextAmount(next);
      if (lower == U"сша") return GoesOn("a currency's country follows");
      return IsRussianDative(lower) ? GoesOn("who gets the sum follows") : Ends("a unit");
    case Abbreviation::kTitle:
      if (!IsStreet(text, before)) {
        return IsTitleAlone(text, before, lower) ? Ends("a pronoun follows a title")
                                                 : GoesOn("an abbreviation before a word");
      }
      [[fallthrough]];
    case Abbreviation::kSuffix:
      return JudgeAfterSuffix(text, before, next, lower);
    case Abbreviation::kNone:
      if (before.size() == 1 && IsLower(before[0])) {
        if (next.after == U'.' && word.size() <= 3) return GoesOn("another short word follows");
        if (IsRoman(word)) return GoesOn("a letter before a number");
        // "n. d. Essen", "Facharzt f. Chirurgie"
        const std::u32string_view previous = PreviousWord(text, before);
        const bool german = GuessLanguage(text, candidate.language) == TextLanguage::kGerman &&
                            !previous.empty() && !IsDigit(previous.back());
        return german ? StarterDecides(lower) : Ends("a full stop");
      }
      break;
    default:
      break;
  }
  return JudgeAfterInitial(text, before, next, lower);
}

}  // namespace

Ruling JudgeByWord(std::u32string_view text, const BoundaryCandidate& candidate,
                   const NextWords& next, bool at_line_start) {
  if (candidate.glued && candidate.ellipsis && IsIdeograph(next.first[0])) {
    return JudgeHanEllipsis(text, candidate, next.first);
  }
  if (candidate.glued && !candidate.spaceless) return JudgeGlued(text, candidate, next);
  const std::u32string_view word = next.first;
  if (IsLower(word.front())) return JudgeSmallWord(text, candidate, next, at_line_start);
  const std::u32string lower = ToLower(word);
  if (candidate.quoted)
    return IsAuthorOfTitle(text, lower) ? GoesOn("a title's author follows") : JudgeSpeechTag(next);
  if (candidate.kind == BoundaryCandidate::Kind::kSmile) {
    return IsRussianWord(lower) ? Ends("an emoji before a word that is no name")
                                : StarterDecides(lower);
  }
  if (candidate.strong) return StarterDecides(lower);  // Yahoo!
  if (candidate.ellipsis && IsCaseless(word.front())) {
    return IsWordOf(WordClass::kGoesOn, word) ? GoesOn("a word that joins") : Ends("an ellipsis");
  }
  const std::u32string_view before = WordBefore(text, candidate.terminator);
  if (AllDigits(before)) return JudgeAfterNumber(text, candidate, before, next, lower);
  return JudgeAfterShort(text, candidate, before, next, lower);
}

}  // namespace nexy
