#include <algorithm>
#include <utility>

#include "base/failure.h"
#include "base/status.h"
#include "text/spoken_text.h"
#include "turn/turn.h"
#include "turn/voice_text.h"

namespace nexy {

// Gives waiting sentences to the voices, as many as may be ahead of the one that is sent.
void Turn::StartSpeech() {
  while (!sentences_.empty() && speech_.size() < 1 + parts_.options.sentences_ahead) {
    auto utterance = std::move(sentences_.front());
    sentences_.pop_front();
    speech_.push_back(utterance);
    if (!utterance->native) StartSpeaking(std::move(utterance));
    room_.Ring();
  }
  changed_.Ring();
}

void Turn::StartSpeaking(std::shared_ptr<SpokenSentence> utterance) {
  SpokenSentence& u = *utterance;
  u.voice = std::max(u.voice, voice_floor_);
  const std::uint64_t attempt = ++u.attempt;
  u.speaker = work_.Spawn("turn.speak", Speak(std::move(utterance), attempt));
}

Task<> Turn::Speak(std::shared_ptr<SpokenSentence> utterance, std::uint64_t attempt) {
  while (!utterance->error && utterance->attempt == attempt) {
    const absl::Status status = co_await SpeakWith(utterance, attempt);
    if (utterance->attempt != attempt) co_return;
    utterance->waiting_since.reset();
    if (status.ok()) {
      utterance->done = true;
      changed_.Ring();
      co_return;
    }
    OnVoiceFailed(*utterance, status);
    utterance->voice = std::max(utterance->voice, voice_floor_);
  }
}

// What the voice gets of the sentence; what it cannot say is counted, once.
std::string Turn::ForVoice(const SpokenSentence& utterance) {
  SpokenOptions options = SpokenOptionsOf(parts_, utterance.language);
  options.code = utterance.code;
  options.spell = spell_;
  Spoken spoken = SpeakSentence(utterance.text, options);
  if (utterance.attempt == 1) parts_.metrics.CountUnsaid(spoken.unsaid);
  return std::move(spoken.text);
}

Task<absl::Status> Turn::SpeakWith(std::shared_ptr<SpokenSentence> utterance,
                                   std::uint64_t attempt) {
  SpokenSentence& u = *utterance;
  u.waiting_since = Now();
  TtsRequest request{.text = ForVoice(u),
                     .language = u.language,
                     .voice = "",
                     .device = question_.device};
  auto stream = co_await voices_[u.voice]->Speak(std::move(request));
  if (!stream.ok()) co_return stream.status();
  Chunker chunker(parts_.audio_chunk_bytes);
  // A voice that drips less than a chunk in the time for one is as good as silent.
  Clock::Time waiting_for_chunk = Now();
  while (u.attempt == attempt) {
    u.waiting_since = waiting_for_chunk;
    auto piece = co_await (*stream)->Next();
    if (u.attempt != attempt) break;
    u.waiting_since.reset();
    if (!piece.ok()) co_return piece.status();
    const bool last = !piece->has_value();
    const bool was_ready = u.ready();
    if (last) {
      if (std::string rest = chunker.Finish(); !rest.empty()) u.Add(std::move(rest));
    } else {
      for (std::string& chunk : chunker.Push(**piece)) {
        u.Add(std::move(chunk));
        waiting_for_chunk = Now();
      }
    }
    // Who sends a sentence waits for it only when nothing of it is there.
    if (last || (u.ready() && !was_ready)) changed_.Ring();
    if (last) break;
    if (u.buffered < parts_.options.speech_buffer_bytes) continue;
    *piece = std::nullopt;  // It may weigh as much as the chunks, and the wait is long.
    // Half of it has to go before the voice goes on, so that it is not woken for every chunk.
    u.resume_below = parts_.options.speech_buffer_bytes / 2;
    while (u.attempt == attempt && u.buffered > u.resume_below) {
      co_await u.room.WaitUntil(Clock::Time::max());
    }
    waiting_for_chunk = Now();
  }
  co_return u.any_audio ? absl::OkStatus() : absl::InternalError("the voice gave no sound");
}

// The next voice says the whole sentence again; `error` when there is none.
void Turn::OnVoiceFailed(SpokenSentence& utterance, const absl::Status& status) {
  const std::string_view voice = voices_[utterance.voice]->name();
  const FailureReason reason = FailureReasonOf(status);
  parts_.metrics.CountVoiceFailure(voice, reason);
  parts_.log.Warn("workflow", "fail", "a voice failed to say a sentence",
                  {{"provider", LogDetail{std::string(voice)}},
                   {"reason", LogDetail{std::string(FailureToken(reason))}},
                   {"code", status.code()}});
  utterance.DropAudio();
  utterance.waiting_since.reset();
  if (utterance.voice + 1 < voices_.size()) {
    ++utterance.voice;
    if (utterance.voice > voice_floor_) {
      voice_floor_ = utterance.voice;
      parts_.metrics.CountFallback("tts", voices_[voice_floor_]->name());
    }
  } else {
    utterance.error = status;
  }
  changed_.Ring();
}

void Turn::Respeak(const std::shared_ptr<SpokenSentence>& utterance) {
  work_.Cancel(utterance->speaker);
  utterance->DropAudio();
  StartSpeaking(utterance);
}

Clock::Time Turn::VoiceDeadline(const SpokenSentence& utterance) const {
  if (!utterance.waiting_since) return Clock::Time::max();
  return *utterance.waiting_since +
         (utterance.any_audio ? parts_.next_audio_timeout : parts_.first_audio_timeout);
}

bool Turn::IsFallbackVoice(std::size_t voice) const {
  return voice > 0 && voices_[voice] == &parts_.embedded;
}

}  // namespace nexy
