#include "tts/azure.h"

#include <algorithm>
#include <utility>

#include "audio/pcm.h"
#include "base/failure.h"
#include "base/status.h"
#include "base/strings.h"
#include "http/reply_failure.h"
#include "tts/speech_response.h"
#include "tts/ssml.h"
#include "tts/voice_choice.h"

namespace nexy {
namespace {

constexpr std::string_view kService = "azure";
constexpr std::size_t kErrorMaxBytes = 64 * 1024;
constexpr std::string_view kPath = "/cognitiveservices/v1";

std::string HostOf(const AzureOptions& options) {
  if (!options.endpoint.empty()) return options.endpoint;
  return Concat("https://", options.region, ".tts.speech.microsoft.com");
}

std::string TokenUrl(const AzureOptions& options) {
  if (!options.token_url.empty()) return options.token_url;
  return Concat("https://", options.region, ".api.cognitive.microsoft.com/sts/v1.0/issueToken");
}

}  // namespace

AzureVoice::AzureVoice(const AzureOptions& options, const TtsParts& parts)
    : options_(options), parts_(parts), url_(Concat(HostOf(options), kPath)) {
  if (options_.use_token) {
    token_.emplace(TokenUrl(options_), options_.key, parts_.http, parts_.clock,
                   parts_.first_audio_timeout);
  }
}

void AzureVoice::Prepare() { parts_.http.Prewarm(url_, parts_.prewarm); }

Task<absl::StatusOr<std::unique_ptr<TtsStream>>> AzureVoice::Speak(TtsRequest request) {
  const VoiceNames names{options_.english_voice, options_.russian_voice};
  const std::string usual = names.Of(request.language);
  const std::string wished = WishedVoice(request, usual);
  const std::size_t max_bytes = SpeechMaxBytes(request.text.size(), kWireFormat.sample_rate);
  auto response = co_await Send(SsmlFor(request.text, wished, options_), max_bytes);
  if (!response.ok()) co_return response.status();
  if ((*response)->status() == 400 && wished != usual) {
    (void)co_await ReadAll(**response, kErrorMaxBytes);  // The connection serves the next request.
    response = co_await Send(SsmlFor(request.text, usual, options_), max_bytes);
    if (!response.ok()) co_return response.status();
  }
  if ((*response)->status() == 200) {
    co_return SpeechResponse::Open(kService, *std::move(response), kWireFormat.sample_rate);
  }
  // Error bodies are undocumented and often empty: the status says all.
  (void)co_await ReadAll(**response, kErrorMaxBytes);
  co_return ReplyFailure(kService, ReasonOfHttpStatus((*response)->status()), **response,
                         parts_.clock.WallNow());
}

Task<absl::StatusOr<std::unique_ptr<ClientResponse>>> AzureVoice::Send(std::string ssml,
                                                                       std::size_t max_bytes) {
  if (ssml.size() > kSsmlMaxBytes) {
    co_return Failure(FailureReason::kBadRequest, "azure: the text is too long for one request");
  }
  for (bool renewed = false;; renewed = true) {
    auto credential = co_await Credential();
    if (!credential.ok()) co_return credential.status();
    const std::string proof = credential->value;
    ClientRequest request;
    request.url = url_;
    request.headers = {{"Content-Type", "application/ssml+xml"},
                       {"X-Microsoft-OutputFormat", "raw-48khz-16bit-mono-pcm"},
                       {"User-Agent", "Nexy/" NEXY_VERSION}};
    request.headers.push_back(*std::move(credential));
    request.body = ssml;
    request.body_max_bytes = max_bytes;
    request.response_timeout = parts_.first_audio_timeout;
    request.idle_timeout = std::max(parts_.first_audio_timeout, parts_.next_audio_timeout);
    auto response = co_await parts_.http.Send(std::move(request));
    if (!response.ok()) co_return Annotate(response.status(), kService);
    // A token may be refused before its time, once; a key is not refused by mistake.
    const bool stale = token_.has_value() && !renewed && (*response)->status() == 401;
    if (!stale) co_return response;
    (void)co_await ReadAll(**response, kErrorMaxBytes);
    token_->Forget(Secret(proof.substr(proof.find(' ') + 1)));
  }
}

Task<absl::StatusOr<HttpHeader>> AzureVoice::Credential() {
  if (!token_) co_return HttpHeader{"Ocp-Apim-Subscription-Key", options_.key.Reveal()};
  auto token = co_await token_->Get();
  if (!token.ok()) co_return token.status();
  co_return HttpHeader{"Authorization", "Bearer " + token->Reveal()};
}

}  // namespace nexy
