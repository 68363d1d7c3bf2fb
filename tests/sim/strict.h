#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "exchange.h"

namespace nexy::sim {

// Strict mode: what the real service would refuse, and how it says so.
std::optional<Refusal> CheckGemini(Exchange& exchange);
std::optional<Refusal> CheckGeminiKey(Exchange& exchange);
std::optional<Refusal> CheckOpenAiChat(Exchange& exchange);
std::optional<Refusal> CheckOpenAiSpeech(Exchange& exchange);
std::optional<Refusal> CheckOpenAiTranscription(Exchange& exchange);
std::optional<Refusal> CheckOpenAiKey(Exchange& exchange);
std::optional<Refusal> CheckAzureTts(Exchange& exchange);
std::optional<Refusal> CheckAzureKey(Exchange& exchange);

// What Gemini says, over SSE and Live alike, against a generationConfig and against tools.
std::optional<std::string> JudgeGenerationConfig(const nlohmann::json& config,
                                                 std::string_view place);
std::string JudgeTools(const nlohmann::json& tools);

}  // namespace nexy::sim
