#include "text/answer_parser.h"

#include <algorithm>
#include <utility>

#include "text/answer_opening.h"
#include "text/json_object_reader.h"

namespace nexy {

namespace {

// Follows an object that is ordinary text, so that nothing inside it is taken for an answer.
class PlainObject {
 public:
  void Open(bool in_string) {
    depth_ = 1;
    in_string_ = in_string;
    escape_ = false;
    line_empty_ = false;
  }
  bool open() const { return depth_ > 0; }

  // A blank line ends it too: an object that never closes must not hide the rest of the answer.
  void Push(char c) {
    if (c == '\n' && line_empty_) depth_ = 0;
    if (c == '\n') {
      line_empty_ = true;
    } else if (c != ' ' && c != '\r') {
      line_empty_ = false;
    }
    if (escape_) {
      escape_ = false;
    } else if (in_string_) {
      escape_ = c == '\\';
      in_string_ = c != '"';
    } else if (c == '"') {
      in_string_ = true;
    } else if (depth_ > 0) {
      if (c == '{') ++depth_;
      if (c == '}') --depth_;
    }
  }

 private:
  std::size_t depth_ = 0;
  bool in_string_ = false;
  bool escape_ = false;
  bool line_empty_ = false;
};

// What is held back while it may still become a structured answer: fence, "json", white space,
// brace, key. More than this is ordinary text.
constexpr std::size_t kHoldMax = 256;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool IsJsonSpace(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

}  // namespace

struct AnswerParser::State {
  enum class Where { kText, kOpening, kObject, kAfterObject, kBroken };

  explicit State(std::size_t max) : json_max_bytes(max) {}

  // A mark of the byte order at the very beginning says nothing.
  void Push(char c, std::string& out) {
    if (mark_bytes < kByteOrderMark.size() && c == kByteOrderMark[mark_bytes]) {
      ++mark_bytes;
      return;
    }
    ReleaseMark(out);
    PushByte(c, out);
  }

  // It was another character that began like it.
  void ReleaseMark(std::string& out) {
    const std::size_t bytes = std::exchange(mark_bytes, kByteOrderMark.size());
    if (bytes == kByteOrderMark.size()) return;
    for (const char c : kByteOrderMark.substr(0, bytes)) PushByte(c, out);
  }

  void PushByte(char c, std::string& out) {
    switch (where) {
      case Where::kText:
        return PushText(c, out);
      case Where::kOpening:
        return PushOpening(c, out);
      case Where::kObject:
        return PushObject(c, out);
      case Where::kAfterObject:
        return PushAfterObject(c, out);
      case Where::kBroken:
        return;
    }
  }

  // Text of another part of the answer begins a paragraph of its own.
  void Emit(std::string_view text, std::string& out) {
    if (text.empty()) return;
    if (part_ended && spoke) out.append("\n\n");
    part_ended = false;
    out.append(text);
    spoke = true;
  }

  void PushText(char c, std::string& out) {
    if (part_ended && IsJsonSpace(c)) return;  // The paragraph break that comes anyway.
    if (plain_object.open()) {
      plain_object.Push(c);
      return Emit({&c, 1}, out);
    }
    if (!OpeningMatcher::Begins(c)) return Emit({&c, 1}, out);
    where = Where::kOpening;
    matcher = {};
    held.clear();
    PushOpening(c, out);
  }

  void PushOpening(char c, std::string& out) {
    held.push_back(c);
    const Opening opening = held.size() <= kHoldMax ? matcher.Push(c) : Opening::kText;
    if (opening == Opening::kPossible) return;
    if (opening == Opening::kText) return ReleaseHeld(out);
    where = Where::kObject;
    part_ended = true;
    object.emplace(json_max_bytes);
    const std::string beginning = held.substr(held.find('{'));
    for (const char replayed : beginning) PushObject(replayed, out);
  }

  // The held characters are text, except that the last one may begin something new.
  void ReleaseHeld(std::string& out) {
    where = Where::kText;
    const std::string text = std::exchange(held, {});
    const char last = text.back();
    if (matcher.in_object()) {
      plain_object.Open(matcher.in_key());
    } else if (OpeningMatcher::Begins(last) && text.find_first_not_of(last) != text.npos) {
      Emit({text.data(), text.size() - 1}, out);
      return PushText(last, out);
    }
    Emit(text, out);
  }

  void PushObject(char c, std::string& out) {
    std::string spoken;
    const JsonObjectReader::Progress progress = object->Push(c, spoken);
    Emit(spoken, out);
    if (progress == JsonObjectReader::Progress::kMore) return;
    KeepAction();
    part_ended = true;
    if (progress == JsonObjectReader::Progress::kMalformed) {
      answer_end = AnswerEnd::kMalformed;
      where = Where::kBroken;
      return;
    }
    where = matcher.fence() != 0 ? Where::kAfterObject : Where::kText;
    held.clear();
  }

  // A closing fence is dropped; anything else is text.
  void PushAfterObject(char c, std::string& out) {
    if (held.empty() && IsJsonSpace(c)) return;
    if (c == matcher.fence() && held.size() < OpeningMatcher::kFenceMax) return held.push_back(c);
    where = Where::kText;
    EmitNoFence(out);
    PushText(c, out);
  }

  void EmitNoFence(std::string& out) {
    const std::string marks = std::exchange(held, {});
    if (marks.size() < std::min(OpeningMatcher::kFenceMin, matcher.fence_length()))
      Emit(marks, out);
  }

  void KeepAction() {
    if (!object->command().empty() && !action) {
      action = ActionCommand{object->command(),
                             object->args_json().empty() ? "{}" : object->args_json()};
    }
  }

  void Finish(std::string& out) {
    ReleaseMark(out);
    if (where == Where::kOpening && matcher.certain()) {
      answer_end = AnswerEnd::kMalformed;
      where = Where::kBroken;
    }
    if (where == Where::kOpening) ReleaseHeld(out);
    if (where == Where::kOpening) ReleaseHeld(out);  // A second one that the first gave way to.
    if (where == Where::kObject) {
      KeepAction();
      answer_end = AnswerEnd::kMalformed;
    }
    where = Where::kBroken;
  }

  const std::size_t json_max_bytes;
  Where where = Where::kText;
  OpeningMatcher matcher;
  PlainObject plain_object;
  std::string held;
  std::optional<JsonObjectReader> object;
  std::size_t mark_bytes = 0;  // Of the byte order mark so far; all of them once it is over.
  bool spoke = false;          // Some text has been given out.
  bool part_ended = true;      // An object or the answer began or ended since then.
  AnswerEnd answer_end = AnswerEnd::kComplete;
  std::optional<ActionCommand> action;
};

AnswerParser::AnswerParser(std::size_t json_max_bytes)
    : state_(std::make_unique<State>(json_max_bytes)) {}
AnswerParser::~AnswerParser() = default;

std::string AnswerParser::Push(std::string_view piece) {
  std::string out;
  out.reserve(piece.size());
  for (const char c : piece) state_->Push(c, out);
  return out;
}

std::string AnswerParser::Finish() {
  std::string out;
  state_->Finish(out);
  return out;
}

AnswerEnd AnswerParser::end() const { return state_->answer_end; }
const std::optional<ActionCommand>& AnswerParser::action() const { return state_->action; }

}  // namespace nexy
