#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "base/task.h"
#include "text/language.h"

namespace nexy {

struct SttRequest {
  std::string wav;                        // A WAV file of 16-bit PCM; 16 kHz mono is enough.
  std::optional<Language> language = {};  // Of what is said; nullopt: the service finds out.
  std::string hint = {};                  // Names and words that may be said; may be empty.
};

struct Transcript {
  std::string text;                    // UTF-8, without blanks around it; empty: nobody spoke.
  std::optional<double> seconds = {};  // Of sound, where the service counts it.
};

// Writes down what is said. Thread-safe. Failures carry a FailureReason (base/failure.h); their
// messages hold no word of what was said.
class SttProvider {
 public:
  virtual ~SttProvider() = default;
  virtual std::string_view name() const = 0;  // "openai", …
  virtual Task<absl::StatusOr<Transcript>> Transcribe(SttRequest request) = 0;
};

}  // namespace nexy
