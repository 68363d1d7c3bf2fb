#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "audio/chunker.h"
#include "audio/pcm.h"
#include "base/alarm.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/task.h"
#include "base/task_group.h"
#include "llm/llm_provider.h"
#include "llm/screen_question.h"
#include "text/answer_parser.h"
#include "text/pronunciations.h"
#include "text/sentence_segmenter.h"
#include "tts/speech_cache.h"
#include "tts/tts_provider.h"
#include "turn/outcome.h"
#include "turn/phrases.h"
#include "turn/spoken_sentence.h"
#include "turn/turn_metrics.h"
#include "turn/turn_options.h"

namespace nexy {

class ScreenReader;

// Where an answer goes, in its order. Each call completes when the next may follow, so a slow
// client slows its turn; false means that nobody listens any more.
class AnswerSink {
 public:
  virtual ~AnswerSink() = default;
  virtual Task<bool> Text(std::string sentence) = 0;
  virtual Task<bool> Audio(std::string pcm) = 0;  // Wire PCM, one chunk, not empty.
  virtual Task<bool> Action(std::string action_json) = 0;
};

struct Question {
  std::string session_id;  // As the client spelled it.
  std::string prompt;
  std::shared_ptr<const Screenshot> screenshot = nullptr;  // Null: none.
  // The device's last one before; the same as `screenshot` when no new one came. Null: none.
  std::shared_ptr<const Screenshot> previous_screenshot = nullptr;
  std::vector<Exchange> history = {};
  std::string device = "";                    // LlmRequest's.
  bool legacy = false;                        // Wire contract, "Legacy call".
  Clock::Time deadline = Clock::Time::max();  // The call's.
};

// What turns share. Everything outlives them.
struct TurnParts {
  std::vector<LlmProvider*> minds;   // In order of preference; not empty.
  std::vector<TtsProvider*> voices;  // In order of preference; may or may not contain `embedded`.
  TtsProvider& embedded;
  SpeechCache& phrases;  // Speaks with the embedded voice.
  TurnOptions options;
  std::size_t audio_chunk_bytes;  // Even.
  std::chrono::milliseconds first_token_timeout;
  std::chrono::milliseconds next_token_timeout;
  std::chrono::milliseconds first_audio_timeout;
  std::chrono::milliseconds next_audio_timeout;
  Clock& clock;
  Log& log;
  TurnMetrics& metrics;
  ScreenReader* reader = nullptr;  // Looks whether a screen is locked; null: nobody does.
  // Asked before `minds` for a reading of the screen, word for word; null: `minds` read it.
  LlmProvider* reads_aloud = nullptr;
  const Pronunciations* pronunciations = nullptr;  // A person's own; null: none.
};

// When things happened, since the turn's start; nullopt: not (yet).
struct TurnTimes {
  std::optional<Clock::Duration> first_token;
  std::optional<Clock::Duration> first_sentence;
  std::optional<Clock::Duration> first_audio;  // Handed to the sink.
  std::optional<Clock::Duration> answer_done;  // The model finished writing.
  std::size_t sentences = 0;
  std::size_t audio_bytes = 0;
};

// One question on its way to a spoken answer: model -> sentences -> speech -> the sink, in order,
// with deadlines, fallbacks and what is said when something fails (wire contract 4 and 5).
//
// Lives on one strand: Run(), Fail() and the destructor are called there. Run() is called once and
// has stopped all its work when it completes, also when it is cancelled (it then throws).
class Turn {
 public:
  Turn(asio::any_io_executor strand, const TurnParts& parts, Question question, AnswerSink& sink);
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;

  // OK when the answer or an apology was sent whole; UNAVAILABLE when no voice is left (5.5), with
  // the error_message as its message; CANCELLED when the sink says that nobody listens.
  Task<absl::Status> Run();

  // Ends the answer with the apology for `cause`. The first failure counts.
  void Fail(Cause cause);

  Verdict verdict() const { return verdict_; }
  const TurnTimes& times() const { return times_; }
  Language language() const { return answer_language_; }
  // The exchange for the device's conversation: the question and what of the answer was sent.
  Exchange TakeExchange();

 private:
  // What the answer may do when it has failed but a sentence is on its way.
  enum class Rest { kDrop, kFinishSentence };

  // turn.cc: the order of what is sent.
  Task<absl::Status> Deliver();
  Task<absl::Status> SendFront();
  void RememberHeard(std::string_view sentence);
  Task<absl::Status> SendAudio(std::string chunk);
  Task<absl::Status> Pace();
  Task<absl::Status> WaitForAudio(bool between_sentences);
  Task<absl::Status> FinishAnswer();
  Task<absl::Status> Apologize();
  Task<absl::Status> FinishSpokenSentence();
  Task<absl::Status> SayAboutScreen();
  Task<absl::Status> Say(Phrase phrase, Language language);
  Task<absl::Status> SaySentence(std::string_view sentence, Language language);
  void FailWith(Cause cause, Rest rest);
  Clock::Time NoticeAt() const;
  Clock::Time SpeakBy() const;

  // turn_screen.cc: what is wrong with the picture.
  Task<> LookAtScreen();
  Task<ScreenLook> SeenLook();
  std::optional<Phrase> WhyNotComparable() const;
  void LeaveScreenOut(Phrase why, bool answer_goes_on);

