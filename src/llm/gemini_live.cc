#include "llm/gemini_live.h"

#include <deque>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_replace.h"
#include "audio/resampler.h"
#include "base/failure.h"
#include "base/status.h"
#include "base/strings.h"
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
       i < mime_type.size() && mime_type[i] >= '0' && mime_type[i] <= '9' && rate < 1'000'000; ++i) {
    rate = rate * 10 + (mime_type[i] - '0');
  }
  return rate == 0 ? kDefaultRate : rate;
}

}  // namespace

// One answer. Not in the anonymous namespace: it gives its session back to the provider.
class LiveStream final : public LlmStream {
 public:
  LiveStream(GeminiLiveProvider& provider, LlmRequest request, Picture picture)
      : provider_(provider), request_(std::move(request)), picture_(std::move(picture)) {}

  // On the device's session where it goes on with the same conversation, else on a new one.
  Task<absl::Status> Open(std::unique_ptr<LiveSession> kept) {
    const bool same = kept != nullptr && KnowsHistory(*kept);
    if (same && !kept->going_away && kept->socket != nullptr) {
      session_ = std::move(kept);
      reused_ = true;
      if ((co_await AskQuestion(/*with_history=*/false)).ok()) co_return absl::OkStatus();
      kept = std::move(session_);
    }
    const std::string handle = same ? kept->handle : "";
    kept.reset();  // The old connection goes before the new one resumes it.
    co_return co_await OpenNew(handle);
  }

  Task<absl::StatusOr<std::optional<LlmPiece>>> Next() override {
    while (pieces_.empty()) {
      if (over_) co_return std::optional<LlmPiece>();
      auto message = co_await session_->socket->Read();
      if (message.ok() && message->has_value()) {
        NEXY_CO_RETURN_IF_ERROR(TakeMessage((*message)->payload));
      } else {
        NEXY_CO_RETURN_IF_ERROR(co_await OnLost(message.status()));
      }
    }
    std::optional<LlmPiece> piece = std::move(pieces_.front());
    pieces_.pop_front();
    co_return piece;
  }

 private:
  bool KnowsHistory(const LiveSession& session) const {
    return request_.history.empty() ? session.last_question.empty()
                                    : request_.history.back().question == session.last_question;
  }

  Task<absl::Status> OpenNew(std::string handle) {
    const GeminiOptions& gemini = provider_.gemini_;
    WebSocketRequest request;
    const std::string base = absl::StrReplaceAll(
        gemini.base_url, {{"https://", "wss://"}, {"http://", "ws://"}});
    request.url = Concat(base, kPath);
    request.headers = {{"x-goog-api-key", gemini.api_key.Reveal()}};
    request.message_max_bytes = kMessageMaxBytes;
    auto socket = co_await provider_.parts_.http.Connect(std::move(request));
    if (!socket.ok()) co_return Annotate(socket.status(), "gemini_live");
    session_ = std::make_unique<LiveSession>();
    session_->socket = *std::move(socket);
    std::string setup =
        LiveSetup(gemini, provider_.options_, provider_.parts_.prompts.Standing(), handle);
    NEXY_CO_RETURN_IF_ERROR(co_await session_->socket->Write(std::move(setup)));
    auto reply = co_await session_->socket->Read();
    if (!reply.ok()) co_return Annotate(reply.status(), "gemini_live");
    if (!reply->has_value()) {
      // A handle that is too old: the history is told instead.
      if (!handle.empty() && session_->socket->closed().code == 1008) co_return co_await OpenNew("");
      co_return ClosedFailure();
    }
    const json first = json::parse((*reply)->payload, nullptr, /*allow_exceptions=*/false);
    if (!Member(first, "setupComplete").is_object()) {
      co_return Failure(FailureReason::kMalformed, "gemini_live: no setupComplete");
    }
    co_return co_await AskQuestion(/*with_history=*/handle.empty());
  }

  Task<absl::Status> AskQuestion(bool with_history) {
    std::string question =
        LiveQuestion(request_, provider_.parts_.prompts.ForQuestion(request_), picture_.mime_type,
                     picture_.bytes, with_history);
    skip_to_turn_end_ = session_->turn_open;
    session_->turn_open = true;
    co_return co_await session_->socket->Write(std::move(question));
  }

  // A kept connection may have ended while nobody looked: one new try before anything was heard.
  Task<absl::Status> OnLost(absl::Status status) {
    const absl::Status lost = status.ok() ? ClosedFailure() : Annotate(status, "gemini_live");
    if (!std::exchange(reused_, false) || heard_) co_return lost;
    std::string handle = session_->handle;
    session_.reset();
    co_return co_await OpenNew(std::move(handle));
  }

  absl::Status ClosedFailure() const {
    const WebSocketClose& closed = session_->socket->closed();
    return GeminiCloseFailure(closed.code, closed.reason);
  }

  absl::Status TakeMessage(std::string_view payload) {
    const json message = json::parse(payload, nullptr, /*allow_exceptions=*/false);
    if (!message.is_object()) {
      return Failure(FailureReason::kMalformed, "gemini_live: a message is no JSON object");
    }
    if (message.contains("goAway")) session_->going_away = true;
    TakeHandle(Member(message, "sessionResumptionUpdate"));
    TakeUsage(Member(message, "usageMetadata"));
    const json& content = Member(message, "serverContent");
    return content.is_object() ? TakeContent(content) : absl::OkStatus();
  }

