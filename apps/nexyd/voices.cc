#include "nexyd/voices.h"

#include <random>
#include <utility>

#include "nexyd/base_url.h"
#include "nexyd/provider_chain.h"
#include "nexyd/provider_status.h"
#include "tts/azure.h"
#include "tts/openai.h"

namespace nexy {

Voices::Voices(const TtsOptions& options, const VoiceParts& parts)
    : parts_(parts),
      tts_parts_{.http = parts.http,
                 .clock = parts.clock,
                 .first_audio_timeout = options.first_audio_timeout,
                 .next_audio_timeout = options.next_audio_timeout,
                 .prewarm = options.prewarm} {
  const Patience patience{options.first_audio_timeout, options.next_audio_timeout};
  for (const std::string& name : VoiceChain(options)) {
    if (name == kEmbeddedVoice) continue;
    std::unique_ptr<TtsProvider> voice = Make(name, options);
    // What Azure charges for is the text; its voices are no models.
    const std::string model = name == "azure" ? "" : options.openai.model;
    auto metered = std::make_unique<MeteredVoice>(*voice, model, parts_.meter);
    auto guarded = std::make_unique<ResilientVoice>(
        *metered, options.resilience, patience, parts_.clock, parts_.log, std::random_device()(),
        ProviderMetrics(parts_.metrics, "tts", voice->name(), "audio"));
    chain_.push_back(guarded.get());
    remotes_.push_back({std::move(voice), std::move(metered), std::move(guarded)});
  }
  chain_.push_back(&parts_.embedded);
}

// The settings have been checked: any other name is openai.
std::unique_ptr<TtsProvider> Voices::Make(const std::string& name, const TtsOptions& options) {
  if (name == "azure") {
    AzureOptions azure = options.azure;
    azure.endpoint = WithoutSlash(azure.endpoint);
    return std::make_unique<AzureVoice>(azure, tts_parts_);
  }
  OpenAiTtsOptions openai = options.openai;
  openai.base_url = WithoutSlash(openai.base_url);
  return std::make_unique<OpenAiVoice>(openai, tts_parts_);
}

std::vector<ProviderStatus> Voices::status() const {
  std::vector<ProviderStatus> all;
  for (const Remote& remote : remotes_) {
    all.push_back(StatusOf("tts", remote.voice->name(), remote.guarded->breaker(), parts_.clock));
  }
  return all;
}

void Voices::Sweep() {
  for (const Remote& remote : remotes_) remote.guarded->Observe();
}

}  // namespace nexy
