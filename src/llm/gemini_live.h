#pragma once

#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/mutex.h"
#include "llm/live_session.h"
#include "llm/llm_options.h"
#include "llm/llm_parts.h"
#include "llm/llm_provider.h"

namespace nexy {

// Google's Gemini Live over a WebSocket: a model that speaks itself. Its sound goes to the person, its
// transcription to the text. Thread-safe.
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
  void Sweep();
  std::size_t sessions() const;

 private:
  friend class LiveStream;
  struct Kept {
    std::string device;
    Clock::Time since;
    std::unique_ptr<LiveSession> session;
  };
  using KeptList = std::list<Kept>;

  // The device's session, which is then the caller's alone; null: none.
  std::unique_ptr<LiveSession> Take(const std::string& device);
  void Keep(const std::string& device, std::unique_ptr<LiveSession> session);

  const GeminiOptions gemini_;
  const GeminiLiveOptions options_;
  const LlmParts parts_;
  mutable Mutex mutex_;
  KeptList kept_ ABSL_GUARDED_BY(mutex_);  // The longest idle first.
  std::unordered_map<std::string, KeptList::iterator> index_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace nexy
