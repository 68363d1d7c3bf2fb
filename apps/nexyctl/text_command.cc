#include "nexyctl/text_command.h"

#include <CLI/CLI.hpp>

#include "nexyctl/text_segment.h"
#include "nexyctl/text_spell.h"
#include "nexyctl/text_spoken.h"

namespace nexy {

CLI::App* AddTextCommand(CLI::App& app) {
  CLI::App* text = app.add_subcommand("text", "How an answer is cut and spoken");
  text->require_subcommand(1);
  AddTextSegment(*text);
  AddTextSpoken(*text);
  AddTextSpell(*text);
  return text;
}

}  // namespace nexy
