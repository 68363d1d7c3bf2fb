// The text of an answer: any pieces give the same sentences, none is empty, too long, not trimmed
// or a command, and no character is lost that is neither white space nor markup.
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

// `piece` 0: pieces of 1 to 8 bytes, as the text itself says.
std::vector<std::string> Segment(std::string_view text, std::size_t piece,
                                 const nexy::SegmenterOptions& options) {
  nexy::SentenceSegmenter segmenter(options);
  std::vector<std::string> all;
  while (!text.empty()) {
    const std::size_t size = piece > 0 ? piece : 1 + (static_cast<unsigned char>(text[0]) & 7u);
    const std::string_view next = text.substr(0, size);
    for (std::string& sentence : segmenter.Push(next)) all.push_back(std::move(sentence));
    text.remove_prefix(next.size());
  }
  for (std::string& sentence : segmenter.Finish()) all.push_back(std::move(sentence));
  return all;
}

// What must be said: white space and what may be markup are left out.
std::u32string Sayable(std::string_view text) {
  static constexpr std::u32string_view kMarkup = U"*_~`#>+-|=:[]()!<\\•◦▪";
  std::u32string kept;
  for (const char32_t c : nexy::DecodeUtf8(text)) {
    const char32_t said = c == 0 ? nexy::kReplacementChar : c;
    if (!nexy::IsSpace(said) && kMarkup.find(said) == kMarkup.npos) kept.push_back(said);
  }
  return kept;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::size_t max = data[0] < 128 ? 500 : data[0] - 127;
  nexy::SegmenterOptions options;
  options.sentence_max_chars = max;
  options.language = static_cast<nexy::TextLanguage>(data[0] % 8);
  options.first_clause_chars = data[0] % 2 == 0 ? 0 : data[0] / 4;
  const std::string_view input(reinterpret_cast<const char*>(data) + 1, size - 1);
  const std::vector<std::string> whole = Segment(input, size, options);
  Require(Segment(input, 1, options) == whole);
  Require(Segment(input, 5, options) == whole);
  Require(Segment(input, 0, options) == whole);
  std::string joined;
  for (const std::string& sentence : whole) {
    const std::u32string text = nexy::DecodeUtf8(sentence);
    Require(!text.empty() && text.size() <= max);
    Require(nexy::TrimSpace(text).size() == text.size());
    Require(!sentence.starts_with("__MCP__"));
    joined += sentence;
  }
  // Link targets, fence names and commands are what may go; without them every character stays.
  const bool removable = input.find('(') != input.npos || input.find("```") != input.npos ||
                         input.find("~~~") != input.npos || input.find("MCP") != input.npos;
  if (!removable) Require(Sayable(joined) == Sayable(input));
  return 0;
}
