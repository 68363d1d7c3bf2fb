#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>

#include "llm/gemini.h"
#include "llm/openai.h"
#include "mind_fixture.h"

namespace nexy {

// A mind that answers with text, at one service of nexy-sim.
template <typename Provider, typename Settings>
struct TextMindFixture : MindFixture {
  TextMindFixture(std::string of_sim, const std::string& path, const std::string& key)
      : service(std::move(of_sim)) {
    settings.base_url = sim.http_url() + path;
    settings.api_key = Secret(key);
  }

  // Settings are changed before the first question.
  Answer Ask(LlmRequest request) {
    if (!provider_) provider_.emplace(settings, Parts());
    return MindFixture::Ask(*provider_, std::move(request));
  }
  Answer AskWith(const std::string& script) {
    sim.Script(service, script);
    return Ask(Question("Who?"));
  }
  nlohmann::json Body(std::size_t index) {
    return nlohmann::json::parse(sim.Requests(service).at(index).body);
  }

  const std::string service;
  Settings settings;

 private:
  std::optional<Provider> provider_;
};

struct GeminiTest : TextMindFixture<GeminiProvider, GeminiOptions> {
  GeminiTest() : TextMindFixture("gemini", "", "gemini-key") {}
};

struct OpenAiTest : TextMindFixture<OpenAiProvider, OpenAiLlmOptions> {
  OpenAiTest() : TextMindFixture("openai_chat", "/v1", "sk-openai-key") {}
};

}  // namespace nexy
