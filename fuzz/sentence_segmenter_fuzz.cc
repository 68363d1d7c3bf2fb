// The text of an answer: any pieces give the same sentences, none is empty, too long, not trimmed
// or a command, and no letter or digit is lost outside markup.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "text/sentence_segmenter.h"
#include "text/unicode.h"

namespace {

void Require(bool holds) {
  if (!holds) std::abort();
}

std::vector<std::string> Segment(std::string_view text, std::size_t piece, std::size_t max) {
  nexy::SegmenterOptions options;
  options.sentence_max_chars = max;
  nexy::SentenceSegmenter segmenter(options);
  std::vector<std::string> all;
  while (!text.empty()) {
    const std::string_view next = text.substr(0, piece);
    for (std::string& sentence : segmenter.Push(next)) all.push_back(std::move(sentence));
    text.remove_prefix(next.size());
  }
  for (std::string& sentence : segmenter.Finish()) all.push_back(std::move(sentence));
  return all;
}

std::u32string LettersAndDigits(std::string_view text) {
  std::u32string kept;
  for (const char32_t c : nexy::DecodeUtf8(text)) {
    if (nexy::IsLetter(c) || nexy::IsDigit(c)) kept.push_back(c);
  }
  return kept;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::size_t max = data[0] < 128 ? 500 : data[0] - 127;
  const std::string_view input(reinterpret_cast<const char*>(data) + 1, size - 1);
  const std::vector<std::string> whole = Segment(input, size, max);
  Require(Segment(input, 1, max) == whole);
  Require(Segment(input, 5, max) == whole);
  std::string joined;
  for (const std::string& sentence : whole) {
    const std::u32string text = nexy::DecodeUtf8(sentence);
    Require(!text.empty() && text.size() <= max);
    Require(nexy::TrimSpace(text).size() == text.size());
    Require(!sentence.starts_with("__MCP__"));
    joined += sentence;
  }
  // Link targets, fence names and commands are what may go; without them every letter stays.
  const bool removable = input.find('(') != input.npos || input.find("```") != input.npos ||
                         input.find("~~~") != input.npos || input.find("MCP") != input.npos;
  if (!removable) Require(LettersAndDigits(joined) == LettersAndDigits(input));
  return 0;
}
