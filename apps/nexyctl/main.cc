// nexyctl: the operator's tool, one file a subcommand.
#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <exception>
#include <iostream>

#include "nexyctl/complaint.h"
#include "nexyctl/config_command.h"
#include "nexyctl/load_command.h"
#include "nexyctl/status_command.h"
#include "nexyctl/stt_command.h"
#include "nexyctl/text_command.h"
#include "nexyctl/update_command.h"
#include "nexyctl/usage_command.h"

namespace {

constexpr char kExamples[] = R"(Examples:
  nexyctl config check /etc/nexy/nexy.yaml
  nexyctl config print
  nexyctl config print --set rpc.max_live_turns=200 --json
  nexyctl status
  nexyctl stt question.wav --language ru
  nexyctl text segment --lang en < answer.txt
  nexyctl text spoken --lang ru --numbers keep < answer.txt
  nexyctl update --help
  nexyctl usage --since 7d --by provider
  nexyctl load --people 100 --duration 1m --html load.html

Exit codes: 0 done, 1 mistakes found or the work failed, 2 wrong use.)";

int Run(int argc, char** argv) {
  CLI::App app("nexyctl: look after a Nexy server", "nexyctl");
  app.set_version_flag("--version", "nexyctl " NEXY_VERSION);
  app.footer(kExamples);
  app.require_subcommand(1);
  nexy::AddConfigCommand(app);
  nexy::AddLoadCommand(app);
  nexy::AddStatusCommand(app);
  nexy::AddSttCommand(app);
  nexy::AddTextCommand(app);
  nexy::AddUpdateCommand(app);
  nexy::AddUsageCommand(app);
  try {
    app.parse(argc, argv);
  } catch (const CLI::RuntimeError& error) {
    return error.get_exit_code();  // A command that has said what is wrong.
  } catch (const CLI::ParseError& error) {
    // Prints the help, the version or the complaint.
    return app.exit(error) == 0 ? 0 : nexy::kExitUsage;
  }
  std::cout.flush();
  return std::cout.good() ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return Run(argc, argv);
  } catch (const std::exception& error) {
    std::cerr << "nexyctl: " << error.what() << "\n";
    return 1;
  }
}
