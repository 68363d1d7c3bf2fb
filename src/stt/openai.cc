#include "stt/openai.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "absl/strings/ascii.h"
#include "base/ask_again.h"
#include "base/failure.h"
#include "base/status.h"
#include "base/strings.h"
#include "http/openai_failure.h"

namespace nexy {
namespace {

using nlohmann::json;

constexpr std::string_view kService = "openai stt";
constexpr std::size_t kReplyMaxBytes = 1024 * 1024;

// RFC 7578. The sound may not hold the boundary; it is lengthened until it does not.
class Multipart {
 public:
  explicit Multipart(std::string_view sound) : boundary_("nexy-form-data") {
    while (sound.find(boundary_) != std::string_view::npos) boundary_ += "-x";
  }

  void AddFile(std::string_view sound) {
    Begin("file\"; filename=\"sound.wav");
    body_ += "Content-Type: audio/wav\r\n\r\n";
    body_ += sound;
    body_ += "\r\n";
  }
  void Add(std::string_view name, std::string_view value) {
    if (value.empty()) return;
    Begin(name);
    body_ += Concat("\r\n", value, "\r\n");
  }
  std::string Finish() { return Concat(body_, "--", boundary_, "--\r\n"); }
  const std::string& boundary() const { return boundary_; }

 private:
  void Begin(std::string_view name) {
    body_ += Concat("--", boundary_, "\r\nContent-Disposition: form-data; name=\"", name, "\"\r\n");
  }

  std::string boundary_;
  std::string body_;
};

std::string Trimmed(std::string_view text) {
  return std::string(absl::StripAsciiWhitespace(absl::string_view(text.data(), text.size())));
}

std::optional<double> SecondsOf(const json& reply) {
  for (const char* holder : {"usage", ""}) {
    const json* object = &reply;
    if (*holder != '\0') {
      const auto found = reply.find(holder);
      if (found == reply.end() || !found->is_object()) continue;
      object = &*found;
    }
    for (const char* key : {"seconds", "duration"}) {
      const auto found = object->find(key);
      if (found != object->end() && found->is_number()) return found->get<double>();
    }
  }
  return std::nullopt;
}

// JSON as it was asked for; some servers answer with the bare text all the same.
absl::StatusOr<Transcript> Read(std::string_view body, std::string_view content_type) {
  const json reply = json::parse(body, nullptr, /*allow_exceptions=*/false);
  if (reply.is_discarded() && content_type.starts_with("text/plain")) {
    return Transcript{.text = Trimmed(body)};
  }
  if (!reply.is_object()) return Failure(FailureReason::kMalformed, "openai stt: no JSON object");
  const auto text = reply.find("text");
  if (text == reply.end() || !text->is_string()) {
    return Failure(FailureReason::kMalformed, "openai stt: no text in the reply");
  }
  return Transcript{.text = Trimmed(text->get_ref<const std::string&>()),
                    .seconds = SecondsOf(reply)};
}

}  // namespace

OpenAiTranscriber::OpenAiTranscriber(const SttOptions& options, HttpClient& http, Clock& clock,
                                     std::uint64_t seed, ProviderMetrics metrics)
    : options_(options),
      http_(http),
      clock_(clock),
      service_(options.resilience, {options.response_timeout, options.response_timeout}, clock,
               seed, std::move(metrics)) {}

Task<absl::StatusOr<Transcript>> OpenAiTranscriber::Transcribe(SttRequest request) {
  if (request.wav.size() > options_.audio_max_bytes) {
    co_return Failure(FailureReason::kOversized,
                      Concat("the sound has more than ", options_.audio_max_bytes, " bytes"));
  }
  NEXY_CO_RETURN_IF_ERROR(service_.Admit());
  Resilience::Asked asked(service_);
  Multipart form(request.wav);
  form.AddFile(request.wav);
  form.Add("model", options_.openai.model);
  if (request.language) form.Add("language", LanguageTag(*request.language));
  form.Add("prompt", request.hint);
  form.Add("response_format", "json");
  const std::string body = form.Finish();
  for (int made = 1;; ++made) {
    auto transcript = co_await Ask(form.boundary(), body);
    if (transcript.ok()) {
      asked.Heard();
      asked.Succeeded();
      co_return transcript;
    }
    const auto waited = co_await WaitToAskAgain(service_, asked, transcript.status(), made, clock_);
    if (!waited) co_return transcript;
  }
}

Task<absl::StatusOr<Transcript>> OpenAiTranscriber::Ask(std::string boundary, std::string body) {
  ClientRequest request;
  request.url = options_.openai.base_url + "/audio/transcriptions";
  request.headers = {{"Content-Type", Concat("multipart/form-data; boundary=", boundary)},
                     {"Accept", "application/json"}};
  if (!options_.openai.api_key.empty()) {
    request.headers.push_back({"Authorization", "Bearer " + options_.openai.api_key.Reveal()});
  }
  request.body = std::move(body);
  request.response_timeout = options_.response_timeout;
  request.idle_timeout = options_.response_timeout;
  request.body_timeout = options_.response_timeout;
  request.body_max_bytes = kReplyMaxBytes;
  auto response = co_await http_.Send(std::move(request));
  if (!response.ok()) co_return Annotate(response.status(), kService);
  auto reply = co_await ReadAll(**response, kReplyMaxBytes);
  if ((*response)->status() != 200) {
    std::string text;
    if (reply.ok()) text = *std::move(reply);
    co_return OpenAiReplyFailure(kService, **response, text, clock_.WallNow());
  }
  if (!reply.ok()) co_return Annotate(reply.status(), kService);
  co_return Read(*reply, (*response)->Header("content-type"));
}

}  // namespace nexy
