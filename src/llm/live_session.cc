#include "llm/live_session.h"

#include <utility>

#include "base/strings.h"
#include "llm/chat_json.h"

namespace nexy {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

ordered_json Content(std::string_view role, std::string_view text) {
  return {{"role", role}, {"parts", ordered_json::array({{{"text", text}}})}};
}

bool IsTrue(const json& value) { return value.is_boolean() && value.get<bool>(); }

}  // namespace

void LiveSession::Note(const json& message) {
  if (message.contains("goAway")) going_away = true;
  const json& update = Member(message, "sessionResumptionUpdate");
  if (!update.is_object()) return;
  const bool resumable = IsTrue(Member(update, "resumable"));
  handle = resumable ? std::string(TextMember(update, "newHandle")) : "";
}

bool SaysTurnComplete(const json& message) {
  return IsTrue(Member(Member(message, "serverContent"), "turnComplete"));
}

std::optional<LlmUsage> LiveUsage(const json& message) {
  const json& usage = Member(message, "usageMetadata");
  if (!usage.is_object()) return std::nullopt;
  return LlmUsage{.input_tokens = CountMember(usage, "promptTokenCount") +
                                  CountMember(usage, "toolUsePromptTokenCount"),
                  .output_tokens = CountMember(usage, "responseTokenCount") +
                                   CountMember(usage, "thoughtsTokenCount")};
}

std::string LiveSetup(const GeminiOptions& gemini, const GeminiLiveOptions& options,
                      std::string_view instruction, std::string_view handle) {
  ordered_json generation = {{"responseModalities", ordered_json::array({"AUDIO"})},
                             {"maxOutputTokens", gemini.max_tokens}};
  if (gemini.temperature_percent >= 0)
    generation["temperature"] = gemini.temperature_percent / 100.0;
  if (!options.voice.empty()) {
    generation["speechConfig"] = {
        {"voiceConfig", {{"prebuiltVoiceConfig", {{"voiceName", options.voice}}}}}};
  }
  ordered_json setup = {{"model", Concat("models/", options.model)},
                        {"generationConfig", std::move(generation)},
                        {"systemInstruction", Content("user", instruction)}};
  if (gemini.search) {
    setup["tools"] = ordered_json::array({{{"googleSearch", ordered_json::object()}}});
  }
  setup["outputAudioTranscription"] = ordered_json::object();
  // int64 in JSON is a text (protobuf's JSON mapping).
  setup["contextWindowCompression"] = {
      {"triggerTokens", std::to_string(options.compress_above_tokens)},
      {"slidingWindow", {{"targetTokens", std::to_string(options.compress_to_tokens)}}}};
  setup["sessionResumption"] = ordered_json::object();
  if (!handle.empty()) setup["sessionResumption"]["handle"] = handle;
  return WithPicture({{"setup", std::move(setup)}}, "");
}

std::string LiveQuestion(const LlmRequest& request, std::string_view instruction,
                         std::string_view picture_type, std::string_view picture,
                         bool with_history) {
  ordered_json turns = ordered_json::array();
  if (with_history) {
    for (const Exchange& exchange : request.history) {
      turns.push_back(Content("user", exchange.question));
      turns.push_back(Content("model", exchange.answer));
    }
  }
  ordered_json question = Content("user", instruction);
  question["parts"].push_back({{"text", request.prompt}});
  if (!picture.empty()) {
    question["parts"].push_back(
        {{"inlineData", {{"mimeType", picture_type}, {"data", kPicturePlace}}}});
  }
  turns.push_back(std::move(question));
  return WithPicture({{"clientContent", {{"turns", std::move(turns)}, {"turnComplete", true}}}},
                     picture);
}

}  // namespace nexy
