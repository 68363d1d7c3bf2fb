#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "text/boundary_candidate.h"

namespace nexy {

// Follows one place where a sentence may end, from its terminator, smile or line end on until the
// next character or the next words decide. `text` is always the unfinished sentence before the
// character that is pushed; `at_line_start` tells that the sentence began a line.
class BoundarySearch {
 public:
  bool open() const { return phase_ != Phase::kNone; }
  const BoundaryCandidate& candidate() const { return candidate_; }

  // A search begins if the last character of `text` may end a sentence.
  void Notice(std::u32string_view text, TextLanguage language);
  // A line of `line_chars` ended; without a search that goes on, its end begins one.
  void NoticeLineEnd(std::size_t end, std::size_t line_chars);

  // nullopt: `c` belongs to what is looked at. Else the ruling that closes the search before `c`.
  std::optional<Ruling> Push(std::u32string_view text, char32_t c, bool at_line_start);
  std::optional<Ruling> PushLineEnd(std::u32string_view text, char32_t c, bool at_line_start);
  // The text is over: the ruling, if the search stands in a word that would decide.
  std::optional<Ruling> End(std::u32string_view text, bool at_line_start) const;
  // Something ended the sentence, or the place was decided.
  void Close() { phase_ = Phase::kNone; }
  // It waits for what follows the candidate.
  bool past_candidate() const { return phase_ == Phase::kSpace || phase_ == Phase::kWord; }

 private:
  enum class Phase {
    kNone,   // No candidate for an end of the sentence.
    kRun,    // In its terminators and what closes after them.
    kSpace,  // White space and opening signs after it.
    kWord,   // The next word, which decides.
  };

  // The terminator or smile `c` stands at `at`, which may be the end of `text`.
  void Begin(std::u32string_view text, char32_t c, std::size_t at, TextLanguage language);
  std::optional<Ruling> PushRun(std::u32string_view text, char32_t c, bool at_line_start);
  std::optional<Ruling> PushAttached(std::u32string_view text, char32_t c, bool at_line_start);
  std::optional<Ruling> PushCitation(std::u32string_view text, char32_t c, bool at_line_start);
  std::optional<Ruling> PushTag(std::u32string_view text, char32_t c);
  std::optional<Ruling> PushSpace(std::u32string_view text, char32_t c, bool at_line_start);
  std::optional<Ruling> PushSpacedStop(std::u32string_view text, char32_t c, bool at_line_start);
  std::optional<Ruling> PushWord(std::u32string_view text, char32_t c, bool at_line_start);
  std::optional<Ruling> DecideOrWait(const Ruling& ruling, std::u32string_view text, char32_t c);
  Ruling JudgeWords(std::u32string_view text, char32_t after, bool at_line_start) const;

  Phase phase_ = Phase::kNone;
  BoundaryCandidate candidate_;
  std::size_t before_stop_ = 0;  // The candidate's end before a stop after a space (". . ."); or 0.
  std::size_t attached_ = 0;     // Where "[3]" or "<br>" after a terminator begins; or 0.
  std::size_t word_begin_ = 0;   // Where the deciding word begins,
  std::size_t word_end_ = 0;     // ends (0: not yet),
  std::size_t second_begin_ = 0;  // and where the word after it begins (0: not yet).
};

}  // namespace nexy
