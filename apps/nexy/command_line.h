#pragma once

#include <variant>

#include "nexy/commands.h"

namespace nexy {

struct InterruptCommand {
  ServerCommandOptions options;
};
struct StatusCommand {
  ServerCommandOptions options;
};
// Everything has been said already (--help, --version, wrong usage); leave with this code.
struct LeaveCommand {
  int exit_code;
};

using Command = std::variant<LeaveCommand, AskOptions, WelcomeOptions, InterruptCommand,
                             StatusCommand, UpdateCommandOptions>;

// Understands the arguments and NEXY_SERVER. What is wrong with them is written to standard error.
Command ParseCommandLine(int argc, char** argv);

}  // namespace nexy
