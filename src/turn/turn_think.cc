#include <algorithm>
#include <utility>
#include <variant>

#include "absl/strings/ascii.h"
#include "absl/strings/str_join.h"
#include "base/failure.h"
#include "base/status.h"
#include "turn/turn.h"

namespace nexy {
namespace {

// LlmProvider's status codes as what the person is told.
Cause CauseOf(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kUnavailable:
      return Cause::kLlmUnavailable;
    case absl::StatusCode::kDeadlineExceeded:
      return Cause::kLlmTimeout;
    case absl::StatusCode::kResourceExhausted:
      return Cause::kLlmQuota;
    case absl::StatusCode::kUnauthenticated:
    case absl::StatusCode::kPermissionDenied:
      return Cause::kLlmKey;
    case absl::StatusCode::kNotFound:
      return Cause::kLlmEmpty;
    case absl::StatusCode::kDataLoss:
      return Cause::kLlmMalformed;
    case absl::StatusCode::kFailedPrecondition:
      return Cause::kPromptBlocked;
    case absl::StatusCode::kAborted:
      return Cause::kAnswerBlocked;
    default:
      return Cause::kInternal;
  }
}

// "It costs 3." may have been going to be 3.50.
bool IsSurelyWhole(std::string_view sentence) {
  if (sentence.size() > 1 && absl::ascii_isdigit(static_cast<unsigned char>(sentence.end()[-2]))) {
    return false;
  }
  constexpr std::string_view kEnds[] = {".", "!", "?", "…", "。", "！", "？", "।"};
  return std::ranges::any_of(kEnds, [&](auto end) { return sentence.ends_with(end); });
}

bool IsBlocked(const absl::Status& status) {
  return absl::IsFailedPrecondition(status) || absl::IsAborted(status);
}

}  // namespace

void Turn::StartThinking(std::size_t mind) {
  mind_ = mind;
  token_seen_ = false;
  native_.reset();
  native_pcm_.clear();
  native_word_.clear();
  native_texts_.clear();
  native_bytes_ = 0;
  said_again_ = 0;
  may_repeat_ = !said_.empty();
  parser_.emplace(parts_.options.answer_json_max_bytes);
  BeginSentences();
  waiting_for_token_since_ = Now();
  thinker_ = work_.Spawn("turn.think", Think(mind));
}

void Turn::BeginSentences() {
  segmenter_.emplace(SegmenterOptions{.language = TextLanguageOf(question_language_),
                                      .sentence_max_chars = parts_.options.sentence_max_chars,
                                      .first_clause_chars = parts_.options.first_clause_chars});
}

Task<> Turn::Think(std::size_t mind) {
  if (!looked_) co_await LookAtScreen();
  if (screen_is_answer_) {
    thinking_over_ = true;
    changed_.Ring();
    co_return;
  }
  LlmRequest request{.prompt = question_.prompt,
                     .language = question_language_,
                     .screenshot = screenshot_,
                     .previous_screenshot = screenshot_ ? question_.previous_screenshot : nullptr,
                     .history = question_.history,
                     .offer_actions = parts_.options.forward_actions &&
                                      !parts_.options.disable_actions && !question_.legacy,
                     .said = absl::StrJoin(said_, " "),
                     .stands_in = mind > 0,
                     .device = question_.device};
  auto stream = co_await minds_[mind]->Ask(std::move(request));
  absl::Status status = stream.status();  // No `?:` around co_await: g++ 12 spoils its temporaries.
  if (stream.ok()) status = co_await ReadAnswer(*std::move(stream));
  if (status.ok()) {
    if (mind > 0) verdict_.Raise(Outcome::kDegraded, Cause::kLlmFallback);
    thinking_over_ = true;
    times_.answer_done = Now() - start_;
    changed_.Ring();
  } else {
    OnThinkingFailed(mind, status);
  }
}

Task<absl::Status> Turn::ReadAnswer(std::unique_ptr<LlmStream> stream) {
  while (true) {
    waiting_for_token_since_ = Now();
    auto piece = co_await stream->Next();
    waiting_for_token_since_.reset();
    if (!piece.ok()) co_return piece.status();
    if (!piece->has_value()) co_return co_await EndAnswer();
    NEXY_CO_RETURN_IF_ERROR(co_await Take(**std::move(piece)));
  }
}

Task<absl::Status> Turn::Take(LlmPiece piece) {
  if (auto* text = std::get_if<LlmText>(&piece)) {
    co_return co_await TakeText(std::move(text->text));
  }
  if (auto* audio = std::get_if<LlmAudio>(&piece)) co_return co_await TakeAudio(std::move(*audio));
  if (auto* note = std::get_if<LlmNote>(&piece)) {
    constexpr std::size_t kNoteMaxBytes = 4096;  // LlmNote's promise.
    if (note->note.size() <= kNoteMaxBytes) note_ = std::move(note->note);
  } else if (std::holds_alternative<LlmBlind>(piece)) {
    screenshot_ignored_ = screenshot_ != nullptr;
    if (screenshot_ignored_) verdict_.Raise(Outcome::kDegraded, Cause::kScreenshotIgnored);
  }
  co_return absl::OkStatus();
}

