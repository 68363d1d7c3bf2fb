#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include "base/resilience.h"
#include "base/secret.h"

namespace nexy {

// Settings of the embedded mind, `llm.offline` of config/nexy.yaml.
struct OfflineOptions {
  std::size_t portion_chars = 600;  // Of a long reading, before "more" is offered.
  std::string time_zone;            // IANA name; empty: the server's.
};

// Any OpenAI-compatible chat endpoint, `llm.openai`.
struct OpenAiLlmOptions {
  std::string base_url = "https://api.openai.com/v1";
  std::string model = "gpt-5-mini";
  Secret api_key;  // OPENAI_API_KEY, or what `api_key_file` holds; local servers need none.
  std::string api_key_file;  // Wins over the environment.
  int max_tokens = 2048;
  std::string max_tokens_field = "max_completion_tokens";  // Local servers: max_tokens.
  int temperature_percent = -1;  // 70 is 0.7; -1: the model's own (reasoning models take no other).
};

// Google's generateContent, `llm.gemini`.
struct GeminiOptions {
  std::string base_url = "https://generativelanguage.googleapis.com";
  std::string model = "gemini-flash-lite-latest";
  Secret api_key;            // GEMINI_API_KEY, or what `api_key_file` holds.
  std::string api_key_file;  // Wins over the environment.
  int max_tokens = 2048;
  int temperature_percent = 70;            // 70 is 0.7; -1: the model's own.
  bool search = true;                      // Google Search grounding.
  std::string safety = "BLOCK_ONLY_HIGH";  // Threshold of every harm category.
  std::string thinking_level;  // Gemini 3: minimal, low, medium, high; empty: the model's own.
};

// Google's Live API, `llm.gemini_live`: a model that speaks itself. Key and address are
// `llm.gemini`'s.
struct GeminiLiveOptions {
  std::string model = "gemini-3.8-live";
  std::string voice;           // A prebuilt voice's name; empty: the model's own.
  std::size_t sessions = 200;  // Devices whose connection is kept for the next question.
  std::chrono::milliseconds session_idle{60'000};  // Then it is closed.
  std::size_t compress_above_tokens = 25'000;      // The context window is then cut …
  std::size_t compress_to_tokens = 8'000;          // … to this.
};

// Section `llm` of config/nexy.yaml.
struct LlmOptions {
  std::string provider = "offline";
  std::vector<std::string> fallbacks;  // In their order; the embedded one always follows them.
  std::string prompts;                 // Folder; empty: the texts that were built in.
  std::string verbosity = "normal";    // brief, normal, detailed.
  std::chrono::milliseconds first_token_timeout{5'000};
  std::chrono::milliseconds next_token_timeout{8'000};
  std::chrono::milliseconds hedge_after{0};  // The second mind is asked too after this; 0: never.
  ResilienceOptions resilience;
  OfflineOptions offline;
  OpenAiLlmOptions openai;
  GeminiOptions gemini;
  GeminiLiveOptions gemini_live;
};

}  // namespace nexy
