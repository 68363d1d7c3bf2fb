#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "llm/llm_options.h"
#include "llm/llm_parts.h"
#include "llm/llm_provider.h"

namespace nexy {

// Google's Gemini over streamGenerateContent (server-sent events). Thread-safe. Cancelling closes
// the connection.
class GeminiProvider final : public LlmProvider {
 public:
  GeminiProvider(const GeminiOptions& options, const LlmParts& parts);

  std::string_view name() const override { return "gemini"; }
  bool can_continue() const override { return true; }
  Task<absl::StatusOr<std::unique_ptr<LlmStream>>> Ask(LlmRequest request) override;

 private:
  const GeminiOptions options_;
  const LlmParts parts_;
};

}  // namespace nexy
