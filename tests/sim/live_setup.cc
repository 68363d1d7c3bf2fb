#include "live_setup.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "strict.h"
#include "strict_json.h"

namespace nexy::sim {
namespace {

using nlohmann::json;
using Judgement = std::optional<LiveRefusal>;

Judgement Close(std::uint16_t code, std::string reason) {
  return LiveRefusal{code, std::move(reason)};
}

Judgement Invalid() { return Close(1007, "Request contains an invalid argument."); }

Judgement Unknown(const json& object, Names known, const std::string& place) {
  const std::string name = UnknownKey(object, known);
  if (name.empty()) return std::nullopt;
  return Close(1007, "Invalid JSON payload received. Unknown name \"" + name + "\" at '" + place +
                         "': Cannot find field.");
}

Judgement JudgeKey(const Exchange& exchange) {
  std::string key(exchange.Header("x-goog-api-key"));
  if (key.empty()) key = exchange.Query("key");
  switch (exchange.ProblemOf(key)) {
    case KeyProblem::kNone:
      return std::nullopt;
    case KeyProblem::kMissing:
      return Close(1008,
                   "Method doesn't allow unregistered callers (callers without established "
                   "identity). Please use API Key or other form of API consumer identity to call "
                   "this API.");
    case KeyProblem::kWrong:
      return Close(1007, "API key not valid. Please pass a valid API key.");
  }
  return std::nullopt;
}

Judgement JudgeModel(const Exchange& exchange, const std::string& model) {
  constexpr std::string_view kPrefix = "models/";
  const std::string name = model.starts_with(kPrefix) ? model.substr(kPrefix.size()) : "";
  const bool known =
      exchange.cast->models.empty()
          ? name.starts_with("gemini-") && (name.find("-live") != std::string::npos ||
                                            name.find("native-audio") != std::string::npos)
          : exchange.KnowsModel(name);
  if (known) return std::nullopt;
  return Close(1008,
               model +
                   " is not found for API version v1beta, or is not supported for "
                   "bidiGenerateContent. Call ListModels to see the list of available models.");
}

// Every model on offer speaks, and none writes.
Judgement JudgeModalities(const json& config, const std::string& model) {
  const json& modalities = Member(config, "responseModalities");
  if (!modalities.is_array() || modalities.empty())
    return Close(1011, "Internal error encountered.");
  if (modalities == json::array({"AUDIO"})) return std::nullopt;
  if (config.contains("speechConfig")) {
    return Close(1007, "Cannot extract voices from a non-audio request.");
  }
  if (model.find("3.1") != std::string::npos) return Close(1011, "Internal error encountered.");
  return Invalid();
}

Judgement JudgeConfig(const json& config, const std::string& model) {
  if (auto problem = JudgeGenerationConfig(config, "setup.generation_config")) {
    return Close(1007, *problem);
  }
  for (const char* key :
       {"responseLogprobs", "responseMimeType", "logprobs", "responseSchema", "responseJsonSchema",
        "stopSequences", "routingConfig", "audioTimestamp"}) {
    if (config.contains(key)) return Invalid();
  }
  if (model.find("gemini-3.8-live") != std::string::npos && config.contains("thinkingConfig") &&
      model.find("extended-thinking") == std::string::npos) {
    return Invalid();
  }
  return JudgeModalities(config, model);
}

Judgement JudgeRest(const json& setup, const std::string& model) {
  if (const std::string problem = JudgeTools(Member(setup, "tools")); !problem.empty()) {
    return Close(1007, problem);
  }
  const json& resumption = Member(setup, "sessionResumption");
  if (auto refusal = Unknown(resumption, {"handle"}, "setup.session_resumption")) return refusal;
  if (resumption.contains("handle") && !resumption["handle"].is_string()) return Invalid();
  if (auto refusal = Unknown(Member(setup, "historyConfig"), {"initialHistoryInClientContent"},
                             "setup.history_config")) {
    return refusal;
  }
  if (setup.contains("historyConfig") && model.find("3.8") != std::string::npos) return Invalid();
  if (auto refusal = Unknown(Member(setup, "realtimeInputConfig"),
                             {"automaticActivityDetection", "activityHandling", "turnCoverage"},
                             "setup.realtime_input_config")) {
    return refusal;
  }
  if (auto refusal =
          Unknown(Member(setup, "contextWindowCompression"), {"triggerTokens", "slidingWindow"},
                  "setup.context_window_compression")) {
    return refusal;
  }
  if (Member(Member(setup, "proactivity"), "proactiveAudio") == false &&
      model.find("3.8") != std::string::npos) {
    return Invalid();
  }
  return std::nullopt;
}

bool HasManualActivity(const json& setup) {
  return Member(Member(Member(setup, "realtimeInputConfig"), "automaticActivityDetection"),
                "disabled") == true;
}

Judgement JudgeBlob(const json& blob, bool is_picture) {
  const std::string type = Text(blob, "mimeType");
  const bool good =
      is_picture ? IsOneOf(type, {"image/jpeg", "image/png"}) : type.starts_with("audio/pcm");
  if (!good || !IsBase64(Text(blob, "data"))) return Invalid();
  return std::nullopt;
}

Judgement JudgeRealtime(const json& input, bool manual) {
  if (input.contains("mediaChunks") || input.contains("media_chunks")) {
    return Close(1007,
                 "realtime_input.media_chunks is deprecated. Use audio, video, or text instead.");
  }
  if (auto refusal = Unknown(
          input, {"text", "video", "audio", "audioStreamEnd", "activityStart", "activityEnd"},
          "realtime_input")) {
    return refusal;
  }
  if ((input.contains("activityStart") || input.contains("activityEnd")) && !manual) {
    return Close(1007,
                 "Explicit activity control is not supported when automatic activity detection is "
                 "enabled.");
  }
  if (input.contains("audioStreamEnd") && manual) return Invalid();
  if (input.contains("video")) return JudgeBlob(input["video"], /*is_picture=*/true);
  if (input.contains("audio")) return JudgeBlob(input["audio"], /*is_picture=*/false);
  return std::nullopt;
}

Judgement JudgeContent(const json& setup, const json& content, bool has_answered) {
  if (auto refusal = Unknown(content, {"turns", "turnComplete"}, "client_content")) return refusal;
  if (Text(setup, "model").find("3.1") != std::string::npos) {
    // Only to seed the history of a new session.
    const bool seeds =
        Member(Member(setup, "historyConfig"), "initialHistoryInClientContent") == true;
    if (!seeds || has_answered) return Invalid();
  }
  const json& turns = Member(content, "turns");
  if (!turns.is_null() && !turns.is_array()) return Invalid();
  for (const json& turn : turns) {
    const std::string role = Text(turn, "role");
    if (role != "user" && role != "model") return Invalid();
    const json& parts = Member(turn, "parts");
    if (!parts.is_array() || parts.empty()) return Invalid();
    for (const json& part : parts) {
      if (part.contains("inlineData")) {
        if (auto refusal = JudgeBlob(part["inlineData"], /*is_picture=*/true)) return refusal;
      }
    }
  }
  return std::nullopt;
}

}  // namespace

Judgement JudgeSetup(const Exchange& exchange, const json& message) {
  if (auto refusal = JudgeKey(exchange)) return refusal;
  if (!message.is_object()) return Close(1007, "Invalid JSON payload received.");
  if (message.size() != 1 || !message.contains("setup")) {
    if (message.contains("setup")) return Invalid();
    return Close(1007, "setup must be the first message and only the first.");
  }
  const json& setup = message["setup"];
  if (auto refusal =
          Unknown(setup,
                  {"model", "generationConfig", "systemInstruction", "tools", "safetySettings",
                   "inputAudioTranscription", "outputAudioTranscription", "realtimeInputConfig",
                   "contextWindowCompression", "sessionResumption", "historyConfig", "proactivity"},
                  "setup")) {
    return refusal;
  }
  const std::string model = Text(setup, "model");
  if (auto refusal = JudgeModel(exchange, model)) return refusal;
  if (auto refusal = JudgeConfig(Member(setup, "generationConfig"), model)) return refusal;
  return JudgeRest(setup, model);
}

Judgement JudgeLiveMessage(const json& setup, const json& message, bool has_answered) {
  if (!message.is_object()) return Close(1007, "Invalid JSON payload received.");
  if (message.contains("setup")) {
    return Close(1007, "setup must be the first message and only the first.");
  }
  if (auto refusal =
          Unknown(message, {"clientContent", "realtimeInput", "toolResponse", "contextUpdate"},
                  "BidiGenerateContentClientMessage")) {
    return refusal;
  }
  if (message.size() != 1) return Invalid();
  if (message.contains("realtimeInput")) {
    return JudgeRealtime(message["realtimeInput"], HasManualActivity(setup));
  }
  if (message.contains("clientContent")) {
    return JudgeContent(setup, message["clientContent"], has_answered);
  }
  for (const json& response : Member(Member(message, "toolResponse"), "functionResponses")) {
    if (Text(response, "id").empty()) return Invalid();
  }
  return std::nullopt;
}

}  // namespace nexy::sim
