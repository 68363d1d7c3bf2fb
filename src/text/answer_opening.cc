#include "text/answer_opening.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace nexy {

namespace {

constexpr std::array<std::string_view, 4> kKeys = {"text", "session_id", "command", "args"};

bool IsJsonSpace(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

}  // namespace

Opening OpeningMatcher::Push(char c) {
  switch (step_) {
    case Step::kStart:
      step_ = c == '{' ? Step::kBrace : Step::kFence;
      fence_ = c == '{' ? '\0' : c;
      fence_length_ = c == '{' ? 0 : 1;
      return Opening::kPossible;
    case Step::kFence:
      if (c == fence_) return ++fence_length_ <= kFenceMax ? Opening::kPossible : Opening::kText;
      if (fence_length_ < kFenceMin && c != '{') return Opening::kText;
      step_ = Step::kWord;
      return AfterFence(c);
    case Step::kWord:
      return AfterFence(c);
    case Step::kBrace:
      if (IsJsonSpace(c)) return Opening::kPossible;
      if (c != '"') return Opening::kText;
      step_ = Step::kKey;
      return Opening::kPossible;
    case Step::kKey:
      if (c == '"') return EndKey();
      key_.push_back(c);
      return key_.size() <= kKeyMax ? Opening::kPossible : Opening::kText;
    case Step::kColon:
      if (IsJsonSpace(c)) return Opening::kPossible;
      return c == ':' ? Opening::kObject : Opening::kText;
  }
  return Opening::kText;
}

Opening OpeningMatcher::AfterFence(char c) {
  static constexpr std::string_view kWord = "json";
  const bool whole = word_ == 0 || word_ == kWord.size();
  if (IsJsonSpace(c)) return whole ? Opening::kPossible : Opening::kText;
  if (c == '{') {
    if (!whole) return Opening::kText;
    step_ = Step::kBrace;
    return Opening::kPossible;
  }
  if (word_ < kWord.size() && (c | 0x20) == kWord[word_]) {
    ++word_;
    return Opening::kPossible;
  }
  return Opening::kText;
}

Opening OpeningMatcher::EndKey() {
  if (std::find(kKeys.begin(), kKeys.end(), key_) == kKeys.end()) return Opening::kText;
  step_ = Step::kColon;
  return Opening::kPossible;
}

bool OpeningMatcher::certain() const {
  if (step_ == Step::kBrace) return fence_length_ >= kFenceMin;
  if (step_ == Step::kColon) return true;
  return in_object() && std::any_of(kKeys.begin(), kKeys.end(),
                                    [this](std::string_view key) { return key.starts_with(key_); });
}

}  // namespace nexy
