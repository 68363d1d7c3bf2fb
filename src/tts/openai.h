#pragma once

#include <string>
#include <string_view>

#include "tts/tts_options.h"
#include "tts/tts_parts.h"
#include "tts/tts_provider.h"

namespace nexy {

// The speech endpoint of OpenAI and of those that speak like it (speaches, Kokoro, Piper servers):
// one request an utterance, raw PCM in the rate that the setting declares. Thread-safe. Cancelling
// closes the connection.
class OpenAiVoice final : public TtsProvider {
 public:
  OpenAiVoice(const OpenAiTtsOptions& options, const TtsParts& parts);

  std::string_view name() const override { return "openai"; }
  void Prepare() override;
  // Failures carry a FailureReason. A voice that the service does not know is replaced by the
  // language's.
  Task<absl::StatusOr<std::unique_ptr<TtsStream>>> Speak(TtsRequest request) override;

 private:
  Task<absl::StatusOr<std::unique_ptr<ClientResponse>>> Send(std::string text, std::string voice);

  const OpenAiTtsOptions options_;
  const TtsParts parts_;
  const std::string url_;
};

}  // namespace nexy
