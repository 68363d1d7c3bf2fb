// A model's answer: any pieces give the same text and action, and nothing outside objects is lost.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "text/answer_parser.h"

namespace {

struct Parsed {
  std::string text;
  nexy::AnswerEnd end;
  std::string command;
  std::string args;
  bool operator==(const Parsed&) const = default;
};

Parsed Parse(std::string_view answer, std::size_t piece) {
  nexy::AnswerParser parser(4096);
  Parsed parsed;
  while (!answer.empty()) {
    const std::string_view next = answer.substr(0, piece);
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

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const Parsed whole = Parse(input, size + 1);
  if (!(Parse(input, 1) == whole) || !(Parse(input, 3) == whole)) std::abort();
  const bool plain = input.find('{') == std::string_view::npos;
  if (plain && whole.text != input) std::abort();
  return 0;
}
