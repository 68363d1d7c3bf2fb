// The text of an answer: any pieces give the same sentences, none is empty, too long, not trimmed
// or a command, and every character is in a sentence or named as markup that was taken off.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <map>
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

// How often each character that is no white space is there.
using Characters = std::map<char32_t, int>;

void Count(std::u32string_view text, int sign, Characters& characters) {
  for (const char32_t c : text) {
    const char32_t kept = c == 0 ? nexy::kReplacementChar : c;
    if (!nexy::IsSpace(kept)) characters[kept] += sign;
  }
}

void CheckAccounted(std::string_view input, nexy::SegmenterOptions options) {
  Characters left;
  Count(nexy::DecodeUtf8(input), 1, left);
  options.markup_watcher = [&left](std::u32string_view written, std::u32string_view instead,
                                   std::string_view) {
    Count(written, -1, left);
    Count(instead, 1, left);
  };
  for (const std::string& sentence : Segment(input, input.size() + 1, options)) {
    Count(nexy::DecodeUtf8(sentence), -1, left);
  }
  for (const auto& [character, count] : left) Require(count == 0);
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
  for (const std::string& sentence : whole) {
    const std::u32string text = nexy::DecodeUtf8(sentence);
    Require(!text.empty() && text.size() <= max);
    Require(nexy::TrimSpace(text).size() == text.size());
    Require(!sentence.starts_with("__MCP__"));
  }
  if (input.find("MCP") == input.npos) CheckAccounted(input, options);  // Commands go unnamed.
  return 0;
}
