#include "nexyctl/update_command.h"

#include <CLI/CLI.hpp>

namespace nexy {

void AddUpdateCommand(CLI::App& app) {
  CLI::App* update =
      app.add_subcommand("update", "Publish builds of the client and look after them");
  update->require_subcommand(1);
  update->footer(
      "Examples:\n"
      "  nexyctl update keygen --keys /media/stick/nexy-keys\n"
      "  nexyctl update init --store /var/lib/nexy/updates --set "
      "update.public_url=https://example.org/updates\n"
      "  nexyctl update publish --channel beta --version 2.1.0.1 --notes notes.en.md Nexy.dmg\n"
      "  nexyctl update promote --from beta --to stable --phased 12h\n"
      "  nexyctl update pause --channel stable --build 2010001\n"
      "  nexyctl update verify --url https://example.org/updates\n\n"
      "docs/updates.md explains each step and what people notice of it.");
  AddUpdateKeyCommands(*update);
  AddUpdatePublishCommands(*update);
  AddUpdateRolloutCommands(*update);
  AddUpdateLookCommands(*update);
  AddUpdateAdoptionCommand(*update);
}

}  // namespace nexy
