#include "tts/openai.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/failure.h"
#include "base/status.h"
#include "base/strings.h"
#include "http/openai_failure.h"
#include "http/reply_failure.h"
#include "tts/speech_response.h"
#include "tts/voice_choice.h"

namespace nexy {
namespace {

using nlohmann::ordered_json;

constexpr std::string_view kService = "openai tts";
constexpr std::size_t kErrorMaxBytes = 64 * 1024;
constexpr std::size_t kInputMaxBytes = 4096;  // The service counts characters; bytes are safe.

bool IsUnknownVoice(int status) { return status == 400 || status == 404 || status == 422; }

}  // namespace

OpenAiVoice::OpenAiVoice(const OpenAiTtsOptions& options, const TtsParts& parts)
    : options_(options), parts_(parts), url_(options.base_url + "/audio/speech") {}

void OpenAiVoice::Prepare() { parts_.http.Prewarm(url_, parts_.prewarm); }

Task<absl::StatusOr<std::unique_ptr<TtsStream>>> OpenAiVoice::Speak(TtsRequest request) {
  if (request.text.size() > kInputMaxBytes) {
    co_return Failure(FailureReason::kBadRequest,
                      "openai tts: the text is too long for one request");
  }
  const VoiceNames names{options_.english_voice, options_.russian_voice};
  const std::string usual = names.Of(request.language);
  const std::string wished = WishedVoice(request, usual);
  auto response = co_await Send(request.text, wished);
  if (!response.ok()) co_return response.status();
  if (wished != usual && IsUnknownVoice((*response)->status())) {
    (void)co_await ReadAll(**response, kErrorMaxBytes);  // The connection serves the next request.
    response = co_await Send(request.text, usual);
    if (!response.ok()) co_return response.status();
  }
  if ((*response)->status() == 200) {
    co_return SpeechResponse::Open(kService, *std::move(response), options_.sample_rate);
  }
  auto body = co_await ReadAll(**response, kErrorMaxBytes);
  std::string text;
  if (body.ok()) text = *std::move(body);
  co_return OpenAiReplyFailure(kService, **response, text, parts_.clock.WallNow());
}

Task<absl::StatusOr<std::unique_ptr<ClientResponse>>> OpenAiVoice::Send(std::string text,
                                                                        std::string voice) {
  ordered_json body = {
      {"model", options_.model}, {"voice", voice}, {"input", text}, {"response_format", "pcm"}};
  if (options_.speed_percent != 100) body["speed"] = options_.speed_percent / 100.0;
  if (!options_.instructions.empty()) body["instructions"] = options_.instructions;
  ClientRequest request;
  request.url = url_;
  request.body_max_bytes = SpeechMaxBytes(text.size(), options_.sample_rate);
  request.headers = {{"Content-Type", "application/json"}, {"Accept", "application/octet-stream"}};
  if (!options_.api_key.empty()) {
    request.headers.push_back({"Authorization", "Bearer " + options_.api_key.Reveal()});
  }
  request.body = body.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
  request.response_timeout = parts_.first_audio_timeout;
  request.idle_timeout = std::max(parts_.first_audio_timeout, parts_.next_audio_timeout);
  auto response = co_await parts_.http.Send(std::move(request));
  if (!response.ok()) co_return Annotate(response.status(), kService);
  co_return response;
}

}  // namespace nexy
