#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "llm/llm_options.h"
#include "tts/tts_options.h"

namespace nexy {

inline constexpr std::string_view kEmbeddedMind = "offline";
inline constexpr std::string_view kEmbeddedVoice = "espeak";

// The minds that are asked, in their order: the provider, its fallbacks, the embedded one.
std::vector<std::string> MindChain(const LlmOptions& options);
// The voices, likewise.
std::vector<std::string> VoiceChain(const TtsOptions& options);

}  // namespace nexy
