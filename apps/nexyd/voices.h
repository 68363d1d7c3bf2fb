#pragma once

#include <prometheus/registry.h>

#include <memory>
#include <vector>

#include "http/http_client.h"
#include "tts/metered.h"
#include "tts/resilient.h"
#include "tts/tts_options.h"
#include "tts/tts_parts.h"
#include "web/server_status.h"

namespace nexy {

// What voices are made of. Everything outlives them.
struct VoiceParts {
  HttpClient& http;
  TtsProvider& embedded;
  UsageMeter& meter;  // Counts the use of those over the network.
  prometheus::Registry& metrics;
  Clock& clock;
  Log& log;
};

// The voices that the settings name, in the order in which a turn asks them: each one over the
// network behind a circuit breaker of its own, the embedded one last. Thread-safe.
class Voices {
 public:
  Voices(const TtsOptions& options, const VoiceParts& parts);
  Voices(const Voices&) = delete;
  Voices& operator=(const Voices&) = delete;

  const std::vector<TtsProvider*>& chain() const { return chain_; }
  // Of those over the network.
  std::vector<ProviderStatus> status() const;

  // Says how things stand. Called about once a second.
  void Sweep();

 private:
  struct Remote {
    std::unique_ptr<TtsProvider> voice;
    std::unique_ptr<MeteredVoice> metered;
    std::unique_ptr<ResilientVoice> guarded;
  };

  std::unique_ptr<TtsProvider> Make(const std::string& name, const TtsOptions& options);

  const VoiceParts parts_;
  const TtsParts tts_parts_;
  std::vector<Remote> remotes_;
  std::vector<TtsProvider*> chain_;
};

}  // namespace nexy
