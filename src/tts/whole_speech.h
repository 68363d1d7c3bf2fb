#pragma once

#include <chrono>
#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/task.h"
#include "tts/tts_provider.h"

namespace nexy {

struct SpeechLimits {
  std::chrono::milliseconds first_audio;  // A voice that is silent for longer is given up.
  std::chrono::milliseconds next_audio;
  std::size_t max_bytes = std::size_t{10 * 60} * 96'000;  // Ten minutes of wire PCM.
};

// The whole sound that `voice` makes of `request`, not empty. Failures kSilent, kStalled,
// kOversized, kEmpty and the voice's own.
Task<absl::StatusOr<std::string>> SpeakWhole(TtsProvider& voice, TtsRequest request,
                                             SpeechLimits limits, Clock& clock, Log& log);

}  // namespace nexy
