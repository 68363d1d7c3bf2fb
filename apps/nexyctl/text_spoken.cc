#include "nexyctl/text_spoken.h"

#include <CLI/CLI.hpp>
#include <cstddef>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "nexyctl/text_answer.h"
#include "nexyd/pronunciation_file.h"
#include "text/spoken_text.h"

namespace nexy {

namespace {

struct SpokenArguments {
  TextAnswer answer;
  std::string numbers = "spoken";
  std::string emoji = "name";
  std::string pronunciations_file;
  bool explain = false;
  bool json = false;
};

std::string CheckSpokenLanguage(const std::string& tag) {
  if (LanguageFromTag(tag)) return "";
  return "language '" + tag + "' cannot be spoken: expected en or ru";
}

Pronunciations Dictionary(const std::string& path) {
  auto dictionary = LoadPronunciations(path);
  if (dictionary.ok()) return *std::move(dictionary);
  std::cerr << "nexyctl text spoken: " << dictionary.status().message() << '\n';
  throw CLI::RuntimeError(2);
}

nlohmann::ordered_json ChangesAsJson(const std::vector<SpokenChange>& all) {
  auto changes = nlohmann::ordered_json::array();
  for (const SpokenChange& change : all) {
    changes.push_back({{"before", change.before}, {"after", change.after}, {"rule", change.rule}});
  }
  return changes;
}

void ExplainChanges(const std::vector<SpokenChange>& changes) {
  for (const SpokenChange& change : changes) {
    std::cout << "  " << change.rule << ": " << change.before << " -> " << change.after << '\n';
  }
}

void ExplainWords(const CutSentence& sentence, const Spoken& spoken) {
  std::cout << sentence.text << '\n';
  ExplainChanges(spoken.changes);
  if (spoken.unsaid > 0) std::cout << "  without words: " << spoken.unsaid << " characters\n";
  std::cout << "= " << spoken.text << '\n';
}

// `markup` was taken off the answer since the sentence before.
void Print(const SpokenArguments& arguments, const std::vector<SpokenChange>& markup,
           const CutSentence& sentence, const Spoken& spoken, Language language, std::size_t seen) {
  if (arguments.explain && !arguments.json) {
    ExplainChanges(markup);
    return ExplainWords(sentence, spoken);
  }
  nlohmann::ordered_json line = {
      {"text", spoken.text}, {"seen", seen}, {"sentence", sentence.text}};
  if (arguments.explain) {
    line["language"] = LanguageTag(language);
    line["markup"] = ChangesAsJson(markup);
    line["changes"] = ChangesAsJson(spoken.changes);
    line["unsaid"] = spoken.unsaid;
  }
  PrintJsonLine(line);
}

// What was taken off after the last sentence, and what is not said.
void ExplainEnd(const SpokenArguments& arguments, const std::vector<SpokenChange>& markup,
                const std::optional<ActionCommand>& action) {
  if (!arguments.json) {
    ExplainChanges(markup);
  } else if (!markup.empty()) {
    PrintJsonLine({{"markup", ChangesAsJson(markup)}});
  }
  ExplainAction(action, arguments.json);
}

void RunSpoken(const SpokenArguments& arguments) {
  const Pronunciations dictionary = Dictionary(arguments.pronunciations_file);
  SpokenOptions options;
  options.numbers = arguments.numbers == "keep" ? NumberReading::kKeep : NumberReading::kSpoken;
  options.emoji = arguments.emoji == "drop" ? EmojiReading::kDrop : EmojiReading::kName;
  options.pronunciations = &dictionary;
  options.language = LanguageOf(arguments.answer);
  std::vector<SpokenChange> markup;
  TextWatchers watchers;
  watchers.markup = [&markup](std::u32string_view written, std::u32string_view instead,
                              std::string_view rule) {
    markup.push_back({OnOneLine(written), OnOneLine(instead), rule});
  };
  const auto speak = [&](const CutSentence& sentence, std::size_t seen) {
    options.code = sentence.code;
    // Code is read in the language of the text around it.
    if (sentence.code == CodePlace::kNone) {
      options.language = DetectLanguage(sentence.text, LanguageOf(arguments.answer));
    }
    Print(arguments, std::exchange(markup, {}), sentence, SpeakSentence(sentence.text, options),
          options.language, seen);
  };
  const auto action = CutAnswer(arguments.answer, watchers, speak);
  if (arguments.explain) ExplainEnd(arguments, markup, action);
}

}  // namespace

void AddTextSpoken(CLI::App& text) {
  auto arguments = std::make_shared<SpokenArguments>();
  CLI::App* spoken = text.add_subcommand("spoken", "Show what is sent to the voice");
  spoken
      ->add_option("--lang,--language", arguments->answer.lang,
                   "Language where a sentence does not tell: en or ru")
      ->check(CheckSpokenLanguage)
      ->capture_default_str();
  AddTextAnswer(*spoken, arguments->answer);
  spoken->add_option("--numbers", arguments->numbers, "spoken, or keep: digits stay digits")
      ->check(CLI::IsMember({"spoken", "keep"}))
      ->capture_default_str();
  spoken->add_option("--emoji", arguments->emoji, "name, or drop")
      ->check(CLI::IsMember({"name", "drop"}))
      ->capture_default_str();
  spoken->add_option("--pronunciations", arguments->pronunciations_file,
                     "A dictionary of pronunciations, as turn.pronunciations_file");
  spoken->add_flag("--explain", arguments->explain, "Name the rule of each change");
  spoken->add_flag("--json", arguments->json, "JSON lines, with --explain too");
  spoken->footer(
      "Reads an answer and prints a JSON object a sentence: the text for the voice, how many\n"
      "characters of the input had arrived, and the sentence as clients see it. With --explain\n"
      "each sentence is followed by its changes (rule: before -> after) and by what is said;\n"
      "with --explain --json they are in the object. The action that the answer asks for comes "
      "last.\n\n"
      "  printf 'It costs 5 €.' | nexyctl text spoken --lang en\n"
      "  printf 'Встреча 5 мая.' | nexyctl text spoken --lang ru --numbers keep\n"
      "  nexyctl text spoken --explain 'Call +1 555-123-4567 by May 3, it is $5.50.'\n"
      "  nexyctl text spoken --lang ru --explain --json 'К 1945 году, 2 книги, 5 ГБ.'");
  spoken->callback([arguments] { RunSpoken(*arguments); });
}

}  // namespace nexy
