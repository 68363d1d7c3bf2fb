#include "llm/openai.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "base/failure.h"
#include "base/status.h"
#include "base/strings.h"
#include "http/event_response.h"
#include "http/openai_failure.h"
#include "llm/chat_json.h"
#include "llm/picture.h"

namespace nexy {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr std::string_view kService = "openai";
constexpr std::size_t kEventMaxBytes = 1024 * 1024;
constexpr std::size_t kErrorMaxBytes = 64 * 1024;
constexpr std::size_t kAnswerMaxBytes = 16 * 1024 * 1024;

ordered_json Message(std::string_view role, ordered_json content) {
  return {{"role", role}, {"content", std::move(content)}};
}

class OpenAiStream final : public LlmStream {
 public:
  OpenAiStream(std::unique_ptr<ClientResponse> response, bool blind)
      : events_(std::move(response), kEventMaxBytes), blind_(blind) {}

  Task<absl::StatusOr<std::optional<LlmPiece>>> Next() override {
    if (std::exchange(blind_, false)) co_return std::optional<LlmPiece>(LlmBlind{});
    while (true) {
      if (usage_) co_return std::optional<LlmPiece>(*std::exchange(usage_, std::nullopt));
      auto event = co_await events_.Next();
      if (!event.ok()) co_return event.status();
      if (!event->has_value()) {
        if (!finished_) co_return Failure(FailureReason::kCut, "openai: the stream ended early");
        co_return std::optional<LlmPiece>();
      }
      if (**event == "[DONE]") {
        if (!finished_) co_return Failure(FailureReason::kCut, "openai: done without a finish");
        co_return std::optional<LlmPiece>();
      }
      auto piece = Read(**event);
      if (!piece.ok() || piece->has_value()) co_return piece;
    }
  }

 private:
  absl::StatusOr<std::optional<LlmPiece>> Read(std::string_view event) {
    const json data = json::parse(event, nullptr, /*allow_exceptions=*/false);
    if (!data.is_object())
      return Failure(FailureReason::kMalformed, "openai: an event is no JSON object");
    if (data.contains("error")) {
      return Failure(OpenAiReasonOf(event, FailureReason::kServerError),
                     "openai: an error in the middle of the answer");
    }
    // In an event of its own at the end, or, as some servers do, in every event.
    if (const json& usage = Member(data, "usage"); usage.is_object()) {
      usage_ = LlmUsage{.input_tokens = CountMember(usage, "prompt_tokens"),
                        .output_tokens = CountMember(usage, "completion_tokens")};
    }
    const json& choices = Member(data, "choices");
    if (!choices.is_array() || choices.empty()) return std::optional<LlmPiece>();
    const std::string_view finish = TextMember(choices[0], "finish_reason");
    if (finish == "content_filter")
      return Failure(FailureReason::kAnswerBlocked, "openai: content filter");
    if (!finish.empty()) finished_ = true;
    const json& delta = Member(choices[0], "delta");
    std::string_view text = TextMember(delta, "content");
    if (text.empty()) text = TextMember(delta, "refusal");  // The model says why, in its words.
    if (text.empty()) return std::optional<LlmPiece>();
    return std::optional<LlmPiece>(LlmText{std::string(text)});
  }

  EventResponse events_;
  bool blind_;
  std::optional<LlmUsage> usage_;  // The next piece.
  bool finished_ = false;
};

}  // namespace

OpenAiProvider::OpenAiProvider(const OpenAiLlmOptions& options, const LlmParts& parts)
    : options_(options), parts_(parts) {}

Task<absl::StatusOr<std::string>> OpenAiProvider::BodyFor(LlmRequest request, Sight sight) {
  ordered_json messages = ordered_json::array();
  messages.push_back(Message("system", parts_.prompts.Instruction(request)));
  for (const Exchange& exchange : request.history) {
    messages.push_back(Message("user", exchange.question));
    messages.push_back(Message("assistant", exchange.answer));
  }
  Picture picture;
  if (request.screenshot != nullptr && sight != Sight::kBlind) {
    auto made = co_await PictureOf(request.screenshot, sight == Sight::kNoWebp, parts_.pool);
    if (!made.ok()) co_return made.status();
    picture = *std::move(made);
    const std::string url = Concat("data:", picture.mime_type, ";base64,", kPicturePlace);
    const ordered_json image = {{"url", url}, {"detail", "auto"}};
    messages.push_back(
        Message("user", ordered_json::array({{{"type", "text"}, {"text", request.prompt}},
                                             {{"type", "image_url"}, {"image_url", image}}})));
  } else {
    messages.push_back(Message("user", request.prompt));
  }
  if (!request.said.empty()) {
    messages.push_back(Message("assistant", request.said));
    messages.push_back(Message("user", parts_.prompts.Continue()));
  }
  ordered_json body = {{"model", options_.model},
                       {"stream", true},
                       {"stream_options", {{"include_usage", true}}},
                       {options_.max_tokens_field, options_.max_tokens}};
  if (options_.temperature_percent >= 0) body["temperature"] = options_.temperature_percent / 100.0;
  body["messages"] = std::move(messages);
  co_return WithPicture(body, picture.bytes);
}

Task<absl::StatusOr<std::unique_ptr<LlmStream>>> OpenAiProvider::Ask(LlmRequest request) {
  while (true) {
    const Sight sight = sight_.load();
    auto body = co_await BodyFor(request, sight);
    if (!body.ok()) co_return body.status();
    ClientRequest asked;
    asked.url = options_.base_url + "/chat/completions";
    asked.headers = {{"Content-Type", "application/json"}, {"Accept", "application/json"}};
    if (!options_.api_key.empty()) {
      asked.headers.push_back({"Authorization", "Bearer " + options_.api_key.Reveal()});
    }
    asked.body = *std::move(body);
    asked.response_timeout = parts_.first_token_timeout;
    asked.idle_timeout = std::max(parts_.first_token_timeout, parts_.next_token_timeout);
    asked.body_max_bytes = kAnswerMaxBytes;
    auto response = co_await parts_.http.Send(std::move(asked));
    if (!response.ok()) co_return Annotate(response.status(), kService);
    if ((*response)->status() == 200) {
      const bool blind = sight == Sight::kBlind && request.screenshot != nullptr;
      co_return std::make_unique<OpenAiStream>(*std::move(response), blind);
    }
    auto error = co_await ReadAll(**response, kErrorMaxBytes);
    const std::string text = error.ok() ? *std::move(error) : std::string();
    // llama.cpp says it with 400 and with 500; both are found out once, not for every question.
    const int status = (*response)->status();
    const bool about_picture = request.screenshot != nullptr && (status == 400 || status == 500) &&
                               Mentions(text, "image");
    const bool webp = about_picture && request.screenshot->format() == ImageFormat::kWebp;
    if (webp && sight == Sight::kAny && !Mentions(text, "not supported")) {
      sight_ = Sight::kNoWebp;
    } else if (about_picture && sight != Sight::kBlind && Mentions(text, "not supported")) {
      sight_ = Sight::kBlind;
    } else {
      co_return OpenAiReplyFailure(kService, **response, text, parts_.clock.WallNow());
    }
  }
}

}  // namespace nexy
