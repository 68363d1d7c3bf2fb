#include "llm/gemini.h"

#include <algorithm>
#include <deque>
#include <nlohmann/json.hpp>
#include <utility>
#include <variant>

#include "base/failure.h"
#include "base/status.h"
#include "base/strings.h"
#include "http/event_response.h"
#include "http/reply_failure.h"
#include "llm/chat_json.h"
#include "llm/gemini_error.h"
#include "llm/picture.h"

namespace nexy {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr std::size_t kEventMaxBytes = 1024 * 1024;
constexpr std::size_t kErrorMaxBytes = 64 * 1024;
constexpr std::size_t kAnswerMaxBytes = 16 * 1024 * 1024;
constexpr int kContinuationsMax = 8;  // An answer in more parts than this is going round in circles.

ordered_json Content(std::string_view role, std::string_view text) {
  return {{"role", role}, {"parts", ordered_json::array({{{"text", text}}})}};
}

ordered_json SafetySettings(std::string_view threshold) {
  ordered_json settings = ordered_json::array();
  for (std::string_view category :
       {"HARM_CATEGORY_HARASSMENT", "HARM_CATEGORY_HATE_SPEECH", "HARM_CATEGORY_SEXUALLY_EXPLICIT",
        "HARM_CATEGORY_DANGEROUS_CONTENT"}) {
    settings.push_back({{"category", category}, {"threshold", threshold}});
  }
  return settings;
}

ordered_json BodyFor(const GeminiOptions& options, const Prompts& prompts,
                     const LlmRequest& request, std::string_view picture_type) {
  ordered_json contents = ordered_json::array();
  for (const Exchange& exchange : request.history) {
    contents.push_back(Content("user", exchange.question));
    contents.push_back(Content("model", exchange.answer));
  }
  ordered_json question = Content("user", request.prompt);
  if (!picture_type.empty()) {
    question["parts"].push_back(
        {{"inlineData", {{"mimeType", picture_type}, {"data", kPicturePlace}}}});
  }
  contents.push_back(std::move(question));
  if (!request.said.empty()) {
    contents.push_back(Content("model", request.said));
    contents.push_back(Content("user", prompts.Continue()));
  }
  ordered_json generation = {{"maxOutputTokens", options.max_tokens}};
  if (options.temperature_percent >= 0) {
    generation["temperature"] = options.temperature_percent / 100.0;
  }
  if (!options.thinking_level.empty()) {
    generation["thinkingConfig"] = {{"thinkingLevel", options.thinking_level}};
  }
  ordered_json body = {{"systemInstruction", Content("user", prompts.Instruction(request))},
                       {"safetySettings", SafetySettings(options.safety)},
                       {"generationConfig", std::move(generation)}};
  if (options.search) body["tools"] = ordered_json::array({{{"googleSearch", ordered_json::object()}}});
  body["contents"] = std::move(contents);
  return body;
}

bool IsBlock(std::string_view finish) {
  constexpr std::string_view kBlocks[] = {"SAFETY",       "RECITATION", "BLOCKLIST",
                                          "PROHIBITED_CONTENT", "SPII", "IMAGE_SAFETY",
                                          "IMAGE_PROHIBITED_CONTENT", "IMAGE_RECITATION"};
  return std::ranges::find(kBlocks, finish) != std::end(kBlocks);
}

// One POST, all of its parts: an answer that ends with CONTINUATION is asked for its rest.
class GeminiStream final : public LlmStream {
 public:
  GeminiStream(const GeminiOptions& options, const LlmParts& parts, std::string body)
      : options_(options), parts_(parts), body_(std::move(body)) {}

  Task<absl::Status> Open() {
    ClientRequest request;
    request.url = Concat(options_.base_url, "/v1beta/models/", options_.model,
                         ":streamGenerateContent?alt=sse");
    request.headers = {{"Content-Type", "application/json"},
                       {"x-goog-api-key", options_.api_key.Reveal()}};
    request.body = BodyWithToken();
    request.response_timeout = parts_.first_token_timeout;
    request.idle_timeout = std::max(parts_.first_token_timeout, parts_.next_token_timeout);
    request.body_max_bytes = kAnswerMaxBytes;
    auto response = co_await parts_.http.Send(std::move(request));
    if (!response.ok()) co_return Annotate(response.status(), "gemini");
    if ((*response)->status() == 200) {
      events_.emplace(*std::move(response), kEventMaxBytes);
      co_return absl::OkStatus();
    }
    auto body = co_await ReadAll(**response, kErrorMaxBytes);
    json reply;
    if (body.ok()) reply = json::parse(*body, nullptr, /*allow_exceptions=*/false);
    if (Member(reply, "error").is_object()) {
      co_return GeminiFailure(Member(reply, "error"), (*response)->status());
    }
    co_return ReplyFailure("gemini", ReasonOfHttpStatus((*response)->status()), **response,
                           parts_.clock.WallNow());
  }

