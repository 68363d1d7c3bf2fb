#include "nexyctl/text_command.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstddef>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "text/answer_parser.h"
#include "text/language.h"
#include "text/sentence_segmenter.h"
#include "text/spoken_text.h"
#include "text/unicode.h"

namespace nexy {

namespace {

constexpr std::size_t kInputMaxBytes = std::size_t{16} << 20;
constexpr std::size_t kJsonMaxBytes = std::size_t{64} << 10;  // answer_json_max_bytes by default.
constexpr int kUsageError = 2;

struct TextArguments {
  std::string lang = "en";
  std::string numbers = "spoken";
  std::size_t pieces = 0;  // 0: one piece a character.
};

// What happens to one sentence: it is printed as it is, or as the voice gets it.
using PrintSentence = void (*)(const TextArguments&, const std::string& sentence, std::size_t seen);

std::string PrimarySubtag(const std::string& tag) {
  std::string subtag = tag.substr(0, tag.find_first_of("-_"));
  for (char& c : subtag) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
  return subtag;
}

std::string CheckSegmentLanguage(const std::string& tag) {
  static const std::vector<std::string> kKnown = {"en", "ru", "de", "fr", "es",
                                                  "it", "pt", "zh", "ja", "hi"};
  if (std::find(kKnown.begin(), kKnown.end(), PrimarySubtag(tag)) != kKnown.end()) return "";
  return "unknown language '" + tag + "': expected en, ru, de, fr, es, it, pt, zh, ja or hi";
}

std::string CheckSpokenLanguage(const std::string& tag) {
  if (LanguageFromTag(tag)) return "";
  return "language '" + tag + "' cannot be spoken: expected en or ru";
}

Language LanguageOf(const TextArguments& arguments) {
  return LanguageFromTag(arguments.lang).value_or(Language::kEnglish);
}

std::u32string ReadStdin() {
  std::string input(kInputMaxBytes + 1, '\0');
  std::cin.read(input.data(), static_cast<std::streamsize>(input.size()));
  input.resize(static_cast<std::size_t>(std::cin.gcount()));
  if (input.size() > kInputMaxBytes) {
    std::cerr << "nexyctl text: the input is longer than 16 MiB\n";
    throw CLI::RuntimeError(kUsageError);
  }
  return DecodeUtf8(input);
}

void PrintJson(const nlohmann::ordered_json& object) {
  std::cout << object.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) << '\n';
}

void PrintAsWritten(const TextArguments&, const std::string& sentence, std::size_t seen) {
  PrintJson({{"text", sentence}, {"seen", seen}});
}

void PrintAsSpoken(const TextArguments& arguments, const std::string& sentence, std::size_t seen) {
  SpokenOptions options;
  options.language = DetectLanguage(sentence, LanguageOf(arguments));
  options.numbers = arguments.numbers == "keep" ? NumberReading::kKeep : NumberReading::kSpoken;
  PrintJson({{"text", SpokenText(sentence, options)}, {"seen", seen}, {"sentence", sentence}});
}

// Feeds the answer on stdin to the parser and the segmenter as a model would send it.
void RunText(const TextArguments& arguments, PrintSentence print) {
  const std::u32string input = ReadStdin();
  const std::size_t pieces =
      arguments.pieces == 0 ? input.size() : std::min(arguments.pieces, input.size());
  AnswerParser parser(kJsonMaxBytes);
  SegmenterOptions options;
  options.language = LanguageOf(arguments);
  SentenceSegmenter segmenter(options);
  std::size_t seen = 0;
  for (std::size_t piece = 1; piece <= pieces; ++piece) {
    const std::size_t end = input.size() * piece / pieces;
    const std::string text = EncodeUtf8(std::u32string_view(input).substr(seen, end - seen));
    seen = end;
    for (const std::string& sentence : segmenter.Push(parser.Push(text))) {
      print(arguments, sentence, seen);
    }
  }
  std::vector<std::string> last = segmenter.Push(parser.Finish());
  for (std::string& sentence : segmenter.Finish()) last.push_back(std::move(sentence));
  for (const std::string& sentence : last) print(arguments, sentence, seen);
  std::cout.flush();
  if (parser.end() == AnswerEnd::kMalformed) {
    std::cerr << "nexyctl text: the answer's JSON object is malformed; its command is refused\n";
  }
}

void AddSegment(CLI::App& text) {
  auto arguments = std::make_shared<TextArguments>();
  CLI::App* segment = text.add_subcommand("segment", "Show how an answer is cut into sentences");
  segment->add_option("--lang", arguments->lang, "Language of the answer (BCP 47)")
      ->check(CheckSegmentLanguage)
      ->capture_default_str();
  segment
      ->add_option("--pieces", arguments->pieces,
                   "Let the answer arrive in N pieces instead of character by character")
      ->check(CLI::Range(std::size_t{1}, kInputMaxBytes));
  segment->footer(
      "Reads an answer on stdin and prints a JSON object a sentence: its text and how many\n"
      "characters of the input had arrived when it was decided.\n\n"
      "  printf 'Hello there. How are you?' | nexyctl text segment --lang en\n"
      "  nexyctl text segment --lang ru --pieces 1 < answer.txt");
  segment->callback([arguments] { RunText(*arguments, PrintAsWritten); });
}

void AddSpoken(CLI::App& text) {
  auto arguments = std::make_shared<TextArguments>();
  CLI::App* spoken = text.add_subcommand("spoken", "Show what is sent to the voice");
  spoken->add_option("--lang", arguments->lang, "Language where a sentence does not tell: en or ru")
      ->check(CheckSpokenLanguage)
      ->capture_default_str();
  spoken->add_option("--numbers", arguments->numbers, "spoken, or keep: digits stay digits")
      ->check(CLI::IsMember({"spoken", "keep"}))
      ->capture_default_str();
  spoken
      ->add_option("--pieces", arguments->pieces,
                   "Let the answer arrive in N pieces instead of character by character")
      ->check(CLI::Range(std::size_t{1}, kInputMaxBytes));
  spoken->footer(
      "Reads an answer on stdin and prints a JSON object a sentence: the text for the voice, how\n"
      "many characters of the input had arrived, and the sentence as clients see it.\n\n"
      "  printf 'It costs 5 €.' | nexyctl text spoken --lang en\n"
      "  printf 'Встреча 5 мая.' | nexyctl text spoken --lang ru --numbers keep");
  spoken->callback([arguments] { RunText(*arguments, PrintAsSpoken); });
}

}  // namespace

CLI::App* AddTextCommand(CLI::App& app) {
  CLI::App* text = app.add_subcommand("text", "How an answer is cut and spoken");
  text->require_subcommand(1);
  AddSegment(*text);
  AddSpoken(*text);
  return text;
}

}  // namespace nexy
