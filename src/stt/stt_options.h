#pragma once

#include <chrono>
#include <cstddef>
#include <string>

#include "base/resilience.h"
#include "base/secret.h"

namespace nexy {

// Any OpenAI-compatible transcription endpoint, `stt.openai`: OpenAI, whisper.cpp's server,
// speaches.
struct OpenAiSttOptions {
  std::string base_url = "https://api.openai.com/v1";
  std::string model = "gpt-4o-mini-transcribe";
  Secret api_key;  // OPENAI_API_KEY, or what `api_key_file` holds; local servers need none.
  std::string api_key_file;  // Wins over the environment.
};

// Section `stt` of config/nexy.yaml: who writes down what a person said.
struct SttOptions {
  std::string provider = "openai";
  std::chrono::milliseconds response_timeout{30'000};
  std::size_t audio_max_bytes = 25 * 1024 * 1024;  // Of the file; OpenAI takes no more.
  ResilienceOptions resilience;
  OpenAiSttOptions openai;
};

}  // namespace nexy
