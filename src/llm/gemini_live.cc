#include "llm/gemini_live.h"

#include <algorithm>
#include <deque>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_replace.h"
#include "audio/pcm.h"
#include "audio/resampler.h"
#include "base/failure.h"
#include "base/status.h"
#include "base/strings.h"
#include "base/task.h"
#include "llm/chat_json.h"
#include "llm/gemini_error.h"
#include "llm/picture.h"

namespace nexy {

using nlohmann::json;

namespace {

constexpr std::string_view kPath =
    "/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent";
constexpr int kDefaultRate = 24'000;  // Hz
constexpr std::size_t kMessageMaxBytes = 4 * 1024 * 1024;

bool IsTrue(const json& value) { return value.is_boolean() && value.get<bool>(); }

// "audio/pcm;rate=24000".
int RateOf(std::string_view mime_type) {
  constexpr std::string_view kRate = "rate=";
  const std::size_t at = mime_type.find(kRate);
  int rate = 0;
  for (std::size_t i = at == std::string_view::npos ? mime_type.size() : at + kRate.size();
       i < mime_type.size() && mime_type[i] >= '0' && mime_type[i] <= '9' && rate < 1'000'000;
       ++i) {
    rate = rate * 10 + (mime_type[i] - '0');
  }
  return rate == 0 ? kDefaultRate : rate;
}

absl::Status UpgradeFailure(const RefusedUpgrade& refused) {
  const json body = json::parse(refused.body, nullptr, /*allow_exceptions=*/false);
  const json& error = Member(body, "error");
  return error.is_object() ? GeminiFailure(error, refused.status) : absl::OkStatus();
}

// Whether another setup, without a handle, may fare better.
bool IsOfTheHandle(FailureReason reason) {
  return reason == FailureReason::kCut || reason == FailureReason::kServerError ||
         reason == FailureReason::kBadRequest;
}

absl::Status WhyRefused(std::string_view turn_complete_reason) {
  if (turn_complete_reason == "PROHIBITED_INPUT_CONTENT") {
    return Failure(FailureReason::kPromptBlocked, "gemini_live: prompt blocked");
  }
  if (turn_complete_reason == "RESPONSE_REJECTED" ||
      turn_complete_reason == "GENERATED_AUDIO_SAFETY") {
    return Failure(FailureReason::kAnswerBlocked, "gemini_live: answer blocked");
  }
  return absl::OkStatus();
}

}  // namespace

// One answer. Not in the anonymous namespace: it gives its session back to the provider.
class LiveStream final : public LlmStream {
 public:
  LiveStream(GeminiLiveProvider& provider, LlmRequest request, Picture picture)
      : provider_(provider), request_(std::move(request)), picture_(std::move(picture)) {}

  // On the device's session where it goes on with the same conversation, else on a new one.
  Task<absl::Status> Open(std::unique_ptr<LiveSession> kept) {
    answer_by_ = Now() + provider_.parts_.first_token_timeout;
    const bool same = kept != nullptr && KnowsHistory(*kept);
    if (same && !kept->going_away) {
      session_ = std::move(kept);
      reused_ = true;
      if ((co_await AskQuestion(/*with_history=*/false)).ok()) co_return absl::OkStatus();
      reused_ = false;
      kept = std::move(session_);
    }
    const std::string handle = same ? kept->handle : "";
    kept.reset();  // The old connection goes before the new one resumes it.
    co_return co_await OpenNew(handle);
  }

  Task<absl::StatusOr<std::optional<LlmPiece>>> Next() override {
    while (pieces_.empty()) {
      if (over_) co_return std::optional<LlmPiece>();
      auto message = co_await session_->socket->Read(ReadBy());
      if (message.ok() && message->has_value()) {
        NEXY_CO_RETURN_IF_ERROR(co_await TakeMessage((*message)->payload));
      } else {
        NEXY_CO_RETURN_IF_ERROR(co_await OnLost(message.status()));
      }
    }
    std::optional<LlmPiece> piece = std::move(pieces_.front());
    pieces_.pop_front();
    co_return piece;
  }

 private:
  Clock::Time Now() const { return provider_.parts_.clock.Now(); }

  // A kept connection that has died without a word must leave time for a new one.
  Clock::Time ReadBy() const {
    const LlmParts& parts = provider_.parts_;
    if (heard_) return Now() + parts.next_token_timeout;
    return reused_ ? answer_by_ - parts.first_token_timeout / 2 : answer_by_;
  }