Task<absl::Status> Turn::TakeText(std::string text) {
  token_seen_ = true;
  if (!times_.first_token) times_.first_token = Now() - start_;
  co_return co_await Queue(segmenter_->Cut(parser_->Push(text)));
}

Task<absl::Status> Turn::Queue(std::vector<CutSentence> sentences) {
  for (CutSentence& sentence : sentences) {
    NEXY_CO_RETURN_IF_ERROR(co_await QueueSentence(std::move(sentence)));
  }
  co_return absl::OkStatus();
}

// Hands a sentence on to the voices; waits while too many wait.
Task<absl::Status> Turn::QueueSentence(CutSentence sentence) {
  if (IsSaidAgain(sentence.text)) co_return absl::OkStatus();
  said_.push_back(sentence.text);
  co_await WaitForRoom();
  if (!times_.first_sentence) times_.first_sentence = Now() - start_;
  answer_has_text_ = true;
  sentences_.push_back(NewSentence(std::move(sentence)));
  StartSpeech();
  co_return absl::OkStatus();
}

Task<> Turn::WaitForRoom() {
  while (sentences_.size() >= parts_.options.sentences_waiting) {
    co_await room_.WaitUntil(Clock::Time::max());
  }
}

std::shared_ptr<SpokenSentence> Turn::NewSentence(CutSentence sentence) {
  const bool code = sentence.code != CodePlace::kNone;
  if (!code) text_language_ = DetectLanguage(sentence.text, question_language_);
  auto spoken = std::make_shared<SpokenSentence>(changed_.executor(), parts_.clock,
                                                 std::move(sentence.text), text_language_);
  spoken->code = sentence.code;
  return spoken;
}

Task<absl::Status> Turn::EndAnswer() {
  NEXY_CO_RETURN_IF_ERROR(co_await Queue(segmenter_->Cut(parser_->Finish())));
  NEXY_CO_RETURN_IF_ERROR(co_await Queue(EndNative(segmenter_->CutLast())));
  if (answer_has_text_ || (parser_->action() && parser_->end() == AnswerEnd::kComplete)) {
    co_return absl::OkStatus();
  }
  if (parser_->end() == AnswerEnd::kMalformed) co_return absl::DataLossError("malformed answer");
  co_return absl::NotFoundError("empty answer");
}

// The next mind that may help: any before the first sentence, after it one that can go on. A
// refusal for safety is an answer, not a fault that another mind should get around.
std::optional<std::size_t> Turn::NextMind(std::size_t mind, const absl::Status& status) const {
  if (IsBlocked(status)) return std::nullopt;
  for (std::size_t next = mind + 1; next < minds_.size(); ++next) {
    if (said_.empty() || minds_[next]->can_continue()) return next;
  }
  return std::nullopt;
}

// A mind that goes on with an answer may begin by repeating its end, or all of it; nobody wants to
// hear that twice. Once it has said something new, repetition is meant.
bool Turn::IsSaidAgain(std::string_view sentence) {
  if (!may_repeat_) return false;
  for (std::size_t at = said_again_; at < said_.size(); ++at) {
    if (said_[at] != sentence) continue;
    said_again_ = at + 1;
    return true;
  }
  may_repeat_ = false;
  return false;
}

void Turn::OnThinkingFailed(std::size_t mind, const absl::Status& status) {
  waiting_for_token_since_.reset();
  const bool declined = mind > 0 && absl::IsUnimplemented(status);
  if (!declined) {
    const FailureReason reason = FailureReasonOf(status);
    parts_.metrics.CountMindFailure(minds_[mind]->name(), reason);
    parts_.log.Warn("workflow", "fail", "a model gave no whole answer",
                    {{"provider", LogDetail{std::string(minds_[mind]->name())}},
                     {"reason", LogDetail{std::string(FailureToken(reason))}},
                     {"code", status.code()}});
    if (!first_failure_) first_failure_ = status;
  }
  TakeWholeSentences();
  if (const auto next = NextMind(mind, status)) {
    parts_.metrics.CountFallback("llm", minds_[*next]->name());
    StartThinking(*next);
    return;
  }
  const absl::Status why = IsBlocked(status) ? status : first_failure_.value_or(status);
  no_money_ = FailureReasonOf(why) == FailureReason::kBilling;
  FailWith(CauseOf(why), Rest::kFinishSentence);
}

// What stands complete before the break is a sentence of the answer, though the cutter waited for
// more to be sure of it.
void Turn::TakeWholeSentences() {
  std::vector<CutSentence> whole = segmenter_->CutLast();
  const auto broken = std::ranges::find_if_not(
      whole, &IsSurelyWhole,
      [](const CutSentence& sentence) { return std::string_view(sentence.text); });
  whole.erase(broken, whole.end());
  for (CutSentence& sentence : EndNative(std::move(whole))) {
    if (IsSaidAgain(sentence.text)) continue;
    answer_has_text_ = true;
    said_.push_back(sentence.text);
    sentences_.push_back(NewSentence(std::move(sentence)));
  }
  StartSpeech();
}

Clock::Time Turn::ThinkingDeadline() const {
  if (!waiting_for_token_since_) return Clock::Time::max();
  return *waiting_for_token_since_ +
         (token_seen_ ? parts_.next_token_timeout : parts_.first_token_timeout);
}

}  // namespace nexy
