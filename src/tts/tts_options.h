#pragma once

#include <chrono>
#include <cstddef>
#include <string>

namespace nexy {

// Settings of the embedded voice, `tts.espeak` of config/nexy.yaml.
struct EspeakOptions {
  std::string worker;             // Path of nexy-voice; empty: beside the running program.
  std::size_t workers = 2;        // Worker processes.
  std::size_t queue = 1000;       // Utterances that may wait for a worker.
  std::string english_voice = "en-us";
  std::string russian_voice = "ru";
  int rate = 175;                 // Words a minute, 80..450.
  int pitch = 50;                 // 0..99.
  int volume = 100;               // Per cent, 0..200.
  std::chrono::milliseconds utterance_timeout{5'000};  // A worker silent for so long is replaced.
};

// Settings of SpeechCache, `tts.cache` of config/nexy.yaml. In bytes of wire PCM, 96,000 a second;
// in memory it takes less than half of that.
struct SpeechCacheLimits {
  std::size_t max_bytes = 8 * 1024 * 1024;            // Kept, besides what has been preloaded.
  std::size_t max_utterance_bytes = 2 * 1024 * 1024;  // A longer utterance is not kept.
};

// Section `tts` of config/nexy.yaml.
struct TtsOptions {
  std::string provider = "espeak";
  std::chrono::milliseconds first_audio_timeout{4'000};
  std::chrono::milliseconds next_audio_timeout{4'000};
  EspeakOptions espeak;
  SpeechCacheLimits cache;
};

}  // namespace nexy