  // turn_think.cc: the model's side.
  void StartThinking(std::size_t mind);
  void BeginSentences();
  Task<> Think(std::size_t mind);
  Task<absl::Status> ReadAnswer(std::unique_ptr<LlmStream> stream);
  Task<absl::Status> Take(LlmPiece piece);
  Task<absl::Status> TakeText(std::string text);
  Task<absl::Status> Queue(std::vector<CutSentence> sentences);
  Task<absl::Status> QueueSentence(CutSentence sentence);
  Task<> WaitForRoom();
  std::shared_ptr<SpokenSentence> NewSentence(CutSentence sentence);
  Task<absl::Status> EndAnswer();
  void OnThinkingFailed(std::size_t mind, const absl::Status& status);
  std::optional<std::size_t> NextMind(std::size_t mind, const absl::Status& status) const;
  void TakeWholeSentences();
  bool IsSaidAgain(std::string_view sentence);
  Clock::Time ThinkingDeadline() const;

  // turn_native.cc: a model that speaks itself.
  Task<absl::Status> TakeAudio(LlmAudio audio);
  void TakeTranscript(const std::string& transcript);
  void CutNativeAtWord();
  bool NativeTextIsDue() const;
  void OpenNative();
  void FlushNative();
  void GiveNative(std::size_t bytes);
  void CloseNative();
  std::vector<CutSentence> EndNative(std::vector<CutSentence> last);

  // turn_speak.cc: the voices' side.
  void StartSpeech();
  std::string ForVoice(const SpokenSentence& utterance);
  void StartSpeaking(std::shared_ptr<SpokenSentence> utterance);
  Task<> Speak(std::shared_ptr<SpokenSentence> utterance, std::uint64_t attempt);
  Task<absl::Status> SpeakWith(std::shared_ptr<SpokenSentence> utterance, std::uint64_t attempt);
  void OnVoiceFailed(SpokenSentence& utterance, const absl::Status& status);
  void Respeak(const std::shared_ptr<SpokenSentence>& utterance);
  Clock::Time VoiceDeadline(const SpokenSentence& utterance) const;
  bool IsFallbackVoice(std::size_t voice) const;

  Clock::Time Now() const { return parts_.clock.Now(); }

  const TurnParts& parts_;
  const Question question_;
  AnswerSink& sink_;
  const std::vector<LlmProvider*> minds_;   // The configured ones, before them who reads aloud.
  const std::vector<TtsProvider*> voices_;  // The configured ones, the embedded one last.
  const Clock::Time start_;
  const Clock::Time budget_end_;
  const Language question_language_;
  Language answer_language_;
  Language text_language_;  // Of the newest sentence that is no code; code is read in it.
  const bool spell_;        // The person asked to have it spelled.

  Alarm changed_;  // Rung whenever Deliver() should look again.
  TaskGroup work_;

  // Looking.
  bool looked_ = false;
  std::shared_ptr<const Screenshot> screenshot_;  // The question's, unless it is left out.
  std::optional<Phrase>
      about_screen_;  // To be said first; with `screen_is_answer_` nothing else is.
  bool screen_is_answer_ = false;

  // Thinking.
  TaskGroup::Id thinker_ = 0;
  std::size_t mind_ = 0;
  bool no_money_ = false;                      // That is why no mind answers.
  std::optional<absl::Status> first_failure_;  // Of a mind: the cause when no other helps either.
  std::vector<std::string> said_;       // The answer's sentences so far, on their way or heard.
  std::size_t said_again_ = 0;          // How many of them the mind that goes on has repeated.
  bool may_repeat_ = false;             // It has said nothing new yet.
  std::optional<AnswerParser> parser_;  // Of the model that answers now.
  std::optional<SentenceSegmenter> segmenter_;
  Alarm room_;                                             // Rung when `sentences_` has room again.
  std::deque<std::shared_ptr<SpokenSentence>> sentences_;  // Cut, not yet given to a voice.
  // Of a speech-native model.
  std::shared_ptr<SpokenSentence> native_;  // Gets its sound; null: none was begun.
  std::string native_pcm_;                  // Not given to a sentence yet.
  std::deque<CutSentence> native_texts_;    // Wait for some sound.
  std::string native_word_;                 // The transcript's last one so far.
  std::size_t native_bytes_ = 0;            // Of sound since a sentence was begun.
  bool token_seen_ = false;                 // From the model that answers now.
  bool answer_has_text_ = false;
  bool thinking_over_ = false;
  std::optional<Clock::Time> waiting_for_token_since_;
  std::string note_;

  // Speaking.
  std::deque<std::shared_ptr<SpokenSentence>> speech_;  // Being made or sent, in answer order.
  std::size_t voice_floor_ = 0;  // Voices before it have failed in this turn.
  bool voice_fallback_said_ = false;
  bool screenshot_ignored_ = false;

  // Sending.
  Clock::Time playback_end_;         // When what was sent so far has been heard.
  Clock::Time answer_playback_end_;  // The same, without notices.
  Clock::Time last_notice_;
  int notices_in_row_ = 0;
  bool sent_audio_ = false;

  std::optional<Cause> failure_;
  Rest rest_ = Rest::kDrop;
  Verdict verdict_;
  TurnTimes times_;
  std::string heard_;  // The answer's sentences that were sent, joined with spaces.
};

}  // namespace nexy
