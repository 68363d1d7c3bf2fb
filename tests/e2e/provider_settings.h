#pragma once

#include <string>
#include <vector>

#include "e2e/nexyd_process.h"

namespace nexy::testing {

// Every provider over the network is at `url`, where nexy-sim is, perhaps behind a bad network.
inline std::vector<std::string> ProviderSettings(const std::string& url) {
  std::vector<std::string> settings = kPatient;
  for (const std::string& setting :
       {"llm.openai.base_url=" + url + "/v1", "llm.gemini.base_url=" + url,
        "tts.openai.base_url=" + url + "/v1", "tts.azure.endpoint=" + url,
        std::string("llm.resilience.attempts=1"), std::string("tts.resilience.attempts=1")}) {
    settings.push_back(setting);
  }
  return settings;
}

inline Program::Environment ProviderKeys() {
  return {{"OPENAI_API_KEY", "k"}, {"GEMINI_API_KEY", "k"}, {"AZURE_SPEECH_KEY", "k"}};
}

}  // namespace nexy::testing
