#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/resilience.h"
#include "http/http_client.h"
#include "stt/stt_options.h"
#include "stt/stt_provider.h"

namespace nexy {

// The transcription endpoint of OpenAI and of those that speak like it: whisper.cpp's server,
// speaches. Asked again, with the same sound, when it is busy or cannot be reached. Thread-safe.
class OpenAiTranscriber final : public SttProvider {
 public:
  // `seed`: of the waits between attempts.
  OpenAiTranscriber(const SttOptions& options, HttpClient& http, Clock& clock, std::uint64_t seed,
                    ProviderMetrics metrics = {});

  std::string_view name() const override { return "openai"; }
  // kOversized for more sound than `audio_max_bytes`.
  Task<absl::StatusOr<Transcript>> Transcribe(SttRequest request) override;

  const CircuitBreaker& breaker() const { return service_.breaker(); }

 private:
  Task<absl::StatusOr<Transcript>> Ask(std::string boundary, std::string body);

  const SttOptions options_;
  HttpClient& http_;
  Clock& clock_;
  Resilience service_;
};

}  // namespace nexy
