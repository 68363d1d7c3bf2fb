#include "turn/turn.h"

#include <algorithm>
#include <utility>

#include "base/failure.h"
#include "base/status.h"
#include "text/spelling_request.h"
#include "turn/action_gate.h"

namespace nexy {
namespace {

std::vector<TtsProvider*> WithEmbeddedLast(const TurnParts& parts) {
  std::vector<TtsProvider*> voices = parts.voices;
  if (std::find(voices.begin(), voices.end(), &parts.embedded) == voices.end()) {
    voices.push_back(&parts.embedded);
  }
  return voices;
}

// Who only reads is asked first, and once.
std::vector<LlmProvider*> WithReaderFirst(const TurnParts& parts, const Question& question) {
  std::vector<LlmProvider*> minds = parts.minds;
  if (parts.reads_aloud == nullptr || question.screenshot == nullptr ||
      !WantsReadingAloud(question.prompt, question.history)) {
    return minds;
  }
  std::erase(minds, parts.reads_aloud);
  minds.insert(minds.begin(), parts.reads_aloud);
  return minds;
}

// Wire contract 5.4: less 2 s, or a quarter when that is less, so that an apology still arrives.
Clock::Time BudgetEnd(const Question& question, const TurnOptions& options, Clock::Time start) {
  using namespace std::chrono_literals;
  Clock::Duration budget = options.turn_max;
  if (question.legacy) budget = std::min<Clock::Duration>(budget, options.legacy_turn_max);
  if (question.deadline != Clock::Time::max()) budget = std::min(budget, question.deadline - start);
  return start + (budget < 8s ? budget - budget / 4 : budget - 2s);
}

absl::Status NobodyListens() { return absl::CancelledError("the client is gone"); }

}  // namespace

Turn::Turn(asio::any_io_executor strand, const TurnParts& parts, Question question,
           AnswerSink& sink)
    : parts_(parts),
      question_(std::move(question)),
      sink_(sink),
      minds_(WithReaderFirst(parts, question_)),
      voices_(WithEmbeddedLast(parts)),
      start_(parts.clock.Now()),
      budget_end_(BudgetEnd(question_, parts.options, start_)),
      question_language_(DetectLanguage(question_.prompt, parts.options.default_language)),
      answer_language_(question_language_),
      text_language_(question_language_),
      spell_(AsksToSpell(question_.prompt)),
      changed_(strand, parts.clock),
      work_(strand, parts.clock, parts.log),
      screenshot_(question_.screenshot),
      room_(std::move(strand), parts.clock),
      playback_end_(start_),
      answer_playback_end_(start_),
      last_notice_(start_) {}

Task<absl::Status> Turn::Run() {
  absl::Status status;
  std::exception_ptr error;
  voices_.front()->Prepare();
  StartThinking(0);
  try {
    status = co_await Deliver();
  } catch (...) {  // Cancelled: the children go before their parent does.
    error = std::current_exception();
  }
  // Once cancelled, every co_await throws until the state is reset, the Join() below too.
  co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
  work_.CancelAll();
  co_await work_.Join();
  if (error) std::rethrow_exception(error);
  if (absl::IsUnavailable(status)) {
    verdict_ = {};
    verdict_.Raise(Outcome::kFailed, Cause::kVoiceUnavailable);
  }
  co_return status;
}

void Turn::Fail(Cause cause) { FailWith(cause, Rest::kDrop); }

void Turn::FailWith(Cause cause, Rest rest) {
  if (failure_) {  // A deadline ends the wait for a sentence that was to be finished.
    if (rest == Rest::kDrop) rest_ = rest;
    changed_.Ring();
    return;
  }
  failure_ = cause;
  rest_ = rest;
  const bool blocked = cause == Cause::kPromptBlocked || cause == Cause::kAnswerBlocked;
  verdict_.Raise(blocked ? Outcome::kBlocked : Outcome::kFailed, cause);
  changed_.Ring();
}

Exchange Turn::TakeExchange() {
  return {.question = question_.prompt, .answer = std::move(heard_), .note = std::move(note_)};
}

Task<absl::Status> Turn::Deliver() {
  while (true) {
    // A sentence that is complete when the model breaks off is still the answer's first: say it.
    const bool first_is_due = rest_ == Rest::kFinishSentence && !sent_audio_ && !speech_.empty();
    if (failure_ && !first_is_due) co_return co_await Apologize();
    if (!speech_.empty() && speech_.front()->ready()) {
      NEXY_CO_RETURN_IF_ERROR(co_await SendFront());
    } else if (speech_.empty() && sentences_.empty() && thinking_over_) {
      co_return co_await FinishAnswer();
    } else {
      NEXY_CO_RETURN_IF_ERROR(co_await WaitForAudio(/*between_sentences=*/true));
    }
  }
}

// Sends the sentence at the front and its audio as it comes; returns early, leaving it at the
// front, when the turn fails or when its voice breaks off and another starts it again.
Task<absl::Status> Turn::SendFront() {
  const std::shared_ptr<SpokenSentence> utterance = speech_.front();
  if (utterance->error) {
    parts_.log.Error("workflow", "error", "no voice could speak a sentence",
                     {{"code", utterance->error->code()}});
    co_return absl::UnavailableError("Speech is unavailable: the embedded voice does not answer");
  }
  NEXY_CO_RETURN_IF_ERROR(co_await SayAboutScreen());
  if (screenshot_ignored_) {
    screenshot_ignored_ = false;
    NEXY_CO_RETURN_IF_ERROR(co_await Say(Phrase::kScreenshotIgnored, answer_language_));
  }
  if (IsFallbackVoice(utterance->voice) && !utterance->native && !voice_fallback_said_) {
    voice_fallback_said_ = true;
    verdict_.Raise(Outcome::kDegraded, Cause::kVoiceFallback);
    NEXY_CO_RETURN_IF_ERROR(co_await Say(Phrase::kVoiceFallback, utterance->language));
  }
  if (!utterance->native && utterance->voice < voice_floor_) {
    Respeak(utterance);  // Made by a voice that has failed since; one voice speaks the rest.
    co_return absl::OkStatus();
  }
  utterance->text_sent = true;
  utterance->broken = false;
  if (!utterance->text.empty()) {  // Empty: a model's own sound after its last words.
    if (!co_await sink_.Text(utterance->text)) co_return NobodyListens();
  }
  answer_language_ = utterance->language;
  while (true) {
    if (failure_ && rest_ == Rest::kDrop) co_return absl::OkStatus();
    if (utterance->broken || utterance->error) co_return absl::OkStatus();
    if (!utterance->chunks.empty()) {
      NEXY_CO_RETURN_IF_ERROR(co_await Pace());
      if (utterance->chunks.empty()) continue;
      NEXY_CO_RETURN_IF_ERROR(co_await SendAudio(utterance->Take()));
    } else if (utterance->done) {
      RememberHeard(utterance->text);
      speech_.pop_front();
      StartSpeech();
      co_return absl::OkStatus();
    } else {
      NEXY_CO_RETURN_IF_ERROR(co_await WaitForAudio(/*between_sentences=*/false));
    }
  }
}

void Turn::RememberHeard(std::string_view sentence) {
  if (sentence.empty()) return;
  if (!heard_.empty()) heard_ += ' ';
  heard_ += sentence;
  ++times_.sentences;
}

Task<absl::Status> Turn::SendAudio(std::string chunk) {
  const auto play_time = std::chrono::duration_cast<Clock::Duration>(PlayTime(chunk.size()));
  times_.audio_bytes += chunk.size();
  if (!co_await sink_.Audio(std::move(chunk))) co_return NobodyListens();
  if (!times_.first_audio) times_.first_audio = Now() - start_;
  sent_audio_ = true;
  notices_in_row_ = 0;
  playback_end_ = std::max(playback_end_, Now()) + play_time;
  answer_playback_end_ = playback_end_;
  co_return absl::OkStatus();
}

// Waits until the listener is near enough to what was sent, so that an interrupt wastes little.
// Older clients and turns near the end of their budget get everything at once.
Task<absl::Status> Turn::Pace() {
  if (Now() >= budget_end_) Fail(Cause::kTurnDeadline);
  const Clock::Duration ahead = parts_.options.audio_ahead;
  const Clock::Time pacing_ends = budget_end_ - parts_.options.pace_until_left;
  if (question_.legacy || playback_end_ - Now() < ahead) co_return absl::OkStatus();
  while (!failure_) {
    // Some of it at a time, so that many turns do not wake the machine for every chunk of each.
    const Clock::Time due = std::min(playback_end_ - ahead + ahead / 4, pacing_ends);
    if (Now() >= due) break;
    co_await changed_.WaitUntil(due);
  }
  co_return absl::OkStatus();
}

Clock::Time Turn::NoticeAt() const {
  constexpr int kNoticesInRow = 2;  // Wire contract 5.4.
  const auto& options = parts_.options;
  if (options.notice_after.count() == 0 || notices_in_row_ >= kNoticesInRow) {
    return Clock::Time::max();
  }
  if (notices_in_row_ > 0) return last_notice_ + options.notice_again;
  return playback_end_ + options.notice_after;
}

Clock::Time Turn::SpeakBy() const { return answer_playback_end_ + parts_.options.speak_by; }

// Waits until something changes or the next time of 5.4 has come, and does what that time asks for.
Task<absl::Status> Turn::WaitForAudio(bool between_sentences) {
  const std::shared_ptr<SpokenSentence> front = speech_.empty() ? nullptr : speech_.front();
  // A sentence that is still open waits for the model, not for a voice.
  const bool waits_for_model = front == nullptr || front == native_;
  const Clock::Time thinking = waits_for_model ? ThinkingDeadline() : Clock::Time::max();
  const Clock::Time voice = front ? VoiceDeadline(*front) : Clock::Time::max();
  const Clock::Time notice = between_sentences ? NoticeAt() : Clock::Time::max();
  const Clock::Time deadline = std::min({budget_end_, SpeakBy(), thinking, voice, notice});
  if (co_await changed_.WaitUntil(deadline)) co_return absl::OkStatus();

  const Clock::Time now = Now();
  if (now >= budget_end_) {
    Fail(Cause::kTurnDeadline);
  } else if (now >= SpeakBy()) {
    Fail(Cause::kLlmTimeout);
  } else if (now >= thinking) {
    work_.Cancel(thinker_);
    OnThinkingFailed(mind_, Failure(token_seen_ ? FailureReason::kStalled : FailureReason::kSilent,
                                    "no text in time"));
  } else if (now >= voice) {
    work_.Cancel(front->speaker);
    OnVoiceFailed(*front,
                  Failure(front->any_audio ? FailureReason::kStalled : FailureReason::kSilent,
                          "no audio in time"));
    if (!front->error) StartSpeaking(front);
  } else if (now >= notice) {
    last_notice_ = now;
    ++notices_in_row_;
    co_return co_await Say(Phrase::kOneMoment, answer_language_);
  }
  co_return absl::OkStatus();
}

Task<absl::Status> Turn::FinishAnswer() {
  if (screen_is_answer_) co_return co_await SayAboutScreen();
  const auto& action = parser_->action();
  if (!action) co_return absl::OkStatus();
  const bool wanted = parts_.options.forward_actions && !parts_.options.disable_actions &&
                      !question_.legacy && parser_->end() == AnswerEnd::kComplete;
  auto allowed = wanted ? AllowedAction(*action, question_.session_id, parts_.options)
                        : absl::PermissionDeniedError("actions are not forwarded");
  if (allowed.ok()) {
    if (!answer_has_text_) {
      NEXY_CO_RETURN_IF_ERROR(co_await Say(Phrase::kAllRight, answer_language_));
    }
    if (!co_await sink_.Action(*std::move(allowed))) co_return NobodyListens();
    co_return absl::OkStatus();
  }
  verdict_.Raise(Outcome::kDegraded, Cause::kActionRefused);
  co_return co_await Say(Phrase::kActionRefused, answer_language_);
}

// Wire contract 5.2: the sentence being spoken is finished if the rest of it is there, later ones
// are dropped, then the apology.
Task<absl::Status> Turn::Apologize() {
  NEXY_CO_RETURN_IF_ERROR(co_await FinishSpokenSentence());
  work_.CancelAll();
  sentences_.clear();
  speech_.clear();
  const bool bill = *failure_ == Cause::kLlmQuota && no_money_;
  const Phrase apology = bill ? Phrase::kLlmBilling : ApologyFor(*failure_);
  co_return co_await Say(apology, answer_language_);
}

Task<absl::Status> Turn::FinishSpokenSentence() {
  if (speech_.empty()) co_return absl::OkStatus();
  const std::shared_ptr<SpokenSentence> utterance = speech_.front();
  const bool being_spoken = utterance->text_sent && !utterance->broken;
  if (!being_spoken || !utterance->done) co_return absl::OkStatus();
  while (!utterance->chunks.empty()) {
    NEXY_CO_RETURN_IF_ERROR(co_await SendAudio(utterance->Take()));
  }
  RememberHeard(utterance->text);
  co_return absl::OkStatus();
}

Task<absl::Status> Turn::Say(Phrase phrase, Language language) {
  parts_.metrics.CountPhrase(PhraseToken(phrase));
  for (std::string_view sentence : PhraseSentences(phrase, language)) {
    NEXY_CO_RETURN_IF_ERROR(co_await SaySentence(sentence, language));
  }
  co_return absl::OkStatus();
}

// A sentence of a phrase, in the embedded voice.
Task<absl::Status> Turn::SaySentence(std::string_view sentence, Language language) {
  const std::size_t chunk_bytes = parts_.audio_chunk_bytes;
  TtsRequest request{.text = std::string(sentence), .language = language, .voice = ""};
  auto speech = co_await parts_.phrases.Get(std::move(request));
  if (!speech.ok()) {
    parts_.log.Error("workflow", "error", "the embedded voice could not say a phrase",
                     {{"code", speech.status().code()}});
    co_return absl::UnavailableError("Speech is unavailable: the embedded voice does not answer");
  }
  if (!co_await sink_.Text(std::string(sentence))) co_return NobodyListens();
  const std::string& pcm = **speech;
  for (std::size_t at = 0; at < pcm.size(); at += chunk_bytes) {
    if (!co_await sink_.Audio(pcm.substr(at, chunk_bytes))) co_return NobodyListens();
  }
  playback_end_ = std::max(playback_end_, Now()) +
                  std::chrono::duration_cast<Clock::Duration>(PlayTime(pcm.size()));
  co_return absl::OkStatus();
}

}  // namespace nexy
