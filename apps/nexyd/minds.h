#pragma once

#include <prometheus/registry.h>

#include <memory>
#include <optional>
#include <vector>

#include "base/blocking_pool.h"
#include "http/http_client.h"
#include "llm/gemini_live.h"
#include "llm/hedged.h"
#include "llm/llm_options.h"
#include "llm/metered.h"
#include "llm/prompts.h"
#include "llm/resilient.h"
#include "web/server_status.h"

namespace nexy {

// What minds are made of. Everything outlives them.
struct MindParts {
  HttpClient& http;
  BlockingPool& pool;  // For pictures.
  LlmProvider& embedded;
  UsageMeter& meter;  // Counts the use of those over the network.
  prometheus::Registry& metrics;
  Clock& clock;
  Log& log;
};

// The minds that the settings name, in the order in which a turn asks them: each one over the
// network behind a circuit breaker of its own, the embedded one last. Thread-safe.
class Minds {
 public:
  Minds(const LlmOptions& options, Prompts prompts, const MindParts& parts);
  Minds(const Minds&) = delete;
  Minds& operator=(const Minds&) = delete;

  const std::vector<LlmProvider*>& chain() const { return chain_; }
  std::vector<ProviderStatus> status() const;

  // Drops what nobody uses any more, and says how things stand. Called about once a second.
  void Sweep();

 private:
  // Over the network.
  struct Remote {
    std::unique_ptr<LlmProvider> mind;
    std::unique_ptr<MeteredMind> metered;
    std::unique_ptr<ResilientMind> guarded;
  };

  std::unique_ptr<LlmProvider> Make(const std::string& name, const LlmOptions& options);
  void Add(std::unique_ptr<LlmProvider> mind, const LlmOptions& options);

  const Prompts prompts_;
  const MindParts parts_;
  const LlmParts llm_parts_;
  GeminiLiveProvider* live_ = nullptr;  // One of the remotes.
  std::vector<Remote> remotes_;
  std::optional<HedgedMind> hedged_;
  std::vector<LlmProvider*> chain_;
};

}  // namespace nexy
