#include "tts/espeak.h"

#include <algorithm>
#include <chrono>
#include <deque>
#include <utility>

#include "audio/resampler.h"
#include "base/status.h"
#include "base/strings.h"
#include "text/russian_digits.h"
#include "tts/espeak_pool.h"
#include "tts/plain_text.h"
#include "tts/utterance.h"

namespace nexy {
namespace {

constexpr std::size_t kPieceBytes = 8 * 1024;  // Wire PCM that Next() gathers if it is there.

// More sound than any text of `bytes` needs at the slowest rate: a synthesiser that goes on is ill.
std::size_t MaxSoundBytes(std::size_t bytes, int rate) {
  constexpr std::size_t kBytesPerSecond = 2 * 22050;
  constexpr std::size_t kLimit = 64 * 1024 * 1024;
  const std::size_t seconds = 10 + bytes * 175 / static_cast<std::size_t>(std::max(rate, 1));
  return std::min(kLimit, seconds * kBytesPerSecond);
}

class EspeakStream final : public TtsStream {
 public:
  EspeakStream(std::shared_ptr<EspeakPool> pool, std::shared_ptr<Utterance> utterance, Clock& clock)
      : pool_(std::move(pool)),
        utterance_(std::move(utterance)),
        clock_(clock),
        asked_(clock.Now()) {}
  ~EspeakStream() override { Stop(); }

  Task<absl::StatusOr<std::optional<std::string>>> Next() override;

 private:
  // Stops the synthesis when Next() is left by the exception of a cancellation.
  struct StopOnUnwind {
    EspeakStream* stream;
    ~StopOnUnwind() {
      if (stream != nullptr) stream->Stop();
    }
  };

  void Stop() {
    if (!std::exchange(over_, true)) pool_->Cancel(utterance_);
  }
  Task<absl::StatusOr<std::string>> Gather();
  absl::Status Open(int sample_rate);

  const std::shared_ptr<EspeakPool> pool_;
  const std::shared_ptr<Utterance> utterance_;
  Clock& clock_;
  const Clock::Time asked_;
  std::unique_ptr<Resampler> resampler_;  // Null before the first and after the last sample.
  std::deque<std::string> pieces_;        // In the worker's rate, not yet resampled.
  bool over_ = false;                     // The pool has nothing more to do for us.
  bool started_ = false;
};

Task<absl::StatusOr<std::optional<std::string>>> EspeakStream::Next() {
  StopOnUnwind guard{this};
  auto pcm = co_await Gather();
  guard.stream = nullptr;
  if (!pcm.ok()) {
    over_ = true;
    co_return pcm.status();
  }
  if (!started_ && !pcm->empty()) {
    started_ = true;
    pool_->metrics().first_audio.Observe(
        std::chrono::duration<double>(clock_.Now() - asked_).count());
  }
  if (pcm->empty()) co_return std::nullopt;
  co_return *std::move(pcm);
}

// Wire PCM as soon as there is some, a piece's worth if that much has already come; empty at the
// end.
Task<absl::StatusOr<std::string>> EspeakStream::Gather() {
  std::string pcm;
  while (!over_ || !pieces_.empty()) {
    if (pieces_.empty() && !pcm.empty()) break;
    if (pieces_.empty()) {
      NEXY_CO_ASSIGN_OR_RETURN(Utterance::Sound sound, co_await utterance_->Take());
      if (sound.pieces.empty()) {
        over_ = true;
        if (resampler_) pcm = resampler_->Finish();
        resampler_.reset();
        break;
      }
      NEXY_CO_RETURN_IF_ERROR(Open(sound.sample_rate));
      pieces_ = std::move(sound.pieces);
    }
    pcm += resampler_->Push(pieces_.front());
    pieces_.pop_front();
    if (pcm.size() >= kPieceBytes) break;
  }
  co_return pcm;
}

absl::Status EspeakStream::Open(int sample_rate) {
  if (resampler_) return absl::OkStatus();
  auto resampler = Resampler::Open(sample_rate);
  if (!resampler.ok()) return Annotate(resampler.status(), "espeak");
  resampler_ = *std::move(resampler);
  return absl::OkStatus();
}

}  // namespace

EspeakProvider::EspeakProvider(asio::any_io_executor executor, const EspeakOptions& options,
                               Clock& clock, Log& log, prometheus::Registry& registry)
    : executor_(executor),
      options_(options),
      clock_(clock),
      pool_(std::make_shared<EspeakPool>(executor, options, clock, log, registry)) {
  pool_->Start();
}

EspeakProvider::~EspeakProvider() { pool_->Close(); }

Task<absl::StatusOr<std::unique_ptr<TtsStream>>> EspeakProvider::Speak(TtsRequest request) {
  if (!HasContent(CleanUtf8(request.text))) {
    co_return absl::InvalidArgumentError("espeak: there is nothing to say");
  }
  if (request.text.size() > kMaxSpeechText) {
    co_return absl::InvalidArgumentError(
        Concat("espeak: a text of ", request.text.size(), " bytes, the limit is ", kMaxSpeechText));
  }
  const bool russian = request.language == Language::kRussian;
  const std::size_t max_bytes = MaxSoundBytes(request.text.size(), options_.rate);
  SpeakRequest speech{
      .voice = std::move(request.voice),
      .default_voice = russian ? options_.russian_voice : options_.english_voice,
      .language = std::string(LanguageTag(request.language)),
      .rate = static_cast<std::uint16_t>(options_.rate),
      .pitch = static_cast<std::uint16_t>(options_.pitch),
      .volume = static_cast<std::uint16_t>(options_.volume),
      .text = russian ? RussianDigitsInWords(request.text) : std::move(request.text)};
  auto utterance = std::make_shared<Utterance>(executor_, max_bytes);
  NEXY_CO_RETURN_IF_ERROR(pool_->Submit(std::move(speech), utterance));
  co_return std::make_unique<EspeakStream>(pool_, std::move(utterance), clock_);
}

bool EspeakProvider::healthy() const { return pool_->state().ready > 0; }

EspeakState EspeakProvider::state() const { return pool_->state(); }

}  // namespace nexy
