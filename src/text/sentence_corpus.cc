#include "text/sentence_corpus.h"

#include <fstream>

#include "text/sentence_segmenter.h"
#include "text/unicode.h"

namespace nexy {

namespace {

constexpr std::string_view kCut = "\x01";

void ReplaceAll(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != text.npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

// \n, \r, \t and \uXXXX; any other backslash is itself (C:\Temp is written C:\Temp).
std::string Unescape(std::string text) {
  for (std::size_t at = text.find("\\u"); at != text.npos; at = text.find("\\u", at + 1)) {
    const std::string hex = text.substr(at + 2, 4);
    if (hex.size() < 4 || hex.find_first_not_of("0123456789ABCDEF") != hex.npos) continue;
    std::string character;
    AppendUtf8(static_cast<char32_t>(std::stoul(hex, nullptr, 16)), character);
    text.replace(at, 6, character);
  }
  ReplaceAll(text, "\\r\\n", "\r\n");
  ReplaceAll(text, "\\n", "\n");
  if (text.find("C:\\") == text.npos) ReplaceAll(text, "\\t", "\t");
  return text;
}

}  // namespace

std::string SayablePart(std::string_view part) {
  std::string text;
  SentenceSegmenter segmenter({});
  for (const std::string& sentence : segmenter.Push(part)) text += sentence + " ";
  for (const std::string& sentence : segmenter.Finish()) text += sentence + " ";
  while (!text.empty() && text.back() == ' ') text.pop_back();
  return text;
}

std::vector<SentenceCase> ReadSentenceCorpus(const std::string& name, std::string_view language) {
  std::ifstream file(std::string(NEXY_SOURCE_DIR) + "/tests/corpus/" + name);
  std::vector<SentenceCase> cases;
  for (std::string line; std::getline(file, line);) {
    const std::size_t tab = line.find('\t');
    if (line.starts_with("#") || tab == line.npos) continue;
    SentenceCase one;
    one.kind = line.substr(0, tab);
    one.language = language.empty() ? one.kind : std::string(language);
    std::string rest = Unescape(line.substr(tab + 1));
    ReplaceAll(rest, " ¦ ", kCut);
    ReplaceAll(rest, " ¦", kCut);
    ReplaceAll(rest, "‖", "\x02\x01");
    one.input = rest;
    ReplaceAll(one.input, "\x02\x01", "");
    ReplaceAll(one.input, "\n\x01", "\n");
    ReplaceAll(one.input, kCut, one.kind == "zh" || one.kind == "ja" ? "" : " ");
    while (!rest.empty()) {
      const std::size_t end = rest.find(kCut);
      std::string part = rest.substr(0, end);
      if (part.ends_with('\x02')) part.pop_back();
      const std::string sayable = SayablePart(part);
      if (!sayable.empty()) one.sentences.push_back(sayable);
      rest.erase(0, end == rest.npos ? rest.size() : end + 1);
    }
    cases.push_back(std::move(one));
  }
  return cases;
}

}  // namespace nexy
