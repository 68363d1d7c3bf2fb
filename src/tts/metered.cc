#include "tts/metered.h"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>

#include "audio/pcm.h"

namespace nexy {
namespace {

std::int64_t CountCharacters(std::string_view utf8) {
  return std::count_if(utf8.begin(), utf8.end(),
                       [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
}

class MeteredSpeech final : public TtsStream {
 public:
  MeteredSpeech(std::unique_ptr<TtsStream> speech, Usage usage, UsageMeter& meter)
      : speech_(std::move(speech)), usage_(std::move(usage)), meter_(meter) {}

  ~MeteredSpeech() override {
    if (audio_bytes_ == 0) return;
    usage_.audio_ms = static_cast<std::int64_t>(audio_bytes_ * 1000 / kWireBytesPerSecond);
    meter_.Count(std::move(usage_));
  }

  Task<absl::StatusOr<std::optional<std::string>>> Next() override {
    auto piece = co_await speech_->Next();
    if (piece.ok() && piece->has_value()) audio_bytes_ += (*piece)->size();
    co_return piece;
  }

 private:
  const std::unique_ptr<TtsStream> speech_;
  Usage usage_;
  UsageMeter& meter_;
  std::size_t audio_bytes_ = 0;
};

}  // namespace

Task<absl::StatusOr<std::unique_ptr<TtsStream>>> MeteredVoice::Speak(TtsRequest request) {
  Usage usage{.device = request.device,
              .service = "tts",
              .provider = std::string(voice_.name()),
              .model = model_,
              .characters = CountCharacters(request.text)};
  auto speech = co_await voice_.Speak(std::move(request));
  if (!speech.ok()) co_return speech.status();
  co_return std::make_unique<MeteredSpeech>(*std::move(speech), std::move(usage), meter_);
}

}  // namespace nexy
