#include "nexyctl/text_segment.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstddef>
#include <iostream>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "nexyctl/text_answer.h"
#include "text/unicode.h"

namespace nexy {

namespace {

constexpr std::size_t kContextChars = 24;  // Of the text before a place, in an explanation.

struct SegmentArguments {
  TextAnswer answer;
  bool explain = false;
  bool json = false;
};

std::string CheckCutLanguage(const std::string& tag) {
  static const std::vector<std::string> kKnown = {"en", "ru", "de", "fr", "es",
                                                  "it", "pt", "zh", "ja", "hi"};
  if (std::find(kKnown.begin(), kKnown.end(), PrimarySubtag(tag)) != kKnown.end()) return "";
  return "unknown language '" + tag + "': expected en, ru, de, fr, es, it, pt, zh, ja or hi";
}

// The end of `before` on one line.
std::string Context(std::u32string_view before) {
  std::u32string tail(before.substr(before.size() - std::min(before.size(), kContextChars)));
  std::replace_if(tail.begin(), tail.end(), IsSpace, U' ');
  return EncodeUtf8(tail);
}

void ExplainAsText(std::u32string_view before, bool boundary, std::string_view rule) {
  std::cout << (boundary ? "  cut   " : "  keep  ") << rule << ": ..." << Context(before) << "\n";
}

void ExplainAsJson(std::u32string_view before, bool boundary, std::string_view rule) {
  PrintJsonLine({{"cut", boundary}, {"rule", rule}, {"after", Context(before)}});
}

void ExplainMarkupAsText(std::u32string_view written, std::u32string_view instead,
                         std::string_view rule) {
  std::cout << "  mark  " << rule << ": " << OnOneLine(written) << " -> " << OnOneLine(instead)
            << "\n";
}

void ExplainMarkupAsJson(std::u32string_view written, std::u32string_view instead,
                         std::string_view rule) {
  PrintJsonLine({{"rule", rule}, {"before", EncodeUtf8(written)}, {"after", EncodeUtf8(instead)}});
}

// Sentences are JSON lines; --explain alone is for people to read.
void RunSegment(const SegmentArguments& arguments) {
  const bool as_text = arguments.explain && !arguments.json;
  TextWatchers watchers;
  if (arguments.explain && as_text) watchers = {ExplainAsText, ExplainMarkupAsText};
  if (arguments.explain && !as_text) watchers = {ExplainAsJson, ExplainMarkupAsJson};
  std::size_t sentences = 0;
  const auto print = [&](const CutSentence& sentence, std::size_t seen) {
    ++sentences;
    if (!as_text) return PrintJsonLine({{"text", sentence.text}, {"seen", seen}});
    std::cout << sentences << ". [" << sentence.text << "] after " << seen << " characters\n";
  };
  const auto action = CutAnswer(arguments.answer, watchers, print);
  if (arguments.explain) ExplainAction(action, !as_text);
}

}  // namespace

void AddTextSegment(CLI::App& text) {
  auto arguments = std::make_shared<SegmentArguments>();
  CLI::App* segment = text.add_subcommand("segment", "Show how an answer is cut into sentences");
  segment->add_option("--lang", arguments->answer.lang, "Language of the answer (BCP 47)")
      ->check(CheckCutLanguage)
      ->capture_default_str();
  AddTextAnswer(*segment, arguments->answer);
  segment->add_flag(
      "--explain", arguments->explain,
      "Name the rule of each cut, of each place that was kept together and of markup");
  segment->add_flag("--json", arguments->json, "JSON lines, with --explain too");
  segment->footer(
      "Reads an answer and prints a JSON object a sentence: its text and how many characters of\n"
      "the input had arrived when it was decided. With --explain, each sentence follows the "
      "places\n"
      "in it that were looked at: cut or kept, and by which rule (docs/speech.md has them all);\n"
      "mark is markup that was taken off.\n\n"
      "  printf 'Hello there. How are you?' | nexyctl text segment --lang en\n"
      "  nexyctl text segment --explain 'Dr. Smith came at 5 p.m. He left.'\n"
      "  nexyctl text segment --lang ru --explain --json 'Это г. Москва. Он тут.'\n"
      "  nexyctl text segment --lang ru --pieces 1 < answer.txt");
  segment->callback([arguments] { RunSegment(*arguments); });
}

}  // namespace nexy
