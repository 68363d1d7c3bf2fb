#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tts/voice_frames.h"

namespace nexy {

// The espeak-ng library of this process; there can be one. It keeps state from one utterance to
// the next (the same sentence then sounds differently), so each process speaks once: see Speaker.
class Synthesiser {
 public:
  // Takes mono s16le samples; false stops the synthesis.
  using Sink = std::function<bool(std::string_view pcm)>;

  struct SpokenLanguage {
    std::string tag;   // "en-us"
    int priority = 0;  // The lowest is the one that the voice was made for.
  };
  struct Spoken {
    std::optional<VoiceError> error;
    VoiceEnd end = VoiceEnd::kComplete;
  };

  // nullopt if espeak-ng's data are not installed.
  static std::optional<Synthesiser> Open();

  int sample_rate() const { return sample_rate_; }

  // Speaks `request` into `sink`. At most once a process.
  Spoken Speak(const SpeakRequest& request, const Sink& sink) const;

 private:
  struct Voice {
    std::string name;        // "English (America)"
    std::string identifier;  // "gmw/en-US"
    std::vector<SpokenLanguage> languages;

    std::optional<int> Match(std::string_view voice, std::string_view language) const;
  };

  explicit Synthesiser(int sample_rate) : sample_rate_(sample_rate) {}

  // Makes espeak-ng use `voice`, a name, an identifier or a language tag, perhaps with a
  // "+variant"; false if it is not installed or does not speak `language`.
  bool Choose(std::string_view voice, std::string_view language) const;

  int sample_rate_;
  std::vector<Voice> voices_;
};

}  // namespace nexy
