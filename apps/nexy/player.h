#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <thread>

#include "absl/status/statusor.h"
#include "base/mutex.h"
#include "nexy/sound_device.h"

namespace nexy {

// Plays wire PCM in the order in which it is given, without gaps while there is some.
//
// Thread-safe. The device is opened and used on the player's own thread, so that it is made ready
// while the question travels. Without a device, or once it fails, audio is taken and dropped at
// once.
class Player {
 public:
  using Open = std::function<absl::StatusOr<std::unique_ptr<SoundDevice>>()>;
  // Called at most once, on the player's thread, with the reason why nothing can be heard.
  using OnTrouble = std::function<void(const absl::Status&)>;

  Player(Open open, OnTrouble on_trouble, std::size_t capacity_bytes);
  // Silences first.
  ~Player();
  Player(const Player&) = delete;
  Player& operator=(const Player&) = delete;

  // Waits while `capacity_bytes` wait to be played. Thrown away once silenced.
  void Play(std::string pcm);

  // Waits until everything given so far has been heard, or the player is silenced.
  void WaitUntilPlayed();

  // Silence at once and for good; whoever waits goes on.
  void Silence();

  // False once it is known that nobody hears anything: no device, or silenced.
  bool audible() const;

 private:
  void Run();
  // Waits for a piece: false when silenced. `finish` is set instead of `piece` when the queue has
  // run empty and somebody waits for the end.
  bool Take(std::string& piece, bool& finish);
  void PlayPieces(SoundDevice& device);
  void Fail(const absl::Status& reason);

  const Open open_;
  const OnTrouble on_trouble_;
  const std::size_t capacity_bytes_;
  mutable Mutex mutex_;
  std::condition_variable_any changed_;  // Any of the members below.
  std::deque<std::string> queue_ ABSL_GUARDED_BY(mutex_);
  std::size_t played_of_first_ ABSL_GUARDED_BY(mutex_) = 0;  // Bytes of queue_.front().
  std::size_t queued_bytes_ ABSL_GUARDED_BY(mutex_) = 0;
  bool playing_ ABSL_GUARDED_BY(mutex_) = false;  // The device holds audio that is not yet heard.
  bool finishing_ ABSL_GUARDED_BY(mutex_) = false;
  bool silenced_ ABSL_GUARDED_BY(mutex_) = false;
  bool broken_ ABSL_GUARDED_BY(mutex_) = false;
  std::jthread thread_;
};

}  // namespace nexy
