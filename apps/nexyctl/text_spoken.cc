#include "nexyctl/text_spoken.h"

#include <CLI/CLI.hpp>
#include <cstddef>
#include <memory>
#include <string>

#include "nexyctl/text_answer.h"
#include "text/spoken_text.h"

namespace nexy {

namespace {

struct SpokenArguments {
  TextAnswer answer;
  std::string numbers = "spoken";
};

std::string CheckLanguage(const std::string& tag) {
  if (LanguageFromTag(tag)) return "";
  return "language '" + tag + "' cannot be spoken: expected en or ru";
}

void RunSpoken(const SpokenArguments& arguments) {
  CutAnswer(arguments.answer, {}, [&arguments](const std::string& sentence, std::size_t seen) {
    SpokenOptions options;
    options.language = DetectLanguage(sentence, LanguageOf(arguments.answer));
    options.numbers = arguments.numbers == "keep" ? NumberReading::kKeep : NumberReading::kSpoken;
    PrintJsonLine(
        {{"text", SpokenText(sentence, options)}, {"seen", seen}, {"sentence", sentence}});
  });
}

}  // namespace

void AddTextSpoken(CLI::App& text) {
  auto arguments = std::make_shared<SpokenArguments>();
  CLI::App* spoken = text.add_subcommand("spoken", "Show what is sent to the voice");
  spoken
      ->add_option("--lang", arguments->answer.lang,
                   "Language where a sentence does not tell: en or ru")
      ->check(CheckLanguage)
      ->capture_default_str();
  AddTextAnswer(*spoken, arguments->answer);
  spoken->add_option("--numbers", arguments->numbers, "spoken, or keep: digits stay digits")
      ->check(CLI::IsMember({"spoken", "keep"}))
      ->capture_default_str();
  spoken->footer(
      "Reads an answer and prints a JSON object a sentence: the text for the voice, how many\n"
      "characters of the input had arrived, and the sentence as clients see it.\n\n"
      "  printf 'It costs 5 €.' | nexyctl text spoken --lang en\n"
      "  printf 'Встреча 5 мая.' | nexyctl text spoken --lang ru --numbers keep");
  spoken->callback([arguments] { RunSpoken(*arguments); });
}

}  // namespace nexy