  void TakeHandle(const json& update) {
    if (!update.is_object()) return;
    const bool resumable = IsTrue(Member(update, "resumable"));
    session_->handle = resumable ? std::string(TextMember(update, "newHandle")) : "";
  }

  void TakeUsage(const json& usage) {
    if (!usage.is_object()) return;
    pieces_.push_back(LlmUsage{
        .input_tokens = CountMember(usage, "promptTokenCount") +
                        CountMember(usage, "toolUsePromptTokenCount"),
        .output_tokens = CountMember(usage, "responseTokenCount") +
                         CountMember(usage, "thoughtsTokenCount")});
  }

  absl::Status TakeContent(const json& content) {
    const bool turn_complete = IsTrue(Member(content, "turnComplete"));
    if (skip_to_turn_end_) {  // What is left of the turn before.
      if (turn_complete) skip_to_turn_end_ = false;
      return absl::OkStatus();
    }
    NEXY_RETURN_IF_ERROR(TakeSound(Member(Member(content, "modelTurn"), "parts")));
    const std::string_view transcript = TextMember(Member(content, "outputTranscription"), "text");
    if (!transcript.empty()) {
      heard_ = true;
      pieces_.push_back(LlmAudio{.pcm = "", .transcript = std::string(transcript)});
    }
    if (turn_complete) session_->turn_open = false;
    if (IsTrue(Member(content, "interrupted"))) {
      return Failure(FailureReason::kCut, "gemini_live: the service interrupted itself");
    }
    // The service waits with turnComplete until its sound would have been played.
    if (IsTrue(Member(content, "generationComplete")) || turn_complete) return Finish(content);
    return absl::OkStatus();
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
    if (!pcm.empty()) pieces_.push_back(LlmAudio{.pcm = std::move(pcm), .transcript = ""});
  }

  absl::Status Finish(const json& content) {
    const std::string_view reason = TextMember(content, "turnCompleteReason");
    if (reason == "PROHIBITED_INPUT_CONTENT") {
      return Failure(FailureReason::kPromptBlocked, "gemini_live: prompt blocked");
    }
    if (reason == "RESPONSE_REJECTED" || reason == "GENERATED_AUDIO_SAFETY") {
      return Failure(FailureReason::kAnswerBlocked, "gemini_live: answer blocked");
    }
    if (resampler_ != nullptr) AddSound(resampler_->Finish());
    over_ = true;
    session_->last_question = request_.prompt;
    provider_.Keep(request_.device, std::move(session_));
    return absl::OkStatus();
  }

  GeminiLiveProvider& provider_;
  const LlmRequest request_;
  const Picture picture_;
  std::unique_ptr<LiveSession> session_;  // Null when it was given back.
  std::unique_ptr<Resampler> resampler_;
  std::deque<LlmPiece> pieces_;
  bool reused_ = false;
  bool skip_to_turn_end_ = false;
  bool heard_ = false;
  bool over_ = false;
};

GeminiLiveProvider::GeminiLiveProvider(const GeminiOptions& gemini,
                                       const GeminiLiveOptions& options, const LlmParts& parts)
    : gemini_(gemini), options_(options), parts_(parts) {}

GeminiLiveProvider::~GeminiLiveProvider() = default;

Task<absl::StatusOr<std::unique_ptr<LlmStream>>> GeminiLiveProvider::Ask(LlmRequest request) {
  Picture picture;
  if (request.screenshot != nullptr) {
    auto made = co_await PictureOf(request.screenshot, /*as_jpeg=*/true, parts_.pool);
    if (!made.ok()) co_return made.status();
    picture = *std::move(made);
  }
  std::unique_ptr<LiveSession> kept = Take(request.device);
  auto stream = std::make_unique<LiveStream>(*this, std::move(request), std::move(picture));
  NEXY_CO_RETURN_IF_ERROR(co_await stream->Open(std::move(kept)));
  co_return std::unique_ptr<LlmStream>(std::move(stream));
}

std::unique_ptr<LiveSession> GeminiLiveProvider::Take(const std::string& device) {
  MutexLock lock(mutex_);
  const auto found = index_.find(device);
  if (device.empty() || found == index_.end()) return nullptr;
  std::unique_ptr<LiveSession> session = std::move(found->second->session);
  kept_.erase(found->second);
  index_.erase(found);
  return session;
}

void GeminiLiveProvider::Keep(const std::string& device, std::unique_ptr<LiveSession> session) {
  if (device.empty()) return;
  KeptList dropped;  // Closed without the lock.
  MutexLock lock(mutex_);
  if (const auto old = index_.find(device); old != index_.end()) {
    dropped.splice(dropped.end(), kept_, old->second);
    index_.erase(old);
  }
  kept_.push_back({device, parts_.clock.Now(), std::move(session)});
  index_[device] = std::prev(kept_.end());
  while (kept_.size() > options_.sessions) {
    index_.erase(kept_.front().device);
    dropped.splice(dropped.end(), kept_, kept_.begin());
  }
}

void GeminiLiveProvider::Sweep() {
  KeptList dropped;
  MutexLock lock(mutex_);
  const Clock::Time oldest = parts_.clock.Now() - options_.session_idle;
  while (!kept_.empty() && kept_.front().since <= oldest) {
    index_.erase(kept_.front().device);
    dropped.splice(dropped.end(), kept_, kept_.begin());
  }
}

std::size_t GeminiLiveProvider::sessions() const {
  MutexLock lock(mutex_);
  return kept_.size();
}

}  // namespace nexy
