#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace nexy {

// The action of a structured answer as the model wrote it; turn/ decides whether it is allowed.
struct ActionCommand {
  std::string command;
  std::string args_json;  // The object of `args`, "{}" when absent.
};

// What a finished answer was.
enum class AnswerEnd {
  kComplete,
  kMalformed,  // An object with a bad escape, one that never closes, or one above the limit.
};

// Takes the text and the action out of a model's answer while it streams (wire contract 9.4): plain
// text, one JSON object {"text", "session_id", "command", "args"}, the same in a code fence, and
// text before or after it. Any chunking gives the same result; linear time. Not thread-safe.
class AnswerParser {
 public:
  explicit AnswerParser(std::size_t json_max_bytes);
  ~AnswerParser();

  // The text (UTF-8) that `piece` completes, ready for SentenceSegmenter; may be empty.
  std::string Push(std::string_view piece);
  // The rest of the text, once the model has finished.
  std::string Finish();

  // After Finish(). A malformed answer's action is reported too, so that it can be refused aloud.
  AnswerEnd end() const;
  const std::optional<ActionCommand>& action() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace nexy
