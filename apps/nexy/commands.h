#pragma once

#include <optional>
#include <string>

#include "nexy/connection.h"
#include "nexy/spoken_call.h"

namespace nexy {

struct AskOptions {
  SpokenCallOptions call;
  std::optional<std::string> text;  // Absent or "-": standard input.
  std::string screenshot_path;
  std::string session_id;  // Empty: a fresh one.
};

struct WelcomeOptions {
  SpokenCallOptions call;
  std::string text;  // Empty: the server's welcome.
  std::string voice;
  std::string language;
};

struct ServerCommandOptions {
  ServerOptions server;
  bool json = false;
};

// The commands of the program, one file each; every one returns the exit code.
int Ask(const AskOptions& options);
int Welcome(const WelcomeOptions& options);
int Interrupt(const ServerCommandOptions& options);
int Status(const ServerCommandOptions& options);

}  // namespace nexy
