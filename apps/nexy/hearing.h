#pragma once

#include <grpcpp/support/status.h>

#include <atomic>
#include <chrono>
#include <map>
#include <optional>
#include <string>

#include "nexy/call_failure.h"
#include "nexy/output.h"
#include "nexy/sound.h"
#include "nexy/stream_event.h"

namespace nexy {

// One call as the person hears it: passes its events to the output and the sound, keeps the times,
// and knows at the end whether the answer was whole.
//
// Used from the call's thread, except StopListening().
class Hearing {
 public:
  Hearing(Output& output, Sound& sound);

  void On(StreamEvent event);

  // From now on everything that arrives is thrown away. Any thread.
  void StopListening() { stopped_ = true; }
  bool stopped() const { return stopped_.load(); }

  // False when the rest of the answer has no reader: the call may be cancelled.
  bool wanted() const { return output_.Writable(); }

  // The call has its status. Tells the output what is wrong with the answer, if anything; nullopt
  // when it is whole or when nobody listens any more.
  std::optional<CallFailure> Conclude(const grpc::Status& status, const ConnectionOptions& server);

  // The counts and times so far.
  const Summary& summary() const { return summary_; }
  // True when the server said that the turn was interrupted (from here or from elsewhere).
  bool interrupted_by_server() const { return end_message_ == "interrupted"; }

 private:
  Milliseconds SinceStart() const;
  void Handle(SkippedEvent) {}
  void Handle(TextEvent event);
  void Handle(AudioEvent event);
  void Handle(ForeignAudioEvent event);
  void Handle(ActionEvent event);
  void Handle(MetadataEvent event);
  void Handle(EndEvent event);
  void Handle(ErrorEvent event);
  std::optional<CallFailure> WhatIsMissing() const;

  Output& output_;
  Sound& sound_;
  const std::chrono::steady_clock::time_point start_;
  std::atomic<bool> stopped_ = false;
  Summary summary_;
  std::optional<std::string> end_message_;
  std::optional<std::string> error_message_;
  std::optional<std::string> foreign_format_;
  std::optional<std::string> sound_error_;
  Arrived arrived_ = Arrived::kNothing;
};

}  // namespace nexy
