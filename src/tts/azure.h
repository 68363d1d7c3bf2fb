#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "tts/azure_token.h"
#include "tts/tts_options.h"
#include "tts/tts_parts.h"
#include "tts/tts_provider.h"

namespace nexy {

// Azure Speech over its REST interface: one request an utterance, its sound passed on as it comes.
// Thread-safe. Cancelling closes the connection.
class AzureVoice final : public TtsProvider {
 public:
  AzureVoice(const AzureOptions& options, const TtsParts& parts);

  std::string_view name() const override { return "azure"; }
  void Prepare() override;
  // Failures carry a FailureReason. A voice that the service does not know is replaced by the
  // language's.
  Task<absl::StatusOr<std::unique_ptr<TtsStream>>> Speak(TtsRequest request) override;

 private:
  Task<absl::StatusOr<std::unique_ptr<ClientResponse>>> Send(std::string ssml,
                                                             std::size_t max_bytes);
  // The header that proves who asks.
  Task<absl::StatusOr<HttpHeader>> Credential();

  const AzureOptions options_;
  const TtsParts parts_;
  const std::string url_;
  std::optional<AzureToken> token_;  // Unless the key itself is sent.
};

}  // namespace nexy
