#include <nlohmann/json.hpp>
#include <string>

#include "error_bodies.h"
#include "services.h"
#include "strict.h"

namespace nexy::sim {
namespace {

using nlohmann::json;

std::size_t TokensOf(std::string_view text) { return (text.size() + 3) / 4; }

std::string UsageText(const Exchange& exchange, std::size_t answered) {
  const Behaviour& behaviour = *exchange.behaviour;
  if (!behaviour.usage.empty()) return behaviour.usage;
  const std::size_t asked = TokensOf(exchange.record->body) % 100'000;
  std::string usage = "{\"promptTokenCount\":" + std::to_string(asked);
  if (answered > 0) usage += ",\"candidatesTokenCount\":" + std::to_string(answered);
  usage +=
      ",\"totalTokenCount\":" + std::to_string(asked + answered) +
      ",\"promptTokensDetails\":[{\"modality\":\"TEXT\",\"tokenCount\":" + std::to_string(asked) +
      "}]}";
  return usage;
}

std::string ModelOf(const Exchange& exchange) {
  const std::string_view path = exchange.path;
  const std::size_t from = path.rfind('/') + 1;
  return std::string(path.substr(from, path.find(':', from) - from));
}

// The parts of one response, as they lie in "parts":[…].
class GeminiEvent {
 public:
  GeminiEvent(std::string_view tail, std::string_view usage) : tail_(tail), usage_(usage) {}

  std::string Of(std::string_view parts, std::string_view extra) const {
    std::string event = "{\"candidates\":[{\"content\":{\"parts\":[";
    event.append(parts).append("],\"role\":\"model\"}").append(extra);
    event.append(",\"index\":0}],\"usageMetadata\":").append(usage_).append(tail_);
    return event;
  }

 private:
  std::string_view tail_;
  std::string_view usage_;
};

std::string FinishOf(const Behaviour& behaviour) {
  std::string extra;
  const std::string finish =
      !behaviour.continuation.empty() ? "CONTINUATION" : behaviour.finish.value_or("STOP");
  if (!finish.empty()) extra += ",\"finishReason\":" + Quoted(finish);
  if (!behaviour.continuation.empty()) {
    extra += ",\"continuationToken\":" + Quoted(behaviour.continuation);
  }
  if (!behaviour.grounding.empty()) {
    extra += ",\"groundingMetadata\":" + behaviour.grounding;
  }
  return extra;
}

std::string Framed(std::string_view event) {
  return std::string("data: ").append(event).append("\r\n\r\n");
}

// The whole answer as the JSON events of a stream.
std::vector<std::string> EventsOf(const Exchange& exchange) {
  const Behaviour& behaviour = *exchange.behaviour;
  const std::uint64_t number = exchange.record->number;
  const std::string tail = ",\"modelVersion\":" + Quoted(ModelOf(exchange)) +
                           ",\"responseId\":\"sim-" + std::to_string(number) + "\"}";
  if (!behaviour.block.empty()) {
    return {"{\"promptFeedback\":{\"blockReason\":" + Quoted(behaviour.block) +
            ",\"safetyRatings\":[]},\"usageMetadata\":" + UsageText(exchange, 0) + tail};
  }
  std::size_t answered = 0;
  for (const std::string& text : behaviour.text) answered += TokensOf(text);
  const std::string first_usage = UsageText(exchange, 0);
  const std::string last_usage = UsageText(exchange, answered);
  const GeminiEvent event(tail, first_usage);
  const GeminiEvent last(tail, last_usage);
  std::vector<std::string> events;
  for (const std::string& thought : behaviour.thoughts) {
    events.push_back(event.Of("{\"text\":" + Quoted(thought) + ",\"thought\":true}", ""));
  }
  const bool ends_badly = !behaviour.error_event.empty();
  for (std::size_t i = 0; i < behaviour.text.size(); ++i) {
    const std::string part = "{\"text\":" + Quoted(WithNumber(behaviour.text[i], number)) + "}";
    const bool is_last = i + 1 == behaviour.text.size() && !ends_badly;
    events.push_back(is_last ? last.Of(part, FinishOf(behaviour)) : event.Of(part, ""));
  }
  if (behaviour.text.empty() && !ends_badly) {
    // A refusal in the middle has a candidate without content.
    events.push_back("{\"candidates\":[{\"index\":0" + FinishOf(behaviour) +
                     "}],\"usageMetadata\":" + last_usage + tail);
  }
  if (ends_badly) events.push_back("{\"error\":" + behaviour.error_event + "}");
  return events;
}

// Not streamed: the pieces as one answer.
std::string WholeAnswer(const Exchange& exchange) {
  const std::vector<std::string> events = EventsOf(exchange);
  json answer = json::parse(events.back(), nullptr, /*allow_exceptions=*/false);
  if (!answer.contains("candidates")) return events.back();
  json parts = json::array();
  for (const std::string& event : events) {
    const json one = json::parse(event, nullptr, /*allow_exceptions=*/false);
    for (const json& part :
         one["candidates"][0].value("content", json::object()).value("parts", json::array())) {
      parts.push_back(part);
    }
  }
  answer["candidates"][0]["content"] = {{"parts", parts}, {"role", "model"}};
  return answer.dump();
}

Task<> Perform(Exchange& exchange, HttpPerformance& performance) {
  const Behaviour& behaviour = *exchange.behaviour;
  Generation generation(exchange);
  HttpHead head;
  if (behaviour.status != 200) {
    head.status = behaviour.status;
    head.content_type = "application/json; charset=UTF-8";
    const std::string body = GeminiErrorBody(behaviour);
    co_await performance.Whole(std::move(head), body);
    generation.Finish();
    co_return;
  }
  if (!exchange.path.ends_with(":streamGenerateContent")) {
    head.content_type = "application/json; charset=UTF-8";
    const std::string body = WholeAnswer(exchange);
    co_await performance.Whole(std::move(head), body);
    generation.Finish();
    co_return;
  }
  std::vector<std::string> events = EventsOf(exchange);
  const bool as_events = exchange.Query("alt") == "sse";
  for (std::size_t i = 0; i < events.size(); ++i) {
    if (as_events) {
      events[i] = Framed(events[i]);
    } else {
      events[i] = (i == 0 ? "[" : ",\r\n") + events[i] + (i + 1 == events.size() ? "]" : "");
    }
  }
  head.content_type = as_events ? "text/event-stream" : "application/json; charset=UTF-8";
  co_await performance.Streamed(std::move(head), events);
  generation.Finish();
}

Task<> ListModels(Exchange& exchange, HttpPerformance& performance) {
  json models = json::array();
  std::vector<std::string> names = exchange.cast->models;
  if (names.empty())
    names = {"gemini-3.5-flash-lite", "gemini-flash-lite-latest", "gemini-3.8-live"};
  for (const std::string& name : names) {
    const bool live = name.find("live") != std::string::npos;
    models.push_back({{"name", "models/" + name},
                      {"supportedGenerationMethods",
                       json::array({live ? "bidiGenerateContent" : "generateContent"})}});
  }
  const std::string body = json{{"models", models}}.dump();
  HttpHead head;
  head.content_type = "application/json; charset=UTF-8";
  co_await performance.Whole(std::move(head), body);
}

}  // namespace

const HttpService kGeminiService{"gemini", "POST", &CheckGemini, &Perform};
const HttpService kGeminiModelsService{"gemini", "GET", &CheckGeminiKey, &ListModels};

}  // namespace nexy::sim
