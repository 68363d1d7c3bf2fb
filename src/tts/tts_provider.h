#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "base/task.h"
#include "text/language.h"

namespace nexy {

struct TtsRequest {
  std::string text;  // Already SpokenText; UTF-8, not empty.
  Language language = Language::kEnglish;
  std::string voice;  // The provider's name of a voice; empty or unknown: its voice of `language`.
  // Whose answer it is, for the accounts; empty: nobody's. Never sent.
  std::string device = {};
};

// One utterance as it is made. Used from one strand. Destroying it, or cancelling a pending Next(),
// stops the synthesis at once.
class TtsStream {
 public:
  virtual ~TtsStream() = default;
  // The next piece of wire PCM (audio/pcm.h), whole samples, not empty; nullopt at the end. A
  // stream that ends without a sample is an error of the provider (INTERNAL).
  virtual Task<absl::StatusOr<std::optional<std::string>>> Next() = 0;
};

// A voice. Thread-safe; outlives its streams. Any error means: ask the next voice.
class TtsProvider {
 public:
  virtual ~TtsProvider() = default;
  virtual std::string_view name() const = 0;  // "espeak", "azure", …: on the wire, metric label.
  // Somebody will speak soon: what takes time before the first text may begin now.
  virtual void Prepare() {}
  virtual Task<absl::StatusOr<std::unique_ptr<TtsStream>>> Speak(TtsRequest request) = 0;
};

}  // namespace nexy
