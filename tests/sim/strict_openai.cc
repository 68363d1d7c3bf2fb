#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "absl/strings/escaping.h"
#include "error_bodies.h"
#include "strict.h"
#include "strict_json.h"

namespace nexy::sim {
namespace {

using nlohmann::json;

constexpr std::size_t kSpeechMaxCharacters = 4096;

Refusal Refused(const Exchange& exchange, int status, std::string message, std::string_view code,
                std::string_view param = "") {
  Refusal refusal;
  refusal.status = status;
  refusal.body =
      OpenAiError(exchange.flavour(), status, message, "invalid_request_error", code, param);
  refusal.why = std::move(message);
  return refusal;
}

bool IsOpenAi(const Exchange& exchange) { return exchange.flavour() == "openai"; }

std::optional<Refusal> JudgeJson(const Exchange& exchange) {
  if (exchange.ContentType() != "application/json") {
    return Refused(exchange, 415, "Unsupported Media Type: Only 'application/json' is allowed", "");
  }
  if (!exchange.body.is_object()) {
    return Refused(exchange, 400, "We could not parse the JSON body of your request.", "");
  }
  return std::nullopt;
}

std::optional<Refusal> JudgeModel(const Exchange& exchange) {
  const std::string model = Text(exchange.body, "model");
  if (model.empty() && exchange.flavour() == "llama_cpp") return std::nullopt;  // It has one only.
  if (model.empty()) return Refused(exchange, 400, "you must provide a model parameter", "");
  if (exchange.KnowsModel(model)) return std::nullopt;
  return Refused(exchange, 404,
                 "The model `" + model + "` does not exist or you do not have access to it.",
                 "model_not_found");
}

bool IsReasoning(std::string_view model) {
  return model.starts_with("o1") || model.starts_with("o3") || model.starts_with("o4") ||
         model.starts_with("gpt-5");
}

// What a data URI brings in truth.
bool IsWebp(std::string_view base64) {
  std::string head;
  const std::string_view start = base64.substr(0, 16);
  if (!absl::Base64Unescape(absl::string_view(start.data(), start.size()), &head)) return false;
  return head.starts_with("RIFF") && head.size() >= 12 && head.substr(8, 4) == "WEBP";
}

std::optional<Refusal> JudgeImage(const Exchange& exchange, const json& part) {
  const std::string& url = Text(Member(part, "image_url"), "url");
  if (!url.starts_with("data:")) {
    if (exchange.flavour() == "ollama" || !url.starts_with("http")) {
      return Refused(exchange, 400, "invalid image input", "");
    }
    return std::nullopt;
  }
  const std::size_t comma = url.find(";base64,");
  const std::string type = comma == std::string::npos ? "" : url.substr(5, comma - 5);
  const std::string_view data =
      comma == std::string::npos ? std::string_view() : std::string_view(url).substr(comma + 8);
  if (!IsBase64(data)) {
    return Refused(exchange, 400, "Invalid base64 image_url.", "invalid_base64");
  }
  if (IsOpenAi(exchange) &&
      !IsOneOf(type, {"image/png", "image/jpeg", "image/gif", "image/webp"})) {
    return Refused(exchange, 400,
                   "You uploaded an unsupported image. Please make sure your image has of one the "
                   "following formats: ['png', 'jpeg', 'gif', 'webp'].",
                   "image_parse_error");
  }
  // stb_image reads jpeg, png, bmp, gif, tga only, whatever the type says.
  if (exchange.flavour() == "llama_cpp" && IsWebp(data)) {
    return Refused(exchange, 400,
                   "Failed to load image or audio file: failed to decode image bytes", "");
  }
  return std::nullopt;
}

std::optional<Refusal> JudgeMessage(const Exchange& exchange, const json& message) {
  const std::string role = Text(message, "role");
  const bool known = IsOneOf(role, {"system", "user", "assistant", "tool"}) ||
                     (IsOpenAi(exchange) && role == "developer");
  if (!known)
    return Refused(exchange, 400, "Invalid value: '" + role + "'.", "invalid_value", "messages");
  const json& content = Member(message, "content");
  if (content.is_string() || (content.is_null() && role == "assistant")) return std::nullopt;
  if (!content.is_array() || content.empty()) {
    return Refused(exchange, 400, "Invalid type for 'messages[0].content'.", "invalid_type",
                   "messages");
  }
  for (const json& part : content) {
    const std::string type = Text(part, "type");
    if (type == "image_url") {
      if (auto refusal = JudgeImage(exchange, part)) return refusal;
    } else if (type != "text" && type != "input_audio" && type != "file" && type != "refusal") {
      return Refused(exchange, 400, "Invalid value: '" + type + "'.", "invalid_value", "messages");
    }
  }
  return std::nullopt;
}

std::optional<Refusal> JudgeUnknown(const Exchange& exchange, Names known) {
  if (!IsOpenAi(exchange)) return std::nullopt;  // The others ignore what they do not know.
  const std::string name = UnknownKey(exchange.body, known);
  if (name.empty()) return std::nullopt;
  return Refused(exchange, 400, "Unrecognized request argument supplied: " + name, "");
}

// What OpenAI's models that think first do not take.
std::optional<Refusal> JudgeReasoning(const Exchange& exchange) {
  const json& body = exchange.body;
  if (!IsOpenAi(exchange) || !IsReasoning(Text(body, "model"))) return std::nullopt;
  if (body.contains("max_tokens")) {
    return Refused(exchange, 400,
                   "Unsupported parameter: 'max_tokens' is not supported with this model. Use "
                   "'max_completion_tokens' instead.",
                   "unsupported_parameter", "max_tokens");
  }
  if (body.contains("temperature") && body["temperature"] != 1) {
    return Refused(exchange, 400,
                   "Unsupported value: 'temperature' does not support " +
                       body["temperature"].dump() +
                       " with this model. Only the default (1) value is supported.",
                   "unsupported_value", "temperature");
  }
  return std::nullopt;
}

std::optional<Refusal> JudgeSpeech(const Exchange& exchange) {
  const json& body = exchange.body;
  const std::string model = Text(body, "model");
  const std::string input = Text(body, "input");
  if (input.empty()) return Refused(exchange, 400, "Input is required.", "", "input");
  const auto characters = std::ranges::count_if(input, [](char c) { return (c & 0xc0) != 0x80; });
  if (static_cast<std::size_t>(characters) > kSpeechMaxCharacters) {
    return Refused(exchange, 400, "String should have at most 4096 characters", "string_too_long",
                   "input");
  }
  if (IsOpenAi(exchange) && Text(body, "voice").empty()) {
    return Refused(exchange, 400, "Field required", "missing", "voice");
  }
  if (body.contains("response_format") &&
      !IsOneOf(Text(body, "response_format"), {"mp3", "opus", "aac", "flac", "wav", "pcm"})) {
    return Refused(exchange, 400, "Invalid response_format.", "invalid_value", "response_format");
  }
  const json& speed = Member(body, "speed");
  if (speed.is_number() && (speed < 0.25 || speed > 4.0)) {
    return Refused(exchange, 400, "speed is from 0.25 to 4", "invalid_value", "speed");
  }
  if (model.starts_with("tts-1") &&
      (body.contains("instructions") || body.contains("stream_format"))) {
    return Refused(exchange, 400, "not supported with this model", "unsupported_parameter");
  }
  return std::nullopt;
}

}  // namespace

std::optional<Refusal> CheckOpenAiKey(Exchange& exchange) {
  // Local servers take any key or none, unless they were given one.
  const bool has_key = exchange.cast->key.has_value() || !exchange.engine.options().key.empty();
  if (!IsOpenAi(exchange) && !has_key) return std::nullopt;
  const std::string_view header = exchange.Header("Authorization");
  const std::string_view key =
      header.starts_with("Bearer ") ? header.substr(7) : std::string_view();
  switch (exchange.ProblemOf(key)) {
    case KeyProblem::kNone:
      return std::nullopt;
    case KeyProblem::kMissing:
      return Refused(
          exchange, 401,
          "You didn't provide an API key. You need to provide your API key in an "
          "Authorization header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY).",
          "");
    case KeyProblem::kWrong:
      return Refused(
          exchange, 401,
          exchange.flavour() == "llama_cpp" ? "Invalid API Key" : "Incorrect API key provided.",
          "invalid_api_key");
  }
  return std::nullopt;
}

std::optional<Refusal> CheckOpenAiChat(Exchange& exchange) {
  if (auto refusal = CheckOpenAiKey(exchange)) return refusal;
  if (auto refusal = JudgeJson(exchange)) return refusal;
  if (auto refusal = JudgeModel(exchange)) return refusal;
  if (auto refusal = JudgeUnknown(exchange, {"model",
                                             "messages",
                                             "stream",
                                             "stream_options",
                                             "temperature",
                                             "top_p",
                                             "n",
                                             "stop",
                                             "max_tokens",
                                             "max_completion_tokens",
                                             "presence_penalty",
                                             "frequency_penalty",
                                             "logit_bias",
                                             "user",
                                             "seed",
                                             "tools",
                                             "tool_choice",
                                             "parallel_tool_calls",
                                             "response_format",
                                             "logprobs",
                                             "top_logprobs",
                                             "reasoning_effort",
                                             "modalities",
                                             "audio",
                                             "store",
                                             "metadata",
                                             "service_tier",
                                             "prediction",
                                             "web_search_options",
                                             "verbosity",
                                             "safety_identifier",
                                             "prompt_cache_key"})) {
    return refusal;
  }
  if (auto refusal = JudgeReasoning(exchange)) return refusal;
  const json& body = exchange.body;
  const json& messages = Member(body, "messages");
  if (!messages.is_array() || messages.empty()) {
    return Refused(exchange, 400, "Missing required parameter: 'messages'.",
                   "missing_required_parameter", "messages");
  }
  for (const json& message : messages) {
    if (auto refusal = JudgeMessage(exchange, message)) return refusal;
  }
  if (IsOpenAi(exchange) && body.contains("stream_options") && Member(body, "stream") != true) {
    return Refused(exchange, 400,
                   "The 'stream_options' parameter is only allowed when 'stream' is enabled.", "",
                   "stream_options");
  }
  const json& temperature = Member(body, "temperature");
  if (temperature.is_number() && (temperature < 0 || temperature > 2)) {
    return Refused(exchange, 400, "Invalid 'temperature'.", "decimal_above_max_value",
                   "temperature");
  }
  return std::nullopt;
}

std::optional<Refusal> CheckOpenAiSpeech(Exchange& exchange) {
  if (auto refusal = CheckOpenAiKey(exchange)) return refusal;
  if (auto refusal = JudgeJson(exchange)) return refusal;
  if (auto refusal = JudgeModel(exchange)) return refusal;
  if (auto refusal = JudgeUnknown(exchange, {"model", "voice", "input", "response_format", "speed",
                                             "instructions", "stream_format"})) {
    return refusal;
  }
  return JudgeSpeech(exchange);
}

}  // namespace nexy::sim
