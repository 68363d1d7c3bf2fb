#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/alarm.h"
#include "base/mutex.h"
#include "tts/tts_provider.h"

namespace nexy {

// A voice for tests and benchmarks: its sound is a function of the text, so that a test can tell
// what was spoken. Thread-safe.
class ScriptedVoice final : public TtsProvider {
 public:
  static constexpr std::size_t kUnlimited = std::numeric_limits<std::size_t>::max();
  struct Behaviour {
    std::size_t bytes_per_char = 960;  // 10 ms of wire PCM.
    std::size_t piece_bytes = 4096;
    std::size_t fail_after_pieces = kUnlimited;  // 0: fails at once.
    bool stall_instead = false;                  // Does not fail there, says nothing more.
    absl::StatusCode code = absl::StatusCode::kUnavailable;
  };

  explicit ScriptedVoice(Clock& clock, std::string name = "scripted")
      : clock_(clock), name_(std::move(name)) {}

  // For every text, or for one.
  void Behave(Behaviour behaviour) {
    MutexLock lock(mutex_);
    behaviour_ = behaviour;
  }
  void BehaveFor(std::string text, Behaviour behaviour) {
    MutexLock lock(mutex_);
    special_[std::move(text)] = behaviour;
  }

  std::vector<std::string> spoken() const {
    MutexLock lock(mutex_);
    return spoken_;
  }
  std::size_t open() const {
    MutexLock lock(mutex_);
    return open_;
  }
  void Forget() {
    MutexLock lock(mutex_);
    keeps_texts_ = false;
  }

  // The wire PCM that `text` makes, or `bytes` of it from `begin` on.
  static std::string SoundOf(std::string_view text, const Behaviour& behaviour,
                             std::size_t begin = 0, std::size_t bytes = kUnlimited) {
    const std::size_t size = text.size() * behaviour.bytes_per_char;
    std::string pcm(std::min(bytes, size - begin), '\0');
    // Without a division a byte: benchmarks measure the service, not this.
    std::size_t letter = begin % text.size();
    char round = static_cast<char>(begin / text.size());
    for (char& byte : pcm) {
      byte = static_cast<char>(text[letter] + round);
      if (++letter == text.size()) {
        letter = 0;
        ++round;
      }
    }
    return pcm;
  }
  std::string SoundOf(std::string_view text) const { return SoundOf(text, BehaviourFor(text)); }

  std::string_view name() const override { return name_; }

  Task<absl::StatusOr<std::unique_ptr<TtsStream>>> Speak(TtsRequest request) override {
    auto executor = co_await asio::this_coro::executor;
    const Behaviour behaviour = BehaviourFor(request.text);
    {
      MutexLock lock(mutex_);
      if (keeps_texts_) spoken_.push_back(request.text);
      if (behaviour.fail_after_pieces > 0) ++open_;
    }
    if (behaviour.fail_after_pieces == 0 && !behaviour.stall_instead) {
      co_return absl::Status(behaviour.code, "scripted failure");
    }
    co_return std::make_unique<Stream>(*this, std::move(executor), behaviour,
                                       std::move(request.text));
  }

 private:
  class Stream final : public TtsStream {
   public:
    Stream(ScriptedVoice& voice, asio::any_io_executor executor, Behaviour behaviour,
           std::string text)
        : voice_(voice),
          behaviour_(behaviour),
          text_(std::move(text)),
          for_ever_(std::move(executor), voice.clock_) {}
    ~Stream() override {
      MutexLock lock(voice_.mutex_);
      if (behaviour_.fail_after_pieces > 0) --voice_.open_;
    }

    Task<absl::StatusOr<std::optional<std::string>>> Next() override {
      if (pieces_ == behaviour_.fail_after_pieces) {
        if (behaviour_.stall_instead) co_await for_ever_.WaitUntil(Clock::Time::max());
        co_return absl::Status(behaviour_.code, "scripted failure");
      }
      if (at_ >= text_.size() * behaviour_.bytes_per_char) co_return std::nullopt;
      ++pieces_;
      std::string piece = SoundOf(text_, behaviour_, at_, behaviour_.piece_bytes);
      at_ += piece.size();
      co_return piece;
    }

   private:
    ScriptedVoice& voice_;
    const Behaviour behaviour_;
    const std::string text_;
    Alarm for_ever_;
    std::size_t at_ = 0;
    std::size_t pieces_ = 0;
  };

  Behaviour BehaviourFor(std::string_view text) const {
    MutexLock lock(mutex_);
    const auto found = special_.find(text);
    return found == special_.end() ? behaviour_ : found->second;
  }

  Clock& clock_;
  const std::string name_;
  mutable Mutex mutex_;
  Behaviour behaviour_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, Behaviour, std::less<>> special_ ABSL_GUARDED_BY(mutex_);
  std::vector<std::string> spoken_ ABSL_GUARDED_BY(mutex_);
  bool keeps_texts_ ABSL_GUARDED_BY(mutex_) = true;
  std::size_t open_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace nexy
