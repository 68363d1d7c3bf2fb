#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace nexy {

// Reads one JSON object of a structured answer byte by byte: gives out the string `text` as it
// comes and keeps `command` and `args`. Lenient where models are sloppy (raw line ends in strings,
// a comma before the closing brace); a bad escape or another breach of the syntax ends it. Half an
// escape or surrogate pair at such an end is no text.
class JsonObjectReader {
 public:
  enum class Progress { kMore, kDone, kMalformed };

  explicit JsonObjectReader(std::size_t max_bytes) : max_bytes_(max_bytes) {}

  // The first byte is the opening brace. Appends the text that `c` completes to `text`.
  Progress Push(char c, std::string& text);

  const std::string& command() const { return command_; }
  // The raw value of `args`; empty if there was none, or it was null or broke off.
  const std::string& args_json() const { return args_; }

 private:
  enum class Where { kOpen, kKeyOrEnd, kKey, kColon, kValue, kString, kNested, kScalar, kComma };
  enum class Field { kText, kCommand, kArgs, kOther };

  Progress Step(char c, std::string& text);
  Progress PushKeyOrEnd(char c);
  Progress PushKey(char c, std::string& text);
  Progress BeginValue(char c);
  Progress PushValueString(char c, std::string& text);
  Progress PushNested(char c);
  Progress PushScalar(char c, std::string& text);
  Progress EndScalar(std::string& text);
  void EndKey();

  // The content of a string: appends what `c` completes to `out`. kDone at the closing quote.
  Progress PushStringByte(char c, std::string& out);
  Progress PushEscape(char c, std::string& out);
  void PushUnit(std::uint32_t unit, std::string& out);
  void FlushSurrogate(std::string& out);

  const std::size_t max_bytes_;
  std::size_t bytes_ = 0;
  Where where_ = Where::kOpen;
  Field field_ = Field::kOther;

  enum class Escape { kNone, kBackslash, kHex };
  Escape escape_ = Escape::kNone;
  int hex_digits_ = 0;
  std::uint32_t unit_ = 0;
  std::uint32_t high_surrogate_ = 0;

  int texts_ = 0;  // Keys `text` so far.
  std::string key_;
  std::string value_;   // A scalar, or the nested value of `args`.
  std::string nested_;  // The open brackets of a nested value.
  bool nested_string_ = false;
  bool nested_escape_ = false;
  std::string command_;
  std::string args_;
};

}  // namespace nexy
