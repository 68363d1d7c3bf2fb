#pragma once

#include <cstddef>
#include <string>

namespace nexy {

// How far a held beginning got on its way to be a structured answer.
enum class Opening { kPossible, kObject, kText };

// Recognises  [``` [json] space*] { space* "key" space* :  character by character; the fence may be
// of tildes, or the backticks of a code span right before the brace.
class OpeningMatcher {
 public:
  static constexpr std::size_t kFenceMin = 3;
  static constexpr std::size_t kFenceMax = 8;

  // True when `c` may begin a structured answer.
  static bool Begins(char c) { return c == '{' || c == '`' || c == '~'; }

  Opening Push(char c);

  char fence() const { return fence_; }  // 0: there is none.
  std::size_t fence_length() const { return fence_length_; }
  // What has been seen is part of a structured answer, even if it breaks off here.
  bool certain() const;
  // After kText: the text begins an object with another key, at whose end or within which it is.
  bool in_object() const { return step_ == Step::kKey; }
  bool in_key() const { return in_object() && key_.size() > kKeyMax; }

 private:
  static constexpr std::size_t kKeyMax = 10;
  enum class Step { kStart, kFence, kWord, kBrace, kKey, kColon };

  Opening AfterFence(char c);
  Opening EndKey();

  Step step_ = Step::kStart;
  char fence_ = 0;
  std::size_t fence_length_ = 0;
  std::size_t word_ = 0;  // Characters of "json" so far.
  std::string key_;
};

}  // namespace nexy
