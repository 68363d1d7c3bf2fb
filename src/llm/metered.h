#pragma once

#include <string>
#include <string_view>

#include "base/usage_meter.h"
#include "llm/llm_provider.h"

namespace nexy {

// A mind whose use is counted: each answer that began, once, when its stream goes and its provider
// expects to hear nothing more of it (LlmRequest::bill), however it ended. Put it right around the
// provider, below whatever asks again or hedges, so that each provider is counted for itself.
// Thread-safe; everything outlives it.
class MeteredMind final : public LlmProvider {
 public:
  // kReported: the provider gives LlmUsage; an answer that ends without it is estimated.
  enum class Tokens { kNone, kReported };

  MeteredMind(LlmProvider& mind, std::string model, Tokens tokens, UsageMeter& meter)
      : mind_(mind), model_(std::move(model)), tokens_(tokens), meter_(meter) {}

  std::string_view name() const override { return mind_.name(); }
  bool can_continue() const override { return mind_.can_continue(); }
  Task<absl::StatusOr<std::unique_ptr<LlmStream>>> Ask(LlmRequest request) override;

 private:
  LlmProvider& mind_;
  const std::string model_;
  const Tokens tokens_;
  UsageMeter& meter_;
};

}  // namespace nexy
