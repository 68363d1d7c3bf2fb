#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "text/boundary_search.h"
#include "text/boundary_watcher.h"
#include "text/command_marker.h"
#include "text/inline_markup.h"
#include "text/span_tracker.h"

namespace nexy {

struct ParagraphLimits {
  std::size_t max_chars = 500;         // A longer sentence is cut at a clause or word.
  std::size_t first_clause_chars = 0;  // The first sentence may be cut at a clause; 0: it is not.
  TextLanguage language = TextLanguage::kUnknown;  // Until the sentences tell another.
};

// One paragraph, list item or heading while it arrives: decides where its sentences end, takes the
// inline markup off them and appends them to `sentences`. Holds at most one unfinished sentence.
class Paragraph {
 public:
  Paragraph(const ParagraphLimits& limits, BoundaryWatcher watcher, MarkupWatcher markup_watcher,
            std::vector<std::string>& sentences);

  void Push(char32_t c);
  // The line ended; whether the sentence goes on is decided by what follows.
  void PushLineEnd(char32_t c);
  // Appends text in which no sentence ends and nothing is markup (a code line).
  void AppendLiteral(std::u32string_view text);
  // Begins an item with its number ("1) "); the item after it may follow in the same line.
  void BeginItem(std::u32string_view mark);
  // Begins an item whose mark `bullet` has been taken off; the same sign begins another.
  void BeginBullet(char32_t bullet) { bullet_ = bullet; }
  // The paragraph is one sentence however it is punctuated (a row of a table).
  void SetWhole() { whole_ = true; }
  // The paragraph is over; what is left of it is a sentence.
  void End();

 private:
  void Append(char32_t c);
  bool AtLineStart() const;
  void Decide(const Ruling& ruling);
  void FindNextItem();
  bool EndsFirstClause(char32_t next) const;

  void LearnLanguage(std::u32string_view sentence);
  void CutAt(std::size_t end, bool more_follows);
  void EmitSentence(std::u32string_view raw, bool more_follows);
  VisibleText Visible(std::u32string_view raw, bool more_follows, OpenEmphasis& open,
                      const MarkupWatcher& watcher) const;
  void CutLongSentence();

  const std::size_t max_chars_;
  std::size_t first_clause_chars_;  // 0 once a sentence has been cut.
  const BoundaryWatcher watcher_;
  const MarkupWatcher markup_watcher_;
  std::vector<std::string>& sentences_;

  std::u32string raw_;           // The unfinished sentence with its markup.
  std::size_t literal_end_ = 0;  // raw_ before this is not to be stripped.
  std::size_t check_at_ = 0;     // Length of raw_ at which the limit is looked at again.
  bool fresh_ = true;            // No sentence of the paragraph has been cut.
  bool whole_ = false;
  OpenEmphasis open_;
  TextLanguage language_;               // Of the sentences before.
  std::size_t language_sentences_ = 0;  // That have been asked for it.

  BoundarySearch search_;
  std::size_t line_begin_ = 0;  // Where the current line begins in raw_.

  char32_t item_ = 0;          // The number or letter of the line's last item; 0: there was none.
  std::u32string item_style_;  // What follows it: ".", ")" or ".)".
  char32_t bullet_ = 0;
  SpanTracker spans_;

  CommandSkipper command_;
};

}  // namespace nexy
