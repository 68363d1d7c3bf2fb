#pragma once

#include <chrono>
#include <string_view>

#include "base/clock.h"
#include "base/log.h"
#include "llm/llm_provider.h"

namespace nexy {

// Two minds as one: the second is asked too when the first has said nothing for a while, and whoever
// speaks first answers; the other is cancelled (J. Dean, L. A. Barroso, The Tail at Scale, 2013).
// Costs a second request for slow answers. Thread-safe; everything outlives it.
class HedgedMind final : public LlmProvider {
 public:
  HedgedMind(LlmProvider& first, LlmProvider& second, std::chrono::milliseconds after, Clock& clock,
             Log& log)
      : first_(first), second_(second), after_(after), clock_(clock), log_(log) {}

  std::string_view name() const override { return first_.name(); }
  bool can_continue() const override { return first_.can_continue() && second_.can_continue(); }
  // Fails when both have failed, with what the first said.
  Task<absl::StatusOr<std::unique_ptr<LlmStream>>> Ask(LlmRequest request) override;

 private:
  LlmProvider& first_;
  LlmProvider& second_;
  const std::chrono::milliseconds after_;
  Clock& clock_;
  Log& log_;
};

}  // namespace nexy
