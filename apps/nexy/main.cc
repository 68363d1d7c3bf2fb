#include <csignal>
#include <cstdlib>
#include <variant>

#include "nexy/command_line.h"

namespace {

struct Run {
  int operator()(const nexy::LeaveCommand& command) const { return command.exit_code; }
  int operator()(const nexy::AskOptions& options) const { return nexy::Ask(options); }
  int operator()(const nexy::WelcomeOptions& options) const { return nexy::Welcome(options); }
  int operator()(const nexy::InterruptCommand& command) const {
    return nexy::Interrupt(command.options);
  }
  int operator()(const nexy::StatusCommand& command) const { return nexy::Status(command.options); }
  int operator()(const nexy::UpdateCommandOptions& options) const { return nexy::Update(options); }
};

}  // namespace

int main(int argc, char** argv) {
  setenv("GRPC_VERBOSITY", "NONE",
         /*overwrite=*/0);        // What gRPC would log, the client says in words.
  std::signal(SIGPIPE, SIG_IGN);  // A reader that went away is an error of the write.
  return std::visit(Run{}, nexy::ParseCommandLine(argc, argv));
}
