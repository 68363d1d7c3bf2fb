#include "nexyctl/text_spell.h"

#include <CLI/CLI.hpp>
#include <iostream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "nexyctl/text_answer.h"
#include "text/spelling.h"
#include "text/unicode.h"

namespace nexy {

namespace {

struct SpellArguments {
  std::string text;
  std::string lang;  // Empty: that of the text's letters.
  bool capitals = false;
  bool phonetic = false;
  bool explain = false;
  bool json = false;
};

std::string CheckSpelledLanguage(const std::string& tag) {
  if (LanguageFromTag(tag)) return "";
  return "language '" + tag + "' cannot be spelled in: expected en or ru";
}

// Standard input without the line end that a shell adds.
std::string ReadText(const std::string& argument) {
  if (!argument.empty() && argument != "-") return argument;
  std::string text{std::istreambuf_iterator<char>(std::cin), {}};
  while (text.ends_with('\n') || text.ends_with('\r')) text.pop_back();
  return text;
}

nlohmann::ordered_json CharactersAsJson(const std::vector<SpelledCharacter>& characters) {
  auto all = nlohmann::ordered_json::array();
  for (const SpelledCharacter& one : characters) {
    all.push_back({{"before", one.written}, {"after", one.said}, {"rule", one.rule}});
  }
  return all;
}

void RunSpell(const SpellArguments& arguments) {
  const std::string text = ReadText(arguments.text);
  SpellingOptions options;
  options.language =
      LanguageFromTag(arguments.lang).value_or(DetectLanguage(text, Language::kEnglish));
  options.capitals = arguments.capitals;
  options.phonetic = arguments.phonetic;
  const std::string spelled = SpellOut(text, options);
  if (arguments.json) {
    nlohmann::ordered_json line = {{"text", spelled}, {"language", LanguageTag(options.language)}};
    if (arguments.explain) line["characters"] = CharactersAsJson(Spell(text, options));
    return PrintJsonLine(line);
  }
  if (arguments.explain) {
    for (const SpelledCharacter& one : Spell(text, options)) {
      std::cout << "  " << one.rule << ": " << one.written << " -> " << one.said << '\n';
    }
    std::cout << "= ";
  }
  std::cout << spelled << '\n';
}

}  // namespace

void AddTextSpell(CLI::App& text) {
  auto arguments = std::make_shared<SpellArguments>();
  CLI::App* spell = text.add_subcommand("spell", "Show how a text is spelled out");
  spell->add_option("TEXT", arguments->text,
                    "What to spell; without it, or with -, standard input");
  spell
      ->add_option("--lang,--language", arguments->lang,
                   "Language of the names: en or ru; else that of the text's letters")
      ->check(CheckSpelledLanguage);
  spell->add_flag("--capitals", arguments->capitals, "Say \"capital\" before capital letters");
  spell->add_flag("--phonetic", arguments->phonetic, "Alfa, Bravo, Charlie; Анна, Борис, Василий");
  spell->add_flag("--explain", arguments->explain, "Name the rule of each character");
  spell->add_flag("--json", arguments->json, "A JSON line, with --explain too");
  spell->footer(
      "Letters, digits and signs one by one, as the voice gets them.\n\n"
      "  nexyctl text spell 'AB-12'               A, B, dash, 1, 2\n"
      "  nexyctl text spell --capitals 'xK9'      X, capital K, 9\n"
      "  nexyctl text spell --phonetic 'NX'       November, X-ray\n"
      "  nexyctl text spell --lang ru 'Щука'      ща, у, ка, а\n"
      "  nexyctl text spell --explain 'A-1'       each character with its rule\n"
      "  echo -n 'p@ss' | nexyctl text spell --json");
  spell->callback([arguments] { RunSpell(*arguments); });
}

}  // namespace nexy
