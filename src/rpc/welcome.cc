// GenerateWelcomeAudio: wire contract 7.
#include <algorithm>
#include <utility>

#include "base/failure.h"
#include "base/status.h"
#include "base/strings.h"
#include "rpc/assistant_service.h"
#include "session/whitespace.h"
#include "tts/whole_speech.h"
#include "turn/voice_text.h"

namespace nexy {
namespace {

std::size_t CountCharacters(std::string_view utf8) {
  return static_cast<std::size_t>(std::count_if(utf8.begin(), utf8.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

TtsRequest RequestOf(const v1::WelcomeRequest& request, const TurnParts& parts) {
  const std::string text(IsBlank(request.text()) ? std::string(kDefaultWelcome) : request.text());
  const auto asked = LanguageFromTag(request.language());
  const Language language = asked ? *asked : DetectLanguage(text, parts.options.default_language);
  return {.text = TextForVoice(parts, text, language),
          .language = language,
          .voice = request.voice()};
}

v1::WelcomeResponse Metadata(std::string_view method, std::size_t pcm_bytes) {
  v1::WelcomeResponse message;
  auto* metadata = message.mutable_metadata();
  metadata->set_method(std::string(method));
  metadata->set_duration_sec(static_cast<double>(pcm_bytes) / kWireBytesPerSecond);
  metadata->set_sample_rate(kWireFormat.sample_rate);
  metadata->set_channels(kWireFormat.channels);
  metadata->set_dtype("int16");
  return message;
}

v1::WelcomeResponse WelcomeEnd() {
  v1::WelcomeResponse message;
  message.set_end_message("Welcome audio generation completed");
  return message;
}

}  // namespace

Task<absl::Status> AssistantService::Welcome(WelcomeCall& call, v1::WelcomeRequest request) {
  if (parts_.registry.draining()) {
    co_return co_await RefuseWelcome(call, absl::UnavailableError(kDrainingText.data()));
  }
  // A refused welcome takes no place, however long its client takes to read the refusal.
  std::size_t live = live_welcomes_.load();
  while (live < parts_.rpc.welcome_max_live &&
         !live_welcomes_.compare_exchange_weak(live, live + 1)) {
  }
  if (live >= parts_.rpc.welcome_max_live) {
    const auto text = Concat("STREAM_LIMIT_EXCEEDED: Maximum concurrent streams (",
                             parts_.rpc.welcome_max_live, ") reached. Current active: ", live);
    co_return co_await RefuseWelcome(call, absl::ResourceExhaustedError(text));
  }
  struct Place {
    std::atomic<std::size_t>& taken;
    ~Place() { taken.fetch_sub(1); }
  } place{live_welcomes_};
  const std::size_t characters = CountCharacters(request.text());
  if (!IsBlank(request.text()) && characters > parts_.rpc.welcome_max_chars) {
    const auto text = Concat("Welcome text is too long: ", characters, " characters, the limit is ",
                             parts_.rpc.welcome_max_chars);
    co_return co_await RefuseWelcome(call, absl::InvalidArgumentError(text));
  }
  std::string_view method;
  TtsRequest asked = RequestOf(request, parts_.turn);
  auto speech = co_await SpeakWelcome(std::move(asked), method);
  if (!speech.ok()) {
    AddOutcome(*call.context(), {Outcome::kFailed, Cause::kVoiceUnavailable});
    co_return co_await RefuseWelcome(
        call, absl::UnavailableError("Ошибка генерации приветственного аудио: no voice answers"));
  }
  const std::string& pcm = **speech;
  const bool first_choice = parts_.turn.voices.empty() || method == parts_.turn.voices[0]->name();
  if (!co_await call.Send(Metadata(method, pcm.size()))) co_return absl::CancelledError("gone");
  const std::size_t chunk_bytes = parts_.turn.audio_chunk_bytes;
  for (std::size_t at = 0; at < pcm.size(); at += chunk_bytes) {
    v1::WelcomeResponse message;
    *message.mutable_audio_chunk() = AudioOf(pcm.substr(at, chunk_bytes), /*legacy=*/false);
    if (!co_await call.Send(std::move(message))) co_return absl::CancelledError("gone");
  }
  co_await call.Send(WelcomeEnd());
  AddOutcome(*call.context(),
             first_choice ? Verdict{} : Verdict{Outcome::kDegraded, Cause::kVoiceFallback});
  parts_.metrics.welcomes.Increment();
  co_return absl::OkStatus();
}

// The configured voices in their order, then the embedded one; `method` is who spoke. The wire's
// metadata says how long the welcome is before any of it is sent, so all of it has to be there.
Task<absl::StatusOr<std::shared_ptr<const std::string>>> AssistantService::SpeakWelcome(
    TtsRequest request, std::string_view& method) {
  const SpeechLimits limits{.first_audio = parts_.turn.first_audio_timeout,
                            .next_audio = parts_.turn.next_audio_timeout};
  for (TtsProvider* voice : parts_.turn.voices) {
    if (voice == &parts_.turn.embedded) break;
    TtsRequest again = request;
    auto speech =
        co_await parts_.turn.phrases.Get(*voice, std::move(again), limits, parts_.turn.log);
    if (speech.ok()) {
      method = voice->name();
      co_return speech;
    }
    parts_.turn.metrics.CountVoiceFailure(voice->name(), FailureReasonOf(speech.status()));
  }
  method = parts_.turn.embedded.name();
  co_return co_await parts_.turn.phrases.Get(std::move(request));
}

Task<absl::Status> AssistantService::RefuseWelcome(WelcomeCall& call, absl::Status status) {
  parts_.metrics.welcome_refusals.Increment();
  parts_.turn.log.Info("grpc_service", "reject", "welcome refused",
                       {{"method", LogWord("GenerateWelcomeAudio")}, {"code", status.code()}});
  v1::WelcomeResponse message;
  message.set_error_message(std::string(MessageOf(status)));
  co_await call.Send(std::move(message));
  co_return status;
}

}  // namespace nexy
