#pragma once

#include <functional>
#include <string>

#include "nexy/connection.h"
#include "nexy/hearing.h"
#include "nexy/live_call.h"
#include "nexy/sound.h"

namespace nexy {

struct SpokenCallOptions {
  ConnectionOptions server;
  SoundOptions sound;
  bool json = false;
};

// What StreamAudio and GenerateWelcomeAudio have in common.
struct SpokenCall {
  // Makes the call and gives every message to the hearing, until the status.
  std::function<grpc::Status(grpc::ClientContext&, Hearing&)> run;
  // The person does not want to hear the rest: asks the server to stop. The loudspeaker is silent
  // already, and the call is cancelled if it does not end soon.
  std::function<void()> ask_server_to_stop;
  std::chrono::seconds deadline;
  std::string session_id;
};

// Runs the call with its sound, its output and Ctrl-C; returns the program's exit code.
// HoldEndSignals() has been called.
int Perform(const SpokenCallOptions& options, const SpokenCall& call);

}  // namespace nexy
