#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include "base/resilience.h"
#include "base/secret.h"

namespace nexy {

// Settings of the embedded voice, `tts.espeak` of config/nexy.yaml.
struct EspeakOptions {
  std::string worker;        // Path of nexy-voice; empty: beside the running program.
  std::size_t workers = 2;   // Worker processes.
  std::size_t queue = 1000;  // Utterances that may wait for a worker.
  std::string english_voice = "en-us";
  std::string russian_voice = "ru";
  int rate = 175;                                      // Words a minute, 80..450.
  int pitch = 50;                                      // 0..99.
  int volume = 100;                                    // Per cent, 0..200.
  std::chrono::milliseconds utterance_timeout{5'000};  // A worker silent for so long is replaced.
};

// Settings of SpeechCache, `tts.cache` of config/nexy.yaml. In bytes of wire PCM, 96,000 a second;
// in memory it takes less than half of that.
struct SpeechCacheLimits {
  std::size_t max_bytes = 8 * 1024 * 1024;            // Kept, besides what has been preloaded.
  std::size_t max_utterance_bytes = 2 * 1024 * 1024;  // A longer utterance is not kept.
  std::chrono::milliseconds max_age{std::chrono::hours(24)};  // Older speech is forgotten; 0: never.
};

// Azure Speech over REST, `tts.azure`.
struct AzureOptions {
  std::string region;      // AZURE_SPEECH_REGION, such as westeurope.
  std::string endpoint;    // https://host of a private link or a stand-in, instead of the region's.
  std::string token_url;   // Where tokens are issued; empty: the region's.
  Secret key;              // AZURE_SPEECH_KEY, or what `key_file` holds.
  std::string key_file;    // Wins over the environment.
  bool use_token = false;  // Send a token that was issued for the key, not the key.
  std::string english_voice = "en-US-AriaNeural";
  std::string russian_voice = "ru-RU-SvetlanaNeural";
  std::string style;               // mstts:express-as, such as friendly; empty: none.
  int style_degree_percent = 100;  // 1..200
  int rate_percent = 100;          // 50..200
  int pitch_percent = 100;         // 50..150
  int volume_percent = 100;        // 0..100
};

// Any OpenAI-compatible speech endpoint, `tts.openai`.
struct OpenAiTtsOptions {
  std::string base_url = "https://api.openai.com/v1";
  std::string model = "gpt-4o-mini-tts";
  Secret api_key;  // OPENAI_API_KEY, or what `api_key_file` holds; local servers need none.
  std::string api_key_file;  // Wins over the environment.
  int sample_rate = 24'000;  // Hz, of the PCM that the server sends.
  std::string english_voice = "alloy";
  std::string russian_voice = "alloy";
  std::string instructions;  // How to speak, for models that take it; empty: none.
  int speed_percent = 100;   // 25..400
};

// Section `tts` of config/nexy.yaml.
struct TtsOptions {
  std::string provider = "espeak";
  std::vector<std::string> fallbacks;  // In their order; the embedded voice always follows them.
  std::chrono::milliseconds first_audio_timeout{4'000};
  std::chrono::milliseconds next_audio_timeout{4'000};
  std::size_t prewarm = 2;  // Connections opened to the first voice when a question comes.
  ResilienceOptions resilience;
  AzureOptions azure;
  OpenAiTtsOptions openai;
  EspeakOptions espeak;
  SpeechCacheLimits cache;
};

}  // namespace nexy
