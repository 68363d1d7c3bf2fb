#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "llm/live_sessions.h"
#include "llm/llm_options.h"
#include "llm/llm_parts.h"
#include "llm/llm_provider.h"

namespace nexy {

// Google's Gemini Live over a WebSocket: a model that speaks itself. Its sound goes to the person,
// its transcription to the text. Thread-safe.
//
// A device's connection is kept for its next question, resumed when the service ends it, and closed
// when an answer is interrupted: that stops the generation, there is no other message for it.
class GeminiLiveProvider final : public LlmProvider {
 public:
  GeminiLiveProvider(const GeminiOptions& gemini, const GeminiLiveOptions& options,
                     const LlmParts& parts);
  ~GeminiLiveProvider() override;

  std::string_view name() const override { return "gemini_live"; }
  Task<absl::StatusOr<std::unique_ptr<LlmStream>>> Ask(LlmRequest request) override;

  // Closes the connections that have been idle too long. Called about once a second.
  void Sweep() { sessions_->Sweep(); }
  std::size_t sessions() const { return sessions_->size(); }

 private:
  friend class LiveStream;

  const GeminiOptions gemini_;
  const GeminiLiveOptions options_;
  const LlmParts parts_;
  const std::shared_ptr<LiveSessions> sessions_;  // Shared with the ends of turns.
};

}  // namespace nexy
