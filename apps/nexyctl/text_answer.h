#pragma once

#include <cstddef>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "text/answer_parser.h"
#include "text/boundary_watcher.h"
#include "text/language.h"
#include "text/markup_watcher.h"
#include "text/sentence_segmenter.h"

namespace CLI {
class App;
}

namespace nexy {

// An answer that a subcommand of `nexyctl text` cuts as the server would.
struct TextAnswer {
  std::string text;  // The argument; "-" or nothing: standard input.
  std::string lang = "en";
  std::size_t pieces = 0;  // 0: one piece a character.
  std::size_t first_clause_chars = 0;
};

// Adds the argument and the options that all of them have.
void AddTextAnswer(CLI::App& command, TextAnswer& answer);

// BCP 47 without its regions: "en-GB" is "en".
std::string PrimarySubtag(const std::string& tag);

// Where a sentence does not tell its own language.
Language LanguageOf(const TextAnswer& answer);

// What is done with a sentence, and how many characters of the answer had arrived by then.
using TakeSentence = std::function<void(const CutSentence& sentence, std::size_t seen)>;

// Who is told how the answer is cut; each may be empty.
struct TextWatchers {
  BoundaryWatcher boundary = {};
  MarkupWatcher markup = {};
};

// Feeds the answer to AnswerParser and SentenceSegmenter as a model would send it; the action that
// the model asked for.
std::optional<ActionCommand> CutAnswer(const TextAnswer& answer, const TextWatchers& watchers,
                                       const TakeSentence& take);

// Markup on one line: a line's end is "\n".
std::string OnOneLine(std::u32string_view markup);

// What --explain says of the action, if there is one.
void ExplainAction(const std::optional<ActionCommand>& action, bool json);

// One object a line; invalid UTF-8 becomes U+FFFD.
void PrintJsonLine(const nlohmann::ordered_json& object);

}  // namespace nexy