  bool KnowsHistory(const LiveSession& session) const {
    return request_.history.empty() ? session.last_question.empty()
                                    : request_.history.back().question == session.last_question;
  }

  // With a handle that is too old, or that the service does not like today, a new conversation is
  // begun and the history told instead.
  Task<absl::Status> OpenNew(std::string handle) {
    absl::Status status = co_await SetUp(handle);
    if (!status.ok() && !handle.empty() && session_ != nullptr &&
        session_->socket->closed().code != 0 && IsOfTheHandle(FailureReasonOf(status))) {
      handle.clear();
      session_.reset();
      status = co_await SetUp("");
    }
    if (!status.ok()) co_return status;
    co_return co_await AskQuestion(/*with_history=*/handle.empty());
  }

  // Until the service is ready for the question.
  Task<absl::Status> SetUp(std::string handle) {
    const GeminiOptions& gemini = provider_.gemini_;
    WebSocketRequest request;
    const std::string base =
        absl::StrReplaceAll(gemini.base_url, {{"https://", "wss://"}, {"http://", "ws://"}});
    request.url = Concat(base, kPath);
    request.headers = {{"x-goog-api-key", gemini.api_key.Reveal()}};
    request.message_max_bytes = kMessageMaxBytes;
    request.refused = &UpgradeFailure;
    auto socket = co_await provider_.parts_.http.Connect(std::move(request));
    if (!socket.ok()) co_return Annotate(socket.status(), "gemini_live");
    session_ = std::make_unique<LiveSession>();
    session_->socket = *std::move(socket);
    std::string setup =
        LiveSetup(gemini, provider_.options_, provider_.parts_.prompts.Standing(), handle);
    NEXY_CO_RETURN_IF_ERROR(co_await session_->socket->Write(std::move(setup)));
    const Clock::Time ready_by =
        std::min(answer_by_, Now() + provider_.parts_.http.connect_timeout());
    auto reply = co_await session_->socket->Read(ready_by);
    if (!reply.ok()) co_return Annotate(reply.status(), "gemini_live: setup");
    if (!reply->has_value()) co_return ClosedFailure();
    const json first = json::parse((*reply)->payload, nullptr, /*allow_exceptions=*/false);
    if (!Member(first, "setupComplete").is_object()) {
      co_return Failure(FailureReason::kMalformed, "gemini_live: no setupComplete");
    }
    co_return absl::OkStatus();
  }

  Task<absl::Status> AskQuestion(bool with_history) {
    std::string question = LiveQuestion(request_, provider_.parts_.prompts.ForQuestion(request_),
                                        picture_.mime_type, picture_.bytes, with_history);
    co_return co_await session_->socket->Write(std::move(question));
  }

  // A kept connection may have ended while nobody looked: one new try before anything was heard.
  Task<absl::Status> OnLost(absl::Status status) {
    absl::Status lost = status.ok() ? ClosedFailure() : Annotate(status, "gemini_live");
    const FailureReason reason = FailureReasonOf(lost);
    if (heard_ && reason == FailureReason::kSilent) {
      co_return Failure(FailureReason::kStalled, "gemini_live: nothing more came in time");
    }
    if (!std::exchange(reused_, false) || heard_ || !IsTransient(reason)) co_return lost;
    std::string handle = session_->handle;
    session_.reset();
    co_return co_await OpenNew(std::move(handle));
  }

  absl::Status ClosedFailure() const {
    const WebSocketClose& closed = session_->socket->closed();
    return GeminiCloseFailure(closed.code, closed.reason);
  }

  Task<absl::Status> TakeMessage(std::string payload) {
    const json message = json::parse(payload, nullptr, /*allow_exceptions=*/false);
    if (!message.is_object()) {
      co_return Failure(FailureReason::kMalformed, "gemini_live: a message is no JSON object");
    }
    session_->Note(message);
    if (const auto usage = LiveUsage(message)) pieces_.push_back(*usage);
    const json& content = Member(message, "serverContent");
    if (!content.is_object()) co_return absl::OkStatus();
    NEXY_CO_RETURN_IF_ERROR(TakeSound(Member(Member(content, "modelTurn"), "parts")));
    const std::string_view transcript = TextMember(Member(content, "outputTranscription"), "text");
    if (!transcript.empty()) {
      heard_ = true;
      pieces_.push_back(LlmAudio{.pcm = "", .transcript = std::string(transcript)});
    }
    if (IsTrue(Member(content, "interrupted"))) {
      co_return Failure(FailureReason::kCut, "gemini_live: the service interrupted itself");
    }
    const bool turn_complete = SaysTurnComplete(message);
    if (!turn_complete && !IsTrue(Member(content, "generationComplete")))
      co_return absl::OkStatus();
    NEXY_CO_RETURN_IF_ERROR(WhyRefused(TextMember(content, "turnCompleteReason")));
    co_await Finish(turn_complete);
    co_return absl::OkStatus();
  }

