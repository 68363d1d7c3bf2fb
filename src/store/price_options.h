#pragma once

#include <string>

#include "base/money.h"

namespace nexy {

struct TokenPrices {
  Money input_per_million_tokens;
  Money output_per_million_tokens;
};

struct SpeechPrices {
  Money per_million_characters;
  Money per_audio_minute;
};

// Section `prices` of config/nexy.yaml: what services cost, in one currency.
struct PriceOptions {
  std::string currency = "USD";  // A label; nothing is converted.
  TokenPrices gemini;
  TokenPrices gemini_live;
  TokenPrices openai;
  SpeechPrices azure_speech;
  SpeechPrices openai_speech;
};

}  // namespace nexy