  Task<absl::StatusOr<std::optional<LlmPiece>>> Next() override {
    while (pieces_.empty()) {
      NEXY_CO_RETURN_IF_ERROR(failure_);
      auto event = co_await events_->Next();
      if (!event.ok()) co_return event.status();
      if (event->has_value()) {
        failure_ = Read(**event);
        // What a refused answer used counts too; its words do not.
        if (!failure_.ok()) pieces_ = UsageOnly(std::move(pieces_));
      } else if (!token_.empty()) {
        NEXY_CO_RETURN_IF_ERROR(co_await Continue());
      } else if (!finished_) {
        co_return Failure(FailureReason::kCut, "gemini: the stream ended without a finish reason");
      } else {
        co_return std::optional<LlmPiece>();
      }
    }
    std::optional<LlmPiece> piece = std::move(pieces_.front());
    pieces_.pop_front();
    co_return piece;
  }

 private:
  static std::deque<LlmPiece> UsageOnly(std::deque<LlmPiece> pieces) {
    std::erase_if(pieces, [](const LlmPiece& piece) { return !std::holds_alternative<LlmUsage>(piece); });
    return pieces;
  }

  Task<absl::Status> Continue() {
    if (++continuations_ > kContinuationsMax) {
      co_return Failure(FailureReason::kMalformed, "gemini: too many continuations");
    }
    events_.reset();
    co_return co_await Open();
  }

  // The request again, with the token before its closing brace: a picture is not encoded twice.
  std::string BodyWithToken() {
    const std::string token = std::exchange(token_, "");
    if (token.empty()) return body_;
    return Concat(std::string_view(body_).substr(0, body_.size() - 1), ",\"continuationToken\":",
                  json(token).dump(), "}");
  }

  absl::Status Read(std::string_view event) {
    const json data = json::parse(event, nullptr, /*allow_exceptions=*/false);
    if (!data.is_object()) return Failure(FailureReason::kMalformed, "gemini: an event is no JSON object");
    if (data.contains("error")) return GeminiFailure(Member(data, "error"), 503);
    TakeUsage(Member(data, "usageMetadata"));
    if (!TextMember(Member(data, "promptFeedback"), "blockReason").empty()) {
      return Failure(FailureReason::kPromptBlocked, "gemini: prompt blocked");
    }
    const json& candidates = Member(data, "candidates");
    if (!candidates.is_array() || candidates.empty()) return absl::OkStatus();
    TakeText(candidates[0]);
    return TakeFinish(candidates[0]);
  }

  void TakeText(const json& candidate) {
    const json& parts = Member(Member(candidate, "content"), "parts");
    if (!parts.is_array()) return;
    for (const json& part : parts) {
      const bool thought = Member(part, "thought").is_boolean() && Member(part, "thought").get<bool>();
      const std::string_view text = TextMember(part, "text");
      if (!thought && !text.empty()) pieces_.push_back(LlmText{std::string(text)});
    }
  }

  absl::Status TakeFinish(const json& candidate) {
    const std::string_view finish = TextMember(candidate, "finishReason");
    if (finish.empty()) return absl::OkStatus();
    if (finish == "CONTINUATION") {
      token_ = std::string(TextMember(candidate, "continuationToken"));
      if (token_.empty()) return Failure(FailureReason::kMalformed, "gemini: a continuation without token");
      earlier_ = Total();
      usage_ = {};
      return absl::OkStatus();
    }
    if (IsBlock(finish)) return Failure(FailureReason::kAnswerBlocked, "gemini: answer blocked");
    if (finish != "STOP" && finish != "MAX_TOKENS") {
      return Failure(FailureReason::kMalformed, "gemini: the model stopped for another reason");
    }
    finished_ = true;
    return absl::OkStatus();
  }

  // Cumulative: the last one counts.
  void TakeUsage(const json& usage) {
    if (!usage.is_object()) return;
    usage_.input_tokens = CountMember(usage, "promptTokenCount") +
                          CountMember(usage, "toolUsePromptTokenCount");
    usage_.output_tokens = CountMember(usage, "candidatesTokenCount") +
                           CountMember(usage, "thoughtsTokenCount");
    pieces_.push_back(Total());
  }

  LlmUsage Total() const {
    return {.input_tokens = earlier_.input_tokens + usage_.input_tokens,
            .output_tokens = earlier_.output_tokens + usage_.output_tokens};
  }

  const GeminiOptions& options_;
  const LlmParts& parts_;
  const std::string body_;
  std::optional<EventResponse> events_;
  std::deque<LlmPiece> pieces_;
  LlmUsage usage_;    // Of this part.
  LlmUsage earlier_;  // Of the parts before it.
  std::string token_;  // Of the next part.
  int continuations_ = 0;
  bool finished_ = false;
  absl::Status failure_;  // Told when `pieces_` is empty.
};

}  // namespace

GeminiProvider::GeminiProvider(const GeminiOptions& options, const LlmParts& parts)
    : options_(options), parts_(parts) {}

Task<absl::StatusOr<std::unique_ptr<LlmStream>>> GeminiProvider::Ask(LlmRequest request) {
  Picture picture;
  if (request.screenshot != nullptr) {
    auto made = co_await PictureOf(request.screenshot, /*as_jpeg=*/false, parts_.pool);
    if (!made.ok()) co_return made.status();
    picture = *std::move(made);
  }
  const ordered_json body = BodyFor(options_, parts_.prompts, request, picture.mime_type);
  auto stream = std::make_unique<GeminiStream>(options_, parts_, WithPicture(body, picture.bytes));
  NEXY_CO_RETURN_IF_ERROR(co_await stream->Open());
  co_return std::unique_ptr<LlmStream>(std::move(stream));
}

}  // namespace nexy
