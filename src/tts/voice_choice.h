#pragma once

#include <string>
#include <string_view>

#include "tts/tts_provider.h"

namespace nexy {

// A provider's voice of each language.
struct VoiceNames {
  std::string english;
  std::string russian;

  const std::string& Of(Language language) const {
    return language == Language::kRussian ? russian : english;
  }
};

// The voice that `request` asks for by name, or `usual`: where it asks for none, or for one whose
// name says that it speaks another language (ru-RU-… for an English text).
inline std::string WishedVoice(const TtsRequest& request, const std::string& usual) {
  if (request.voice.empty() || request.voice.size() > 128) return usual;
  const bool has_locale = request.voice.size() > 5 && request.voice[2] == '-';
  const auto language = LanguageFromTag(request.voice);
  if (has_locale && (!language || *language != request.language)) return usual;
  return request.voice;
}

}  // namespace nexy
