#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "text/boundary_watcher.h"
#include "text/code_place.h"
#include "text/markup_watcher.h"
#include "text/text_language.h"

namespace nexy {

struct SegmenterOptions {
  // Of the answer, where its frequent words do not tell: whose abbreviations count.
  TextLanguage language = TextLanguage::kUnknown;
  std::size_t sentence_max_chars =
      500;  // Code points; a longer sentence is cut at a clause or word.
  std::size_t first_clause_chars =
      0;  // The first sentence may be cut at a clause once it is so long; 0: it is not.
  // For `nexyctl text … --explain`; none in a turn.
  BoundaryWatcher watcher = {};
  MarkupWatcher markup_watcher = {};
};

// One sentence as it is cut. What is heard about code ("Code: … End of code.") is no part of it.
struct CutSentence {
  std::string text;
  CodePlace code = CodePlace::kNone;
};

// Cuts a model's answer into the sentences of the wire (contract 4.2), as it streams in.
//
// Push() takes UTF-8 in any pieces, also through the middle of a character; the same text gives the
// same sentences however it is cut. A sentence is trimmed, never empty, without markup, otherwise
// exactly what the model wrote. Nothing is lost: what has no terminator comes out of Finish().
// Invalid UTF-8 becomes U+FFFD. Not thread-safe; linear time; holds at most one unfinished
// sentence.
class SentenceSegmenter {
 public:
  explicit SentenceSegmenter(SegmenterOptions options);
  ~SentenceSegmenter();

  std::vector<std::string> Push(std::string_view piece);
  std::vector<std::string> Finish();

  // The same with the places of the lines of code. A line of code comes out when it is known
  // whether it is the last one of its block.
  std::vector<CutSentence> Cut(std::string_view piece);
  std::vector<CutSentence> CutLast();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace nexy