  absl::Status TakeSound(const json& parts) {
    if (!parts.is_array()) return absl::OkStatus();
    for (const json& part : parts) {
      const json& data = Member(part, "inlineData");
      const std::string_view base64 = TextMember(data, "data");
      if (base64.empty()) continue;
      if (resampler_ == nullptr) {
        auto opened = Resampler::Open(RateOf(TextMember(data, "mimeType")));
        if (!opened.ok()) return Failure(FailureReason::kMalformed, "gemini_live: a sample rate");
        resampler_ = *std::move(opened);
      }
      std::string pcm;
      if (!absl::Base64Unescape(absl::string_view(base64.data(), base64.size()), &pcm)) {
        return Failure(FailureReason::kMalformed, "gemini_live: sound that is no base64");
      }
      heard_ = true;
      AddSound(resampler_->Push(pcm));
    }
    return absl::OkStatus();
  }

  void AddSound(std::string pcm) {
    sound_bytes_ += pcm.size();
    if (!pcm.empty()) pieces_.push_back(LlmAudio{.pcm = std::move(pcm), .transcript = ""});
  }

  // The answer is complete. The turn may not be: who waits for its end is no longer this answer.
  Task<> Finish(bool turn_complete) {
    if (resampler_ != nullptr) AddSound(resampler_->Finish());
    over_ = true;
    session_->last_question = request_.prompt;
    if (turn_complete) {
      provider_.sessions_->Keep(request_.device, std::move(session_));
      co_return;
    }
    session_->handle.clear();  // It does not know this answer.
    const auto turn = provider_.sessions_->Open(request_.bill);
    if (!turn) co_return;
    const auto executor = co_await asio::this_coro::executor;
    const Clock::Time deadline =
        Now() + provider_.options_.session_idle +
        std::chrono::duration_cast<Clock::Duration>(PlayTime(sound_bytes_));
    Spawn(executor, "llm.live_turn",
          EndLiveTurn(provider_.sessions_, *turn, request_.device, std::move(session_), deadline),
          provider_.parts_.log);
  }

  GeminiLiveProvider& provider_;
  const LlmRequest request_;
  const Picture picture_;
  std::unique_ptr<LiveSession> session_;  // Null when it was given back.
  std::unique_ptr<Resampler> resampler_;
  std::deque<LlmPiece> pieces_;
  Clock::Time answer_by_{};  // Something of the answer has to be there.
  std::size_t sound_bytes_ = 0;
  bool reused_ = false;  // On a connection that was kept, and nothing came on it yet.
  bool heard_ = false;
  bool over_ = false;
};

GeminiLiveProvider::GeminiLiveProvider(const GeminiOptions& gemini,
                                       const GeminiLiveOptions& options, const LlmParts& parts)
    : gemini_(gemini),
      options_(options),
      parts_(parts),
      sessions_(
          std::make_shared<LiveSessions>(options.sessions, options.session_idle, parts.clock)) {}

GeminiLiveProvider::~GeminiLiveProvider() { sessions_->Close(); }

Task<absl::StatusOr<std::unique_ptr<LlmStream>>> GeminiLiveProvider::Ask(LlmRequest request) {
  Picture picture;
  if (request.screenshot != nullptr) {
    auto made = co_await PictureOf(request.screenshot, /*as_jpeg=*/true, parts_.pool);
    if (!made.ok()) co_return made.status();
    picture = *std::move(made);
  }
  std::unique_ptr<LiveSession> kept = sessions_->Take(request.device);
  auto stream = std::make_unique<LiveStream>(*this, std::move(request), std::move(picture));
  NEXY_CO_RETURN_IF_ERROR(co_await stream->Open(std::move(kept)));
  co_return std::unique_ptr<LlmStream>(std::move(stream));
}

}  // namespace nexy
