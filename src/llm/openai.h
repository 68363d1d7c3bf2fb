#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <string_view>

#include "llm/llm_options.h"
#include "llm/llm_parts.h"
#include "llm/llm_provider.h"

namespace nexy {

// The streaming chat completions of OpenAI and of the many that speak like it: llama.cpp server,
// Ollama, vLLM. Thread-safe.
//
// A server that cannot read WebP is sent JPEG from then on; one that cannot look at pictures at all
// answers without (LlmBlind). Cancelling closes the connection, which stops the generation.
class OpenAiProvider final : public LlmProvider {
 public:
  OpenAiProvider(const OpenAiLlmOptions& options, const LlmParts& parts);

  std::string_view name() const override { return "openai"; }
  bool can_continue() const override { return true; }
  Task<absl::StatusOr<std::unique_ptr<LlmStream>>> Ask(LlmRequest request) override;

 private:
  // What the server was found to take of a picture.
  enum class Sight { kAny, kNoWebp, kBlind };

  Task<absl::StatusOr<std::string>> BodyFor(LlmRequest request, Sight sight);

  const OpenAiLlmOptions options_;
  const LlmParts parts_;
  std::atomic<Sight> sight_{Sight::kAny};
};

}  // namespace nexy
