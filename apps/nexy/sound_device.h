#pragma once

#include <memory>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace nexy {

// A loudspeaker that takes wire PCM (audio/pcm.h). Used from one thread.
class SoundDevice {
 public:
  virtual ~SoundDevice() = default;
  // Blocks until the device has taken `pcm` (whole samples); its own buffer is short.
  virtual absl::Status Write(std::string_view pcm) = 0;
  // Blocks until everything has been played.
  virtual void Finish() = 0;
  // Silence now: what the device still holds is thrown away. Write() may follow.
  virtual void Abort() = 0;
};

// The machine's default output through PortAudio. UNAVAILABLE when there is none.
absl::StatusOr<std::unique_ptr<SoundDevice>> OpenLoudspeaker();

}  // namespace nexy
