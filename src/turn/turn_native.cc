#include <utility>

#include "absl/strings/ascii.h"
#include "base/failure.h"
#include "turn/sentence_end.h"
#include "turn/turn.h"

namespace nexy {
namespace {

std::string Trimmed(std::string_view text) {
  return std::string(absl::StripAsciiWhitespace(absl::string_view(text.data(), text.size())));
}

bool IsSpace(char byte) { return absl::ascii_isspace(static_cast<unsigned char>(byte)); }

// Bytes of `text` up to the end of its last whole sentence; 0: none.
std::size_t SentencesEnd(std::string_view text) {
  for (std::size_t end = text.size(); end > 0; --end) {
    const bool at_word_end = end == text.size() || IsSpace(text[end]);
    const std::string_view before = text.substr(0, end);
    if (at_word_end && (end < text.size() ? EndsLikeASentence(before) : IsSurelyWhole(before))) {
      return end;
    }
  }
  return 0;
}

// Bytes of `text` up to the end of its last whole word; 0: none. The next piece may go on with a
// word that no space has ended.
std::size_t WordsEnd(std::string_view text) {
  std::size_t end = text.size();
  while (end > 0 && !IsSpace(text[end - 1])) --end;
  return end;
}

}  // namespace

// A speech-native model's sound goes out as it comes, its transcript trails it. No sound may go
// before a text, so what is shown first are the first words that are there, and the sound begins;
// after that each text is what was said up to the end of a sentence. So a text may bring some of
// the sound of the next one, which then has less.
Task<absl::Status> Turn::TakeAudio(LlmAudio audio) {
  token_seen_ = true;
  if (!times_.first_token) times_.first_token = Now() - start_;
  std::string earlier = std::exchange(native_pcm_, {});
  native_text_ += audio.transcript;
  native_bytes_ += audio.pcm.size();
  // A list without full stops is cut where it grows too long; sound without a word is no answer.
  const bool too_long = native_bytes_ > parts_.options.native_audio_max_bytes;
  std::size_t end = SentencesEnd(native_text_);
  if (end == 0 && (native_ == nullptr || too_long)) end = WordsEnd(native_text_);
  if (end == 0 && too_long) end = native_text_.size();
  std::string text = Trimmed(std::string_view(native_text_).substr(0, end));
  if (too_long && text.empty()) {
    co_return Failure(FailureReason::kOversized, "a speech-native model sent sound without words");
  }
  if (!text.empty() && native_ != nullptr && !audio.pcm.empty() && !earlier.empty()) {
    native_->Add(std::exchange(earlier, {}));
  }
  native_pcm_ = std::move(earlier) + audio.pcm;
  const bool cut =
      !text.empty() && !native_pcm_.empty() && (native_ == nullptr || native_->any_audio);
  if (cut) {
    native_text_.erase(0, end);
    if (native_ != nullptr) CloseNative();
    co_await WaitForRoom();
    OpenNative(std::move(text));
  }
  if (native_ != nullptr) FlushNative();
  co_return absl::OkStatus();
}

void Turn::OpenNative(std::string text) {
  if (!times_.first_sentence) times_.first_sentence = Now() - start_;
  answer_has_text_ = true;
  native_bytes_ = native_pcm_.size();
  said_.push_back(text);
  CutSentence sentence{std::move(text)};
  native_ = NewSentence(std::move(sentence));
  native_->native = true;
  sentences_.push_back(native_);
  StartSpeech();
}

// Gives what is there to the open sentence, but for a last piece: every text has to have some
// sound, also one that comes after all of it. The model is not made to wait: a service may hang up
// on who does not listen, and native_audio_max_bytes bounds a sentence.
void Turn::FlushNative() {
  const std::size_t chunk = parts_.audio_chunk_bytes;
  std::size_t at = 0;
  for (; native_pcm_.size() - at > chunk; at += chunk) native_->Add(native_pcm_.substr(at, chunk));
  native_pcm_.erase(0, at);
  constexpr std::size_t kSampleBytes = 2;
  if (!native_->any_audio && native_pcm_.size() >= 2 * kSampleBytes) {  // Its sound begins now.
    const std::size_t half = native_pcm_.size() / (2 * kSampleBytes) * kSampleBytes;
    native_->Add(native_pcm_.substr(0, half));
    native_pcm_.erase(0, half);
  }
  changed_.Ring();
}

void Turn::CloseNative() {
  native_->done = true;
  native_.reset();
  changed_.Ring();
}

// The answer is over or has broken off: what is left of words and sound belongs together.
void Turn::EndNative() {
  const std::string text = Trimmed(std::exchange(native_text_, {}));
  std::string pcm = std::exchange(native_pcm_, {});
  if (!text.empty() && !pcm.empty() && (native_ == nullptr || native_->any_audio)) {
    if (native_ != nullptr) CloseNative();
    OpenNative(text);
  }
  if (native_ == nullptr) return;
  const std::size_t chunk = parts_.audio_chunk_bytes;
  for (std::size_t at = 0; at < pcm.size(); at += chunk) native_->Add(pcm.substr(at, chunk));
  CloseNative();
}

}  // namespace nexy
