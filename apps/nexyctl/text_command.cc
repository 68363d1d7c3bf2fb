#include "nexyctl/text_command.h"

#include <CLI/CLI.hpp>

#include "nexyctl/text_segment.h"
#include "nexyctl/text_spell.h"
#include "nexyctl/text_spoken.h"

namespace nexy {

CLI::App* AddTextCommand(CLI::App& app) {
  CLI::App* text = app.add_subcommand("text", "How an answer is cut and spoken");
  text->require_subcommand(1);
  text->footer(R"(Examples:
  nexyctl text segment 'Dr. Smith came at 5 p.m. He left.'
  nexyctl text spoken --explain 'Call +1 555-123-4567 by May 3, it is $5.50.'
  nexyctl text spell 'KX-204'

docs/speech.md explains the rules.)");
  AddTextSegment(*text);
  AddTextSpoken(*text);
  AddTextSpell(*text);
  return text;
}

}  // namespace nexy
