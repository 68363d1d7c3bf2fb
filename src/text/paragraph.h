#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "text/command_marker.h"
#include "text/inline_markup.h"
#include "text/sentence_boundary.h"

namespace nexy {

// One paragraph, list item or heading while it arrives: decides where its sentences end, takes the
// inline markup off them and appends them to `sentences`. Holds at most one unfinished sentence.
class Paragraph {
 public:
  Paragraph(std::size_t max_chars, std::vector<std::string>& sentences);

  void Push(char32_t c);
  // The line ended; whether the sentence goes on is decided by what follows.
  void PushLineEnd(char32_t c);
  // Appends text in which no sentence ends and nothing is markup (a code line, a list's number).
  void AppendLiteral(std::u32string_view text);
  // The paragraph is one sentence however it is punctuated (a row of a table).
  void SetWhole() { whole_ = true; }
  // The paragraph is over; what is left of it is a sentence.
  void End();

 private:
  enum class Phase {
    kNone,   // No candidate for an end of the sentence.
    kRun,    // In its terminators and what closes after them.
    kSpace,  // White space and opening signs after it.
    kWord,   // The next word, which decides.
  };

  void Append(char32_t c);
  void TrackSpan(char32_t c);
  void EndTicks();
  void LeaveSpans();
  bool InSpan() const;
  void BeginCandidate(char32_t c);
  bool ContinueCandidate(char32_t c);
  bool ContinueRun(char32_t c);
  bool ContinueSpace(char32_t c);
  void Decide(bool boundary);

  void CutAt(std::size_t end, bool more_follows);
  void EmitSentence(std::u32string_view raw, bool more_follows);
  std::u32string Visible(std::u32string_view raw, bool more_follows, OpenEmphasis& open,
                         bool& has_code) const;
  void CutLongSentence();

  const std::size_t max_chars_;
  std::vector<std::string>& sentences_;

  std::u32string raw_;           // The unfinished sentence with its markup.
  std::size_t literal_end_ = 0;  // raw_ before this is not to be stripped.
  std::size_t check_at_ = 0;     // Length of raw_ at which the limit is looked at again.
  bool at_line_start_ = true;    // The sentence began its paragraph.
  bool whole_ = false;
  OpenEmphasis open_;

  Phase phase_ = Phase::kNone;
  BoundaryCandidate candidate_;
  std::size_t before_stop_ = 0;  // The candidate's end before a stop after a space (". . ."); or 0.
  std::size_t next_word_ = 0;    // Where the deciding word begins.
  std::size_t line_begin_ = 0;   // Where the current line begins in raw_.

  // Code spans, brackets and link targets, in which no sentence ends.
  std::size_t ticks_ = 0;       // Length of the run of backticks that is being read.
  std::size_t code_ticks_ = 0;  // Length of the run that opened the code span; 0 outside.
  bool code_space_ = false;     // There is white space in the code span.
  std::size_t brackets_ = 0;
  std::size_t target_depth_ = 0;
  std::size_t span_begin_ = 0;

  CommandSkipper command_;
};

}  // namespace nexy
