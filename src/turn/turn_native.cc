#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "base/failure.h"
#include "turn/turn.h"

namespace nexy {
namespace {

constexpr std::size_t kSampleBytes = 2;

// What follows the last space of `text`; the next piece may go on with it.
std::string_view LastWord(std::string_view text) {
  std::size_t begin = text.size();
  while (begin > 0 && !absl::ascii_isspace(static_cast<unsigned char>(text[begin - 1]))) --begin;
  return text.substr(begin);
}

void Append(std::vector<CutSentence> more, std::deque<CutSentence>& to) {
  std::ranges::move(more, std::back_inserter(to));
}

}  // namespace

// A speech-native model's transcript trails its sound, and no sound may go before its text: it
// waits until its sentence is whole, which takes the time of writing it, not that of saying it.
// After that it goes out as it comes. So a text may bring some of the sound of the next one.
Task<absl::Status> Turn::TakeAudio(LlmAudio audio) {
  token_seen_ = true;
  if (!times_.first_token) times_.first_token = Now() - start_;
  native_pcm_ += audio.pcm;
  native_bytes_ += audio.pcm.size();
  TakeTranscript(audio.transcript);
  const TurnOptions& options = parts_.options;
  const bool too_long = native_bytes_ > options.native_audio_max_bytes;
  const bool first = native_ == nullptr && options.native_first_words;
  if (native_texts_.empty() && (too_long || first)) CutNativeAtWord();
  if (native_texts_.size() > options.sentences_waiting || (too_long && native_texts_.empty())) {
    co_return Failure(FailureReason::kOversized, "sound and words that do not match");
  }
  while (NativeTextIsDue()) {
    co_await WaitForRoom();
    OpenNative();
  }
  FlushNative();
  co_return absl::OkStatus();
}

void Turn::TakeTranscript(const std::string& transcript) {
  const std::string_view word = LastWord(transcript);
  if (word.size() < transcript.size()) native_word_.clear();
  native_word_ += word;
  Append(segmenter_->Cut(transcript), native_texts_);
}

// What there is of the sentence becomes a text of its own, but for a word that may go on.
void Turn::CutNativeAtWord() {
  std::vector<CutSentence> texts = segmenter_->CutLast();
  BeginSentences();
  if (!texts.empty() && texts.back().text.ends_with(native_word_)) {
    std::string& text = texts.back().text;
    text.erase(text.size() - native_word_.size());
    absl::StripTrailingAsciiWhitespace(&text);
    if (text.empty()) texts.pop_back();
    segmenter_->Cut(native_word_);
  }
  Append(std::move(texts), native_texts_);
}

// Every text has to have some sound.
bool Turn::NativeTextIsDue() const {
  const bool open_has_none = native_ != nullptr && !native_->any_audio;
  return !native_texts_.empty() &&
         native_pcm_.size() >= kSampleBytes * (native_texts_.size() + (open_has_none ? 1 : 0));
}

void Turn::OpenNative() {
  if (native_ != nullptr) CloseNative();
  if (!times_.first_sentence) times_.first_sentence = Now() - start_;
  answer_has_text_ = true;
  native_bytes_ = 0;
  said_.push_back(native_texts_.front().text);
  native_ = NewSentence(std::move(native_texts_.front()));
  native_texts_.pop_front();
  native_->native = true;
  sentences_.push_back(native_);
  StartSpeech();
}

// Gives what is there to the open sentence, but for a last piece for a text that comes after all
// of it. The model is not made to wait: a service may hang up on who does not listen, and
// native_audio_max_bytes bounds a sentence.
void Turn::FlushNative() {
  if (native_ == nullptr || native_pcm_.empty()) return;
  const std::size_t chunk = parts_.audio_chunk_bytes;
  GiveNative((native_pcm_.size() - 1) / chunk * chunk);
  changed_.Ring();
}

void Turn::GiveNative(std::size_t bytes) {
  const std::size_t chunk = parts_.audio_chunk_bytes;
  for (std::size_t at = 0; at < bytes; at += chunk) {
    native_->Add(native_pcm_.substr(at, std::min(chunk, bytes - at)));
  }
  native_pcm_.erase(0, bytes);
}

// Texts that came at once share the sound that is there by their lengths.
void Turn::CloseNative() {
  if (!native_->any_audio) {
    std::size_t behind = 0;
    for (const CutSentence& sentence : native_texts_) behind += sentence.text.size();
    const std::size_t samples = native_pcm_.size() / kSampleBytes;
    const std::size_t share = samples * native_->text.size() / (native_->text.size() + behind);
    GiveNative(kSampleBytes * std::clamp(share, std::size_t{1}, samples - native_texts_.size()));
  }
  native_->done = true;
  native_.reset();
  changed_.Ring();
}

// The answer is over or has broken off: `last` are its last texts, what is left of the sound
// belongs to them. Gives back those that have none.
std::vector<CutSentence> Turn::EndNative(std::vector<CutSentence> last) {
  Append(std::move(last), native_texts_);
  while (NativeTextIsDue()) OpenNative();
  if (native_ != nullptr) {
    GiveNative(native_pcm_.size());
    CloseNative();
  }
  std::vector<CutSentence> silent;
  std::ranges::move(std::exchange(native_texts_, {}), std::back_inserter(silent));
  return silent;
}

}  // namespace nexy
