#pragma once

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "text/language.h"

namespace nexy {

// Where an update is: what a person is told.
enum class UpdateStep {
  kChecking,
  kNewest,  // Nothing newer for this installation.
  kHeld,    // Something newer, but not now (UpdateNews::reason).
  kAvailable,
  kRollingBack,  // A signed order to go back.
  kDownloading,
  kVerifying,
  kWaiting,  // The person is talking.
  kInstalling,
  kStarting,
  kDone,
  kBackAgain,  // The new version did not start; the one before it runs.
  kRefused,    // UpdateNews::failure.
};

std::string_view UpdateStepWord(UpdateStep step);  // "checking", …

struct UpdateNews {
  UpdateStep step = UpdateStep::kChecking;
  std::string version;        // That it is about; may be empty.
  int percent = 0;            // Of kDownloading.
  std::string reason;         // Of kHeld: Hold's word.
  absl::Status failure = {};  // Of kRefused and kBackAgain.
};

// One sentence that can be spoken as it is.
std::string UpdateSentence(const UpdateNews& news, Language language);

}  // namespace nexy
