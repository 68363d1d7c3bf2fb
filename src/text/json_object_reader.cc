#include "text/json_object_reader.h"

#include <string_view>

#include "text/unicode.h"

namespace nexy {

namespace {

constexpr std::size_t kDepthMax = 64;

bool IsJsonSpace(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

JsonObjectReader::Progress JsonObjectReader::Push(char c, std::string& text) {
  return ++bytes_ > max_bytes_ ? Progress::kMalformed : Step(c, text);
}

JsonObjectReader::Progress JsonObjectReader::Step(char c, std::string& text) {
  switch (where_) {
    case Where::kOpen:
      where_ = Where::kKeyOrEnd;
      return c == '{' ? Progress::kMore : Progress::kMalformed;
    case Where::kKeyOrEnd:
      return PushKeyOrEnd(c);
    case Where::kKey:
      return PushKey(c, text);
    case Where::kColon:
      if (IsJsonSpace(c)) return Progress::kMore;
      where_ = Where::kValue;
      return c == ':' ? Progress::kMore : Progress::kMalformed;
    case Where::kValue:
      return BeginValue(c);
    case Where::kString:
      return PushValueString(c, text);
    case Where::kNested:
      return PushNested(c);
    case Where::kScalar:
      return PushScalar(c, text);
    case Where::kComma:
      if (IsJsonSpace(c)) return Progress::kMore;
      where_ = Where::kKeyOrEnd;
      if (c == '}') return Progress::kDone;
      return c == ',' ? Progress::kMore : Progress::kMalformed;
  }
  return Progress::kMalformed;
}

JsonObjectReader::Progress JsonObjectReader::PushKeyOrEnd(char c) {
  if (IsJsonSpace(c)) return Progress::kMore;
  if (c == '}') return Progress::kDone;
  key_.clear();
  where_ = Where::kKey;
  return c == '"' ? Progress::kMore : Progress::kMalformed;
}

JsonObjectReader::Progress JsonObjectReader::PushKey(char c, std::string& text) {
  const Progress progress = PushStringByte(c, key_);
  if (progress == Progress::kDone) {
    EndKey();
    if (field_ == Field::kText && texts_++ > 0) text.append("\n\n");  // Two paragraphs.
    return Progress::kMore;
  }
  return progress;
}

void JsonObjectReader::EndKey() {
  where_ = Where::kColon;
  field_ = key_ == "text"      ? Field::kText
           : key_ == "command" ? Field::kCommand
           : key_ == "args"    ? Field::kArgs
                               : Field::kOther;
}

JsonObjectReader::Progress JsonObjectReader::BeginValue(char c) {
  if (IsJsonSpace(c)) return Progress::kMore;
  if (field_ == Field::kCommand) command_.clear();
  if (field_ == Field::kArgs) args_.clear();
  if (c == '"' && field_ != Field::kArgs) {
    where_ = Where::kString;
    return Progress::kMore;
  }
  if (c == '{' || c == '[' || c == '"') {
    // A text that is an object or a list cannot be spoken.
    if (field_ == Field::kText) return Progress::kMalformed;
    where_ = Where::kNested;
    nested_.clear();
    nested_string_ = false;
    value_.clear();
    return PushNested(c);
  }
  where_ = Where::kScalar;
  value_.assign(1, c);
  const bool known = (c >= '0' && c <= '9') || c == '-' || c == 't' || c == 'f' || c == 'n';
  return known ? Progress::kMore : Progress::kMalformed;
}

JsonObjectReader::Progress JsonObjectReader::PushValueString(char c, std::string& text) {
  std::string ignored;
  std::string& out = field_ == Field::kText ? text : field_ == Field::kCommand ? command_ : ignored;
  const Progress progress = PushStringByte(c, out);
  if (progress != Progress::kDone) return progress;
  where_ = Where::kComma;
  return Progress::kMore;
}

// Brackets and strings are followed so that the end is found; whoever uses the value parses it.
JsonObjectReader::Progress JsonObjectReader::PushNested(char c) {
  if (field_ == Field::kArgs) value_.push_back(c);
  if (nested_escape_) {
    nested_escape_ = false;
  } else if (nested_string_) {
    nested_escape_ = c == '\\';
    nested_string_ = c != '"';
  } else if (c == '"') {
    nested_string_ = true;
  } else if (c == '{' || c == '[') {
    if (nested_.size() >= kDepthMax) return Progress::kMalformed;
    nested_.push_back(c == '{' ? '}' : ']');
  } else if (c == '}' || c == ']') {
    if (nested_.empty() || nested_.back() != c) return Progress::kMalformed;
    nested_.pop_back();
  }
  if (!nested_.empty() || nested_string_) return Progress::kMore;
  if (field_ == Field::kArgs) args_ = value_;
  where_ = Where::kComma;
  return Progress::kMore;
}

JsonObjectReader::Progress JsonObjectReader::PushScalar(char c, std::string& text) {
  if (c == ',' || c == '}' || IsJsonSpace(c)) {
    if (EndScalar(text) == Progress::kMalformed) return Progress::kMalformed;
    where_ = Where::kComma;
    return Step(c, text);
  }
  value_.push_back(c);
  const bool part = HexDigit(c) >= 0 || c == '-' || c == '+' || c == '.' || (c >= 'a' && c <= 'z');
  return part && value_.size() <= 64 ? Progress::kMore : Progress::kMalformed;
}

JsonObjectReader::Progress JsonObjectReader::EndScalar(std::string& text) {
  const bool number = value_[0] == '-' || (value_[0] >= '0' && value_[0] <= '9');
  if (!number && value_ != "null" && value_ != "true" && value_ != "false") {
    return Progress::kMalformed;
  }
  if (value_ == "null") return Progress::kMore;
  if (field_ == Field::kText) text.append(value_);
  if (field_ == Field::kArgs) args_ = value_;
  return Progress::kMore;
}

JsonObjectReader::Progress JsonObjectReader::PushStringByte(char c, std::string& out) {
  if (escape_ != Escape::kNone) return PushEscape(c, out);
  if (c == '\\') {
    escape_ = Escape::kBackslash;
    return Progress::kMore;
  }
  FlushSurrogate(out);
  if (c == '"') return Progress::kDone;
  out.push_back(c);
  return Progress::kMore;
}

JsonObjectReader::Progress JsonObjectReader::PushEscape(char c, std::string& out) {
  if (escape_ == Escape::kHex) {
    const int digit = HexDigit(c);
    if (digit < 0) return Progress::kMalformed;
    unit_ = unit_ * 16 + static_cast<std::uint32_t>(digit);
    if (++hex_digits_ < 4) return Progress::kMore;
    escape_ = Escape::kNone;
    PushUnit(unit_, out);
    return Progress::kMore;
  }
  if (c == 'u') {
    escape_ = Escape::kHex;
    hex_digits_ = 0;
    unit_ = 0;
    return Progress::kMore;
  }
  static constexpr std::string_view kNames = "\"\\/bfnrt";
  static constexpr std::string_view kValues = "\"\\/\b\f\n\r\t";
  const std::size_t at = kNames.find(c);
  if (at == std::string_view::npos) return Progress::kMalformed;
  escape_ = Escape::kNone;
  FlushSurrogate(out);
  out.push_back(kValues[at]);
  return Progress::kMore;
}

void JsonObjectReader::PushUnit(std::uint32_t unit, std::string& out) {
  if (high_surrogate_ != 0 && unit >= 0xDC00 && unit <= 0xDFFF) {
    AppendUtf8(0x10000 + ((high_surrogate_ - 0xD800) << 10) + (unit - 0xDC00), out);
    high_surrogate_ = 0;
    return;
  }
  FlushSurrogate(out);
  if (unit >= 0xD800 && unit <= 0xDBFF) {
    high_surrogate_ = unit;
  } else if (unit >= 0xDC00 && unit <= 0xDFFF) {
    AppendUtf8(kReplacementChar, out);
  } else {
    AppendUtf8(unit, out);
  }
}

void JsonObjectReader::FlushSurrogate(std::string& out) {
  if (high_surrogate_ == 0) return;
  high_surrogate_ = 0;
  AppendUtf8(kReplacementChar, out);
}

}  // namespace nexy
