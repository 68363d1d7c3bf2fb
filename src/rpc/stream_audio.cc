// StreamAudio: the checks of wire contract 3, then a turn on the call's strand.
#include <utility>

#include "base/status.h"
#include "base/strings.h"
#include "rpc/assistant_service.h"
#include "session/merge_text.h"
#include "session/whitespace.h"

namespace nexy {
namespace {

constexpr std::string_view kSessionIdText = "session_id is required and must be provided by client";
constexpr std::string_view kEmptyPromptText = "Empty prompt: text field is required";

// What the hooks of a call tell its body; touched on the call's strand only.
struct Stop {
  std::optional<StopCause> cause;
  Turn* turn = nullptr;  // While it runs.
};

bool IsLegacy(const v1::StreamRequest& request) {
  return request.session_id().empty() && IsUuidShaped(request.hardware_id()) &&
         request.phase() != v1::REQUEST_PHASE_COLLECT;
}

// Outside 1..32768 a size of the screen means nothing (wire contract 1).
int ScreenSize(bool given, std::int32_t size) {
  constexpr int kMax = 32768;
  return given && size >= 1 && size <= kMax ? size : 0;
}

Clock::Time DeadlineOf(grpc::CallbackServerContext& context, Clock& clock) {
  const auto deadline = context.deadline();
  if (deadline == std::chrono::system_clock::time_point::max()) return Clock::Time::max();
  const auto left = deadline - std::chrono::system_clock::now();
  constexpr auto kFarAway = std::chrono::hours(24);
  if (left > kFarAway) return Clock::Time::max();
  return clock.Now() + std::chrono::duration_cast<Clock::Duration>(left);
}

// Stops of the registry and the client's leaving, as what the body sees.
void Connect(AnswerCall& call, const std::shared_ptr<SessionRegistry::Lease>& lease,
             const std::shared_ptr<Stop>& stop) {
  call.OnGone([lease] { lease->Release(); });
  lease->OnStop([call = call.shared_from_this(), stop](StopCause cause) {
    if (cause == StopCause::kInterrupted) call->DropQueued();
    asio::post(call->strand(), [call, stop, cause] {
      stop->cause = cause;
      if (cause != StopCause::kDraining) {
        call->Cancel();
      } else if (stop->turn != nullptr) {
        stop->turn->Fail(Cause::kDraining);
      }
    });
  });
}

}  // namespace

// A call that holds a slot and whose screenshot is still to be decoded (check 11).
struct AssistantService::Admitted {
  std::shared_ptr<SessionRegistry::Lease> lease;
  SessionKey key;
  std::string prompt;
  std::string screenshot_base64;  // Of the request; may be empty.
  std::shared_ptr<const Screenshot> collected_screenshot;
  bool legacy = false;
};

Task<absl::Status> AssistantService::Answer(AnswerCall& call, v1::StreamRequest request) {
  const bool legacy = IsLegacy(request);
  if (parts_.registry.draining()) {
    co_return co_await Refuse(call, Refusal::kDraining, legacy,
                              absl::UnavailableError(kDrainingText.data()));
  }
  const absl::Status device = CheckHardwareId(request.hardware_id(), parts_.rpc.id_max_bytes);
  if (!device.ok()) co_return co_await Refuse(call, Refusal::kHardwareId, legacy, device);
  parts_.known.Add(request.hardware_id());
  if (legacy) request.set_session_id(MintSessionId(RandomBytes()));
  const auto key = ParseSessionId(request.session_id(), parts_.rpc.id_max_bytes);
  if (!key) {
    co_return co_await Refuse(call, Refusal::kSessionId, legacy,
                              absl::InvalidArgumentError(kSessionIdText.data()));
  }
  if (request.phase() < 0 || request.phase() > v1::REQUEST_PHASE_COMMIT) {
    const auto text = Concat("unsupported request phase: ", static_cast<int>(request.phase()));
    co_return co_await Refuse(call, Refusal::kPhase, legacy, absl::InvalidArgumentError(text));
  }
  if (request.phase() == v1::REQUEST_PHASE_COLLECT) co_return co_await Collect(call, request, *key);

  Collected collected = parts_.collect.Peek(request.hardware_id(), *key);
  // A prompt that is too long by itself is not worth the merging.
  std::string prompt = request.prompt().size() > parts_.rpc.prompt_max_bytes
                           ? std::move(*request.mutable_prompt())
                           : MergeText(collected.text, request.prompt());
  if (IsBlank(prompt)) {
    co_return co_await Refuse(call, Refusal::kEmptyPrompt, legacy,
                              absl::InvalidArgumentError(kEmptyPromptText.data()));
  }
  if (prompt.size() > parts_.rpc.prompt_max_bytes) {
    const auto text = Concat("prompt is too long: ", prompt.size(), " bytes, the limit is ",
                             parts_.rpc.prompt_max_bytes);
    co_return co_await Refuse(call, Refusal::kPromptTooLong, legacy,
                              absl::InvalidArgumentError(text));
  }
  auto lease = parts_.registry.Admit(*key, request.session_id(), request.hardware_id());
  if (!lease.ok()) {
    const Refusal refusal = RefusalFromReason(RefusalReason(lease.status()));
    co_return co_await Refuse(call, refusal, legacy, lease.status());
  }
  Admitted admitted{.lease = *std::move(lease),
                    .key = *key,
                    .prompt = std::move(prompt),
                    .screenshot_base64 = std::move(*request.mutable_screenshot()),
                    .collected_screenshot = std::move(collected.screenshot),
                    .legacy = legacy};
  co_return co_await RunTurn(call, std::move(admitted));
}

Task<absl::Status> AssistantService::Collect(AnswerCall& call, const v1::StreamRequest& request,
                                             const SessionKey& key) {
  const absl::Status seq = CheckChunkSeq(request.chunk_seq());
  if (!seq.ok()) co_return co_await Refuse(call, Refusal::kCollectSeq, false, seq);
  CollectChunk chunk{
      .seq = request.chunk_seq(),
      .text = request.chunk_text(),
      .screenshot = nullptr,
      .screen_width = ScreenSize(request.has_screen_width(), request.screen_width()),
      .screen_height = ScreenSize(request.has_screen_height(), request.screen_height())};
  if (!request.screenshot().empty()) {
    auto screenshot = co_await Decode(request.screenshot());
    if (!screenshot.ok()) {
      co_return co_await Refuse(call, Refusal::kScreenshot, false, screenshot.status());
    }
    chunk.screenshot = *std::move(screenshot);
  }
  const absl::Status added = parts_.collect.Add(request.hardware_id(), key, std::move(chunk));
  if (!added.ok()) co_return co_await Refuse(call, Refusal::kCollectCap, false, added);
  parts_.metrics.collected.Increment();
  co_await call.Send(EndMessage("COLLECT_ACCEPTED"));
  co_return absl::OkStatus();
}

// One error_message and the status with the same text; before it, for an older client, the reason
// aloud.
Task<absl::Status> AssistantService::Refuse(AnswerCall& call, Refusal refusal, bool legacy,
                                            absl::Status status) {
  parts_.metrics.CountRefusal(refusal);
  parts_.turn.log.Info("grpc_service", "reject", "call refused",
                       {{"method", LogWord("StreamAudio")},
                        {"reason", LogDetail{std::string(RefusalToken(refusal))}},
                        {"code", status.code()}});
  if (legacy) co_await SpeakRefusal(call, refusal);
  co_await call.Send(ErrorMessage(MessageOf(status)));
  co_return status;
}

Task<bool> AssistantService::SpeakRefusal(AnswerCall& call, Refusal refusal) {
  struct Place {
    std::atomic<std::size_t>& taken;
    const std::size_t before = taken.fetch_add(1);
    ~Place() { taken.fetch_sub(1); }
  } place{spoken_refusals_};
  if (place.before >= parts_.rpc.legacy_spoken_refusals) co_return true;

  const Language language = parts_.turn.options.default_language;
  const std::string_view sentence = SpokenRefusal(refusal, language);
  TtsRequest request{.text = std::string(sentence), .language = language, .voice = ""};
  auto speech = co_await parts_.turn.phrases.Get(std::move(request));
  if (!speech.ok()) co_return false;  // The error_message that follows is all that is left.
  WireSink sink(call, "", /*legacy=*/true);
  if (!co_await sink.Text(std::string(sentence))) co_return false;
  const std::size_t chunk_bytes = parts_.turn.audio_chunk_bytes;
  for (std::size_t at = 0; at < (*speech)->size(); at += chunk_bytes) {
    if (!co_await sink.Audio((*speech)->substr(at, chunk_bytes))) co_return false;
  }
  co_return true;
}

Task<absl::StatusOr<std::shared_ptr<const Screenshot>>> AssistantService::Decode(
    std::string base64) {
  using Picture = std::shared_ptr<const Screenshot>;
  auto decode = [base64 = std::move(base64), &options = parts_.screen] {
    return Screenshot::FromBase64(base64, options);
  };  // Named: see BlockingPool::Run().
  co_return co_await parts_.decoding.Run<Picture>(std::move(decode));
}

Task<absl::Status> AssistantService::RunTurn(AnswerCall& call, Admitted admitted) {
  const std::shared_ptr<SessionRegistry::Lease> lease = admitted.lease;
  const Clock::Time start = parts_.turn.clock.Now();
  const auto stop = std::make_shared<Stop>();
  Connect(call, lease, stop);
  WireSink sink(call, lease->session_id(), admitted.legacy);
  std::unique_ptr<Turn> turn;
  std::shared_ptr<const Screenshot> screenshot = std::move(admitted.collected_screenshot);
  absl::Status status;
  try {
    if (!admitted.screenshot_base64.empty()) {
      auto decoded = co_await Decode(std::move(admitted.screenshot_base64));
      if (!decoded.ok() && !stop->cause && !call.gone()) {
        lease->GiveBack();
        co_return co_await Refuse(call, Refusal::kScreenshot, admitted.legacy, decoded.status());
      }
      if (decoded.ok()) screenshot = *std::move(decoded);
    }
    parts_.collect.Pop(lease->device(), admitted.key);
    turn = MakeTurn(call, *lease, std::move(admitted.prompt), screenshot, admitted.legacy, sink);
    stop->turn = turn.get();
    if (stop->cause == StopCause::kDraining) turn->Fail(Cause::kDraining);
    status = co_await turn->Run();
  } catch (const boost::system::system_error&) {  // Cancelled: by whom, `stop` says.
    status = absl::CancelledError("cancelled");
  }
  stop->turn = nullptr;
  co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
  lease->Release();

  Verdict verdict = turn ? turn->verdict() : Verdict{};
  if (call.gone() || absl::IsCancelled(status)) verdict = {Outcome::kCancelled, Cause::kNone};
  if (!call.gone() && lease->stopped() == StopCause::kInterrupted) {
    verdict = {Outcome::kInterrupted, Cause::kUserInterrupt};
    status = absl::OkStatus();
    call.DropQueued();
    call.LimitFlush(std::chrono::seconds(1));  // Wire contract 6.2.
    co_await call.Send(EndMessage("interrupted"));
  } else if (!call.gone() && stop->cause == StopCause::kClosing) {
    verdict = {Outcome::kFailed, Cause::kDraining};
    status = absl::UnavailableError(kDrainingText.data());
    call.DropQueued();
    co_await call.Send(ErrorMessage(kDrainingText));
  } else if (absl::IsUnavailable(status)) {
    co_await call.Send(ErrorMessage(MessageOf(status)));
  } else if (status.ok()) {
    co_await call.Send(EndMessage("Обработка завершена"));
  }
  if (verdict.outcome != Outcome::kCancelled) AddOutcome(*call.context(), verdict);
  RecordTurn(*lease, turn ? turn->times() : TurnTimes{}, verdict, parts_.turn.clock.Now() - start);
  if (turn) {
    parts_.conversations.Remember(lease->device(), turn->TakeExchange(), std::move(screenshot));
  }
  co_return status;
}

std::unique_ptr<Turn> AssistantService::MakeTurn(AnswerCall& call,
                                                 const SessionRegistry::Lease& lease,
                                                 std::string prompt,
                                                 std::shared_ptr<const Screenshot> screenshot,
                                                 bool legacy, AnswerSink& sink) {
  Recollection recollection = parts_.conversations.Recall(lease.device());
  if (!screenshot) screenshot = recollection.screenshot;
  Question question{.session_id = lease.session_id(),
                    .prompt = std::move(prompt),
                    .screenshot = std::move(screenshot),
                    .previous_screenshot = std::move(recollection.screenshot),
                    .history = std::move(recollection.history),
                    .device = lease.device(),
                    .legacy = legacy,
                    .deadline = DeadlineOf(*call.context(), parts_.turn.clock)};
  return std::make_unique<Turn>(call.strand(), parts_.turn, std::move(question), sink);
}

void AssistantService::RecordTurn(const SessionRegistry::Lease& lease, const TurnTimes& times,
                                  const Verdict& verdict, Clock::Duration took) {
  parts_.turn.metrics.CountTurn(verdict, times, took);
  const auto in_ms = [](const std::optional<Clock::Duration>& at) {
    return at ? std::chrono::duration_cast<std::chrono::milliseconds>(*at).count() : -1;
  };
  parts_.turn.log.Info("grpc_service", "complete", "turn finished",
                       {{"method", LogWord("StreamAudio")},
                        {"turn", lease.sequence()},
                        {"outcome", LogDetail{std::string(OutcomeToken(verdict.outcome))}},
                        {"cause", LogDetail{std::string(CauseToken(verdict.cause))}},
                        {"first_token_ms", in_ms(times.first_token)},
                        {"first_audio_ms", in_ms(times.first_audio)},
                        {"sentences", times.sentences},
                        {"audio_bytes", times.audio_bytes},
                        {"dur_ms", took}});
}

}  // namespace nexy
