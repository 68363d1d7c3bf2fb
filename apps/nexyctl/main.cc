#include <CLI/CLI.hpp>

#include "text_command.h"

int main(int argc, char** argv) {
  CLI::App app("The operator's tool of Nexy", "nexyctl");
  app.set_version_flag("--version", NEXY_VERSION);
  app.require_subcommand(1);
  nexy::AddTextCommand(app);
  try {
    app.parse(argc, argv);
  } catch (const CLI::RuntimeError& error) {
    return error.get_exit_code();
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  return 0;
}
