#include <string>
#include <vector>

#include "error_bodies.h"
#include "services.h"
#include "strict.h"

namespace nexy::sim {
namespace {

using nlohmann::json;

std::size_t TokensOf(std::string_view text) { return (text.size() + 3) / 4; }

std::string UsageText(const Exchange& exchange, std::size_t answered) {
  if (!exchange.behaviour->usage.empty()) return exchange.behaviour->usage;
  const std::size_t asked = TokensOf(exchange.record->body) % 100'000;
  return "{\"prompt_tokens\":" + std::to_string(asked) +
         ",\"completion_tokens\":" + std::to_string(answered) +
         ",\"total_tokens\":" + std::to_string(asked + answered) + "}";
}

std::string FinishOf(const Behaviour& behaviour) {
  const std::string finish = behaviour.finish.value_or("stop");
  return finish.empty() ? "null" : Quoted(finish);
}

const json& At(const json& object, const char* key) {
  static const json none;
  if (!object.is_object()) return none;
  const auto found = object.find(key);
  return found == object.end() ? none : *found;
}

std::string ModelOf(const Exchange& exchange) {
  const json& model = At(exchange.body, "model");
  return model.is_string() ? model.get<std::string>() : "m";
}

std::size_t AnsweredTokens(const Behaviour& behaviour) {
  std::size_t answered = 0;
  for (const std::string& text : behaviour.text) answered += TokensOf(text);
  return answered;
}

// The answer as the events of a stream.
std::vector<std::string> EventsOf(const Exchange& exchange) {
  const Behaviour& behaviour = *exchange.behaviour;
  const std::uint64_t number = exchange.record->number;
  const std::string common =
      "data: {\"id\":\"chatcmpl-sim-" + std::to_string(number) +
      "\",\"object\":\"chat.completion.chunk\",\"created\":1790000000,\"model\":" +
      Quoted(ModelOf(exchange)) + ",\"choices\":[";
  const auto chunk = [&common](const std::string& delta, const std::string& finish) {
    return common + "{\"index\":0,\"delta\":{" + delta + "},\"finish_reason\":" + finish +
           "}]}\n\n";
  };
  std::vector<std::string> events;
  events.push_back(chunk(R"("role":"assistant","content":"")", "null"));
  const std::string hidden =
      exchange.flavour() == "llama_cpp" ? "\"reasoning_content\":" : "\"reasoning\":";
  for (const std::string& thought : behaviour.thoughts) {
    events.push_back(chunk(hidden + Quoted(thought), "null"));
  }
  for (const std::string& text : behaviour.text) {
    events.push_back(chunk("\"content\":" + Quoted(WithNumber(text, number)), "null"));
  }
  if (!behaviour.error_event.empty()) {
    events.push_back("data: {\"error\":" + behaviour.error_event + "}\n\n");
    return events;
  }
  const bool without_end = behaviour.finish && behaviour.finish->empty();
  if (!without_end) events.push_back(chunk("", FinishOf(behaviour)));
  const json& options = At(exchange.body, "stream_options");
  if (At(options, "include_usage") == true) {
    events.push_back(common + "],\"usage\":" + UsageText(exchange, AnsweredTokens(behaviour)) +
                     "}\n\n");
  }
  if (!without_end) events.push_back("data: [DONE]\n\n");
  return events;
}

std::string WholeAnswer(const Exchange& exchange) {
  const Behaviour& behaviour = *exchange.behaviour;
  std::string text;
  for (const std::string& piece : behaviour.text)
    text += WithNumber(piece, exchange.record->number);
  return "{\"id\":\"chatcmpl-sim-" + std::to_string(exchange.record->number) +
         "\",\"object\":\"chat.completion\",\"created\":1790000000,\"model\":" +
         Quoted(ModelOf(exchange)) +
         ",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":" +
         Quoted(text) + "},\"finish_reason\":" + FinishOf(behaviour) +
         "}],\"usage\":" + UsageText(exchange, AnsweredTokens(behaviour)) + "}";
}

Task<> Perform(Exchange& exchange, HttpPerformance& performance) {
  const Behaviour& behaviour = *exchange.behaviour;
  Generation generation(exchange);
  HttpHead head;
  head.headers.emplace_back("x-request-id", "req_sim_" + std::to_string(exchange.record->number));
  head.status = behaviour.status;
  const bool streamed = At(exchange.body, "stream") == true;
  if (behaviour.status != 200 || !streamed) {
    head.content_type = "application/json";
    const std::string body = behaviour.status != 200
                                 ? OpenAiErrorBody(behaviour, exchange.flavour())
                                 : WholeAnswer(exchange);
    co_await performance.Whole(std::move(head), body);
    generation.Finish();
    co_return;
  }
  const std::vector<std::string> events = EventsOf(exchange);
  head.content_type = "text/event-stream; charset=utf-8";
  co_await performance.Streamed(std::move(head), events);
  generation.Finish();
}

Task<> ListModels(Exchange& exchange, HttpPerformance& performance) {
  json data = json::array();
  std::vector<std::string> names = exchange.cast->models;
  if (names.empty()) names = {"m"};
  for (const std::string& name : names) data.push_back({{"id", name}, {"object", "model"}});
  const std::string body = json{{"object", "list"}, {"data", data}}.dump();
  HttpHead head;
  head.content_type = "application/json";
  co_await performance.Whole(std::move(head), body);
}

// llama.cpp answers 503 while it loads its model.
Task<> Health(Exchange& exchange, HttpPerformance& performance) {
  const Behaviour& behaviour = *exchange.behaviour;
  HttpHead head;
  head.status = behaviour.status;
  head.content_type = "application/json; charset=utf-8";
  const std::string body = behaviour.status == 200 ? "{\"status\":\"ok\"}"
                                                   : OpenAiErrorBody(behaviour, exchange.flavour());
  co_await performance.Whole(std::move(head), body);
}

}  // namespace

const HttpService kOpenAiChatService{"openai_chat", "POST", &CheckOpenAiChat, &Perform};
const HttpService kOpenAiModelsService{"openai_models", "GET", &CheckOpenAiKey, &ListModels};
const HttpService kHealthService{"openai_health", "GET", nullptr, &Health};

}  // namespace nexy::sim
