#pragma once

#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "nexy/output.h"
#include "nexy/player.h"
#include "nexy/wav_file.h"

namespace nexy {

struct SoundOptions {
  bool play = true;
  std::string wav_path;  // Empty: no file.
};

// Where a call's audio goes: the loudspeaker, a WAV file, both or neither.
// Silence() may be called by any thread; the rest by one.
class Sound {
 public:
  // Fails when the WAV file cannot be made; a missing loudspeaker only gives a note on `output`.
  static absl::StatusOr<std::unique_ptr<Sound>> Open(const SoundOptions& options, Output& output);

  // Takes the next audio of the answer. Waits while the loudspeaker is seconds behind. An error is
  // the file's, once; the loudspeaker goes on.
  absl::Status Take(std::string pcm);

  // Plays what the client says for itself; it is no part of the answer and not in the file.
  void Say(std::string pcm);

  void WaitUntilPlayed();
  void Silence();

  // True when there is a loudspeaker, as far as is known, and it has not been silenced.
  bool audible() const { return player_ && player_->audible(); }

 private:
  Sound() = default;

  std::unique_ptr<WavFile> wav_;
  std::optional<Player> player_;
};

}  // namespace nexy
