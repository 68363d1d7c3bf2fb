#include "tts/speech_response.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "audio/pcm.h"
#include "base/failure.h"
#include "base/status.h"
#include "base/strings.h"

namespace nexy {
namespace {

constexpr std::size_t kHeadMaxBytes = 4096;  // A WAV header that is longer is none.

bool IsText(std::string_view content_type) {
  for (const char* kind : {"text/", "application/json", "application/xml", "application/problem"}) {
    if (absl::StartsWithIgnoreCase(absl::string_view(content_type.data(), content_type.size()),
                                   kind)) {
      return true;
    }
  }
  return false;
}

}  // namespace

std::size_t SpeechMaxBytes(std::size_t text_bytes, int sample_rate) {
  constexpr std::size_t kLimit = 64 * 1024 * 1024;
  constexpr std::size_t kSampleBytes = 2;
  const std::size_t seconds = 10 + text_bytes;
  return std::min(kLimit, seconds * kSampleBytes * static_cast<std::size_t>(sample_rate));
}

absl::StatusOr<std::unique_ptr<TtsStream>> SpeechResponse::Open(
    std::string_view service, std::unique_ptr<ClientResponse> response, int sample_rate) {
  if (IsText(response->Header("content-type"))) {
    return Failure(FailureReason::kMalformed, Concat(service, ": text instead of sound"));
  }
  std::unique_ptr<Resampler> resampler;
  if (sample_rate != kWireFormat.sample_rate) {
    NEXY_ASSIGN_OR_RETURN(resampler, Resampler::Open(sample_rate));
  }
  return std::unique_ptr<TtsStream>(
      new SpeechResponse(service, std::move(response), std::move(resampler)));
}

Task<absl::StatusOr<std::optional<std::string>>> SpeechResponse::Next() {
  while (response_ != nullptr) {
    auto bytes = co_await response_->Read();
    if (!bytes.ok()) co_return Annotate(bytes.status(), service_);
    std::string pcm;
    if (bytes->has_value()) {
      pcm = WithoutHeader(**std::move(bytes));
      if (resampler_ != nullptr) pcm = resampler_->Push(pcm);
    } else {
      response_.reset();
      if (!head_over_) pcm = std::exchange(head_, {});
      if (resampler_ != nullptr) pcm = resampler_->Push(pcm) + resampler_->Finish();
    }
    pcm = Aligned(std::move(pcm));
    if (pcm.empty()) continue;
    any_ = true;
    co_return std::optional<std::string>(std::move(pcm));
  }
  if (!any_) {
    co_return Failure(FailureReason::kEmpty, Concat(service_, ": there was no sound"));
  }
  co_return std::optional<std::string>();
}

std::string SpeechResponse::WithoutHeader(std::string bytes) {
  if (head_over_) return bytes;
  head_ += bytes;
  const std::string_view riff = "RIFF";
  const std::size_t known = std::min(head_.size(), riff.size());
  if (std::string_view(head_).substr(0, known) == riff.substr(0, known) &&
      head_.size() < kHeadMaxBytes) {
    const std::size_t data = head_.find("data");
    constexpr std::size_t kDataHeaderBytes = 8;
    if (data == std::string::npos || head_.size() < data + kDataHeaderBytes) return "";
    head_.erase(0, data + kDataHeaderBytes);
  }
  head_over_ = true;
  return std::exchange(head_, {});
}

std::string SpeechResponse::Aligned(std::string pcm) {
  if (!odd_.empty()) pcm.insert(0, std::exchange(odd_, {}));
  if (pcm.size() % sizeof(std::int16_t) != 0) {
    odd_ = pcm.back();
    pcm.pop_back();
  }
  return pcm;
}

}  // namespace nexy
