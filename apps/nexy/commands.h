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
  ConnectionOptions server;
  bool json = false;
};

enum class UpdateAction { kCheck, kInstall, kStatus, kAlive };

struct UpdateCommandOptions {
  UpdateAction action = UpdateAction::kCheck;
  std::string home;     // Of the installation; empty: this program's own.
  std::string url;      // Of the update service; empty: what the installation says.
  std::string channel;  // Empty: the installation's.
  std::string ca_file;
  bool background = false;  // Nobody asked: rollout phases count.
  bool report = true;
  bool json = false;
};

// The commands of the program, one file each; every one returns the exit code.
int Ask(const AskOptions& options);
int Welcome(const WelcomeOptions& options);
int Interrupt(const ServerCommandOptions& options);
int Status(const ServerCommandOptions& options);
int Update(const UpdateCommandOptions& options);

}  // namespace nexy
