#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "audio/resampler.h"
#include "http/http_client.h"
#include "tts/tts_provider.h"

namespace nexy {

// Bytes of 16-bit sound that no text of so many bytes needs: a voice that goes on is ill.
std::size_t SpeechMaxBytes(std::size_t text_bytes, int sample_rate);

// The sound in the body of a service's response, as wire PCM while it comes in. Chunks end
// anywhere, also in the middle of a sample. Used from one strand.
class SpeechResponse final : public TtsStream {
 public:
  // `service` names the voice in failures and is a literal. `sample_rate`: of the body's s16le
  // mono. kMalformed when the response says that it is no sound: an error page must not be played.
  static absl::StatusOr<std::unique_ptr<TtsStream>> Open(std::string_view service,
                                                         std::unique_ptr<ClientResponse> response,
                                                         int sample_rate);

  Task<absl::StatusOr<std::optional<std::string>>> Next() override;

 private:
  SpeechResponse(std::string_view service, std::unique_ptr<ClientResponse> response,
                 std::unique_ptr<Resampler> resampler)
      : service_(service), response_(std::move(response)), resampler_(std::move(resampler)) {}

  // Takes a WAV header off that nobody asked for; it would be heard as a click.
  std::string WithoutHeader(std::string bytes);
  std::string Aligned(std::string pcm);

  const std::string_view service_;
  std::unique_ptr<ClientResponse> response_;  // Null: at its end.
  std::unique_ptr<Resampler> resampler_;      // Null: the body is wire PCM already.
  std::string head_;                          // The body's first bytes until they are understood.
  bool head_over_ = false;
  std::string odd_;  // A byte whose other half has not come.
  bool any_ = false;
};

}  // namespace nexy
