#include <algorithm>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "error_bodies.h"
#include "strict.h"
#include "strict_json.h"

namespace nexy::sim {
namespace {

using nlohmann::json;

constexpr std::size_t kMaxBytes = 20 * 1024 * 1024;

Refusal Refused(int code, std::string_view status, std::string message,
                const json& details = nullptr) {
  Refusal refusal;
  refusal.status = code;
  refusal.body = GeminiError(code, status, message, details);
  refusal.why = std::move(message);
  return refusal;
}

Refusal Invalid(std::string message) {
  return Refused(400, "INVALID_ARGUMENT", std::move(message));
}

std::optional<Refusal> Unknown(const json& object, Names known, std::string_view place) {
  const std::string name = UnknownKey(object, known);
  if (name.empty()) return std::nullopt;
  return Invalid("Invalid JSON payload received. Unknown name \"" + name + "\"" +
                 (place.empty() ? "" : " at '" + std::string(place) + "'") +
                 ": Cannot find field.");
}

std::string JudgePart(const json& part, std::string_view place) {
  if (!part.is_object()) return "Invalid value at '" + std::string(place) + "'";
  int kinds = 0;
  for (const char* kind : {"text", "inlineData", "functionCall", "functionResponse", "fileData",
                           "executableCode", "codeExecutionResult"}) {
    kinds += part.contains(kind) ? 1 : 0;
  }
  if (kinds != 1)
    return "The value at '" + std::string(place) + "' must have one initialized field.";
  if (!part.contains("inlineData")) return "";
  const json& data = part["inlineData"];
  const std::string type = Text(data, "mimeType");
  if (!IsOneOf(type, {"image/png", "image/jpeg", "image/webp", "image/heic", "image/heif",
                      "audio/wav", "audio/mp3", "application/pdf", "video/mp4"})) {
    return "Unsupported MIME type: " + type;
  }
  if (!IsBase64(Text(data, "data"))) {
    return "Invalid value at '" + std::string(place) +
           ".inline_data.data' (TYPE_BYTES), Base64 decoding failed";
  }
  return "";
}

std::string JudgeContents(const json& contents) {
  if (!contents.is_array() || contents.empty())
    return "* GenerateContentRequest.contents: contents is not specified\n";
  for (std::size_t i = 0; i < contents.size(); ++i) {
    const std::string place = "contents[" + std::to_string(i) + "]";
    const json& content = contents[i];
    if (const std::string name = UnknownKey(content, {"role", "parts"}); !name.empty()) {
      return "Invalid JSON payload received. Unknown name \"" + name + "\" at '" + place +
             "': Cannot find field.";
    }
    const std::string role = Text(content, "role");
    if (!role.empty() && role != "user" && role != "model" && role != "function") {
      return "Please use a valid role: user, model.";
    }
    const json& parts = Member(content, "parts");
    if (!parts.is_array() || parts.empty())
      return "* GenerateContentRequest." + place + ".parts: contents.parts must not be empty.\n";
    for (const json& part : parts) {
      if (std::string problem = JudgePart(part, place + ".parts"); !problem.empty()) return problem;
    }
  }
  return "";
}

std::string JudgeSafety(const json& settings) {
  for (const json& setting : settings) {
    if (!IsOneOf(Text(setting, "category"),
                 {"HARM_CATEGORY_HARASSMENT", "HARM_CATEGORY_HATE_SPEECH",
                  "HARM_CATEGORY_SEXUALLY_EXPLICIT", "HARM_CATEGORY_DANGEROUS_CONTENT",
                  "HARM_CATEGORY_CIVIC_INTEGRITY"})) {
      return "Invalid value at 'safety_settings' (category)";
    }
    if (!IsOneOf(Text(setting, "threshold"), {"OFF", "BLOCK_NONE", "BLOCK_ONLY_HIGH",
                                              "BLOCK_MEDIUM_AND_ABOVE", "BLOCK_LOW_AND_ABOVE"})) {
      return "Invalid value at 'safety_settings' (threshold)";
    }
  }
  return "";
}

bool IssuedContinuation(const Exchange& exchange, const std::string& token) {
  return std::ranges::any_of(exchange.cast->behaviours, [&token](const auto& behaviour) {
    return behaviour->continuation == token;
  });
}

std::string ModelOf(const Exchange& exchange) {
  const std::size_t from = exchange.path.rfind('/') + 1;
  return exchange.path.substr(from, exchange.path.find(':', from) - from);
}

bool Exists(const Exchange& exchange, const std::string& model) {
  if (!exchange.cast->models.empty()) return exchange.KnowsModel(model);
  const bool named = model.starts_with("gemini-") || model.starts_with("gemma-");
  return named && model.find("-live") == std::string::npos;
}

std::optional<Refusal> JudgeBody(const Exchange& exchange) {
  const json& body = exchange.body;
  if (auto refusal = Unknown(body,
                             {"contents", "systemInstruction", "safetySettings", "tools",
                              "toolConfig", "cachedContent", "labels", "serviceTier", "store",
                              "continuationToken", "generationConfig"},
                             "")) {
    return refusal;
  }
  if (auto refusal = JudgeGenerationConfig(Member(body, "generationConfig"), "generation_config")) {
    return Invalid(*refusal);
  }
  for (const std::string& problem :
       {JudgeContents(Member(body, "contents")), JudgeSafety(Member(body, "safetySettings")),
        JudgeTools(Member(body, "tools"))}) {
    if (!problem.empty()) return Invalid(problem);
  }
  if (body.contains("systemInstruction")) {
    const json& parts = Member(body["systemInstruction"], "parts");
    if (!parts.is_array() || parts.empty()) return Invalid("system_instruction has no parts");
  }
  const std::string token = Text(body, "continuationToken");
  if (body.contains("continuationToken") && !IssuedContinuation(exchange, token)) {
    return Invalid("Request contains an invalid continuation token.");
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> JudgeGenerationConfig(const json& config, std::string_view place) {
  const std::string name = UnknownKey(config, {"temperature",
                                               "topP",
                                               "topK",
                                               "candidateCount",
                                               "maxOutputTokens",
                                               "stopSequences",
                                               "responseMimeType",
                                               "responseSchema",
                                               "responseJsonSchema",
                                               "presencePenalty",
                                               "frequencyPenalty",
                                               "seed",
                                               "responseLogprobs",
                                               "logprobs",
                                               "responseModalities",
                                               "speechConfig",
                                               "thinkingConfig",
                                               "mediaResolution",
                                               "imageConfig",
                                               "audioTimestamp",
                                               "routingConfig",
                                               "enableEnhancedCivicAnswers",
                                               "translationConfig",
                                               "enableAffectiveDialog"});
  if (!name.empty()) {
    return "Invalid JSON payload received. Unknown name \"" + name + "\" at '" +
           std::string(place) + "': Cannot find field.";
  }
  const json& thinking = Member(config, "thinkingConfig");
  const std::string wrong =
      UnknownKey(thinking, {"thinkingBudget", "thinkingLevel", "includeThoughts"});
  if (!wrong.empty()) {
    return "Invalid JSON payload received. Unknown name \"" + wrong + "\" at '" +
           std::string(place) + ".thinking_config': Cannot find field.";
  }
  if (thinking.contains("thinkingBudget") && thinking.contains("thinkingLevel")) {
    return "You can only set only one of thinking budget and thinking level.";
  }
  const json& temperature = Member(config, "temperature");
  if (temperature.is_number() && (temperature < 0 || temperature > 2)) {
    return "* GenerateContentRequest.generation_config.temperature: temperature must be in the "
           "range [0.0, 2.0].\n";
  }
  return std::nullopt;
}

std::string JudgeTools(const json& tools) {
  for (const json& tool : tools) {
    const std::string name =
        UnknownKey(tool, {"googleSearch", "functionDeclarations", "codeExecution", "urlContext",
                          "googleSearchRetrieval", "googleMaps", "fileSearch", "computerUse"});
    if (!name.empty()) {
      return "Invalid JSON payload received. Unknown name \"" + name +
             "\" at 'tools[0]': Cannot find field.";
    }
  }
  return "";
}

std::optional<Refusal> CheckGeminiKey(Exchange& exchange) {
  std::string key(exchange.Header("x-goog-api-key"));
  if (key.empty()) key = exchange.Query("key");
  switch (exchange.ProblemOf(key)) {
    case KeyProblem::kNone:
      return std::nullopt;
    case KeyProblem::kMissing:
      return Refused(403, "PERMISSION_DENIED",
                     "Method doesn't allow unregistered callers (callers without established "
                     "identity). Please use API Key or other form of API consumer identity to call "
                     "this API.");
    case KeyProblem::kWrong:
      return Refused(400, "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key.",
                     json::array({{{"@type", "type.googleapis.com/google.rpc.ErrorInfo"},
                                   {"reason", "API_KEY_INVALID"},
                                   {"domain", "googleapis.com"}}}));
  }
  return std::nullopt;
}

std::optional<Refusal> CheckGemini(Exchange& exchange) {
  if (auto refusal = CheckGeminiKey(exchange)) return refusal;
  const std::string model = ModelOf(exchange);
  if (!Exists(exchange, model)) {
    return Refused(404, "NOT_FOUND",
                   "models/" + model +
                       " is not found for API version v1beta, or is not supported for "
                       "generateContent. Call ListModels to see the list of available models and "
                       "their supported methods.");
  }
  if (exchange.record->body.size() > kMaxBytes) {
    return Invalid("Request payload size exceeds the limit: 20971520 bytes.");
  }
  if (!exchange.body.is_object()) {
    return Invalid("Invalid JSON payload received. Unexpected token.");
  }
  return JudgeBody(exchange);
}

}  // namespace nexy::sim
