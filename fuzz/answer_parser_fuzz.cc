// A model's answer: any pieces give the same text and action, nothing outside objects is lost, and
// what was put into an object with escapes comes out of it.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "text/answer_parser.h"
#include "text/unicode.h"

namespace {

struct Parsed {
  std::string text;
  nexy::AnswerEnd end;
  std::string command;
  std::string args;
  bool operator==(const Parsed&) const = default;
};

constexpr std::size_t kJsonMaxBytes = 4096;

// `piece` 0: pieces of 1 to 8 bytes, as the answer itself says.
Parsed Parse(std::string_view answer, std::size_t piece) {
  nexy::AnswerParser parser(kJsonMaxBytes);
  Parsed parsed;
  while (!answer.empty()) {
    const std::size_t size = piece > 0 ? piece : 1 + (static_cast<unsigned char>(answer[0]) & 7u);
    const std::string_view next = answer.substr(0, size);
    parsed.text += parser.Push(next);
    answer.remove_prefix(next.size());
  }
  parsed.text += parser.Finish();
  parsed.end = parser.end();
  if (parser.action()) {
    parsed.command = parser.action()->command;
    parsed.args = parser.action()->args_json;
  }
  return parsed;
}

// A mark of the byte order and white space before an answer are dropped.
std::string_view WithoutBeginning(std::string_view input) {
  if (input.starts_with("\xEF\xBB\xBF")) input.remove_prefix(3);
  return input.substr(std::min(input.find_first_not_of(" \t\r\n"), input.size()));
}

void AppendEscape(char32_t unit, std::string& out) {
  static constexpr std::string_view kDigits = "0123456789abcdef";
  out += "\\u";
  for (int shift = 12; shift >= 0; shift -= 4) out += kDigits[(unit >> shift) & 15u];
}

// `text` as a JSON string, with every third character and each that must be as an escape.
std::string Escaped(std::string_view text) {
  std::string out;
  int position = 0;
  for (const char32_t c : nexy::DecodeUtf8(text)) {
    if (++position % 3 != 0 && c >= 0x20 && c != U'"' && c != U'\\') {
      nexy::AppendUtf8(c, out);
    } else if (c < 0x10000) {
      AppendEscape(c, out);
    } else {
      AppendEscape(0xD800 + ((c - 0x10000) >> 10), out);
      AppendEscape(0xDC00 + ((c - 0x10000) & 0x3FF), out);
    }
  }
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const Parsed whole = Parse(input, size + 1);
  if (!(Parse(input, 1) == whole) || !(Parse(input, 3) == whole)) std::abort();
  const bool plain = input.find('{') == std::string_view::npos;
  if (plain && whole.text != WithoutBeginning(input)) std::abort();
  if (!(Parse(input, 0) == whole)) std::abort();

  const std::string object =
      "{\"command\":\"open_app\",\"text\":\"" + Escaped(input) + "\",\"args\":{\"a\":[1]}}";
  if (object.size() > kJsonMaxBytes) return 0;
  const Parsed parsed = Parse("```json\n" + object + "\n```", 0);
  const bool kept = parsed.text == nexy::EncodeUtf8(nexy::DecodeUtf8(input)) &&
                    parsed.end == nexy::AnswerEnd::kComplete && parsed.command == "open_app" &&
                    parsed.args == "{\"a\":[1]}";
  if (!kept) std::abort();
  return 0;
}
