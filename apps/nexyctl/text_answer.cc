#include "nexyctl/text_answer.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <utility>
#include <vector>

#include "text/sentence_segmenter.h"
#include "text/unicode.h"

namespace nexy {

namespace {

constexpr std::size_t kInputMaxBytes = std::size_t{16} << 20;
constexpr std::size_t kJsonMaxBytes = std::size_t{64} << 10;  // answer_json_max_bytes by default.
constexpr int kUsageError = 2;

std::string ReadStdin() {
  std::string input(kInputMaxBytes + 1, '\0');
  std::cin.read(input.data(), static_cast<std::streamsize>(input.size()));
  input.resize(static_cast<std::size_t>(std::cin.gcount()));
  if (input.size() > kInputMaxBytes) {
    std::cerr << "nexyctl text: the input is longer than 16 MiB\n";
    throw CLI::RuntimeError(kUsageError);
  }
  return input;
}

}  // namespace

void AddTextAnswer(CLI::App& command, TextAnswer& answer) {
  command.add_option("TEXT", answer.text, "The answer; without it, or with -, standard input");
  command
      .add_option("--pieces", answer.pieces,
                  "Let the answer arrive in N pieces instead of character by character")
      ->check(CLI::Range(std::size_t{1}, kInputMaxBytes));
  command
      .add_option("--first-clause-chars", answer.first_clause_chars,
                  "Cut the first sentence at a clause from this length on; 0: never")
      ->capture_default_str();
}

std::string PrimarySubtag(const std::string& tag) {
  std::string subtag = tag.substr(0, tag.find_first_of("-_"));
  for (char& c : subtag) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
  return subtag;
}

Language LanguageOf(const TextAnswer& answer) {
  return LanguageFromTag(answer.lang).value_or(Language::kEnglish);
}

std::optional<ActionCommand> CutAnswer(const TextAnswer& answer, const TextWatchers& watchers,
                                       const TakeSentence& take) {
  const bool from_stdin = answer.text.empty() || answer.text == "-";
  const std::u32string input = DecodeUtf8(from_stdin ? ReadStdin() : answer.text);
  const std::size_t pieces =
      answer.pieces == 0 ? input.size() : std::min(answer.pieces, input.size());
  AnswerParser parser(kJsonMaxBytes);
  SegmenterOptions options;
  options.language = TextLanguageFromTag(answer.lang);
  options.first_clause_chars = answer.first_clause_chars;
  options.watcher = watchers.boundary;
  options.markup_watcher = watchers.markup;
  SentenceSegmenter segmenter(options);
  std::size_t seen = 0;
  for (std::size_t piece = 1; piece <= pieces; ++piece) {
    const std::size_t end = input.size() * piece / pieces;
    const std::string text = EncodeUtf8(std::u32string_view(input).substr(seen, end - seen));
    seen = end;
    for (const CutSentence& sentence : segmenter.Cut(parser.Push(text))) take(sentence, seen);
  }
  std::vector<CutSentence> last = segmenter.Cut(parser.Finish());
  for (CutSentence& sentence : segmenter.CutLast()) last.push_back(std::move(sentence));
  for (const CutSentence& sentence : last) take(sentence, seen);
  std::cout.flush();
  if (parser.end() == AnswerEnd::kMalformed) {
    std::cerr << "nexyctl text: the answer's JSON object is malformed; its command is refused\n";
  }
  return parser.action();
}

std::string OnOneLine(std::u32string_view markup) {
  std::u32string line;
  for (const char32_t c : markup)
    line += IsLineEnd(c) ? std::u32string(U"\\n") : std::u32string(1, c);
  return EncodeUtf8(line);
}

void ExplainAction(const std::optional<ActionCommand>& action, bool json) {
  if (!action) return;
  if (json) return PrintJsonLine({{"command", action->command}, {"args", action->args_json}});
  std::cout << "  action: " << OnOneLine(DecodeUtf8(action->command)) << ' '
            << OnOneLine(DecodeUtf8(action->args_json)) << '\n';
}

void PrintJsonLine(const nlohmann::ordered_json& object) {
  std::cout << object.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) << '\n';
}

}  // namespace nexy
