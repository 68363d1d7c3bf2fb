#include "nexy/player.h"

#include <utility>

#include "audio/pcm.h"

namespace nexy {
namespace {

// A device gets pieces this short, so that silence comes within one of them.
constexpr std::size_t kPieceBytes = kWireBytesPerSecond / 50;

}  // namespace

Player::Player(Open open, OnTrouble on_trouble, std::size_t capacity_bytes)
    : open_(std::move(open)),
      on_trouble_(std::move(on_trouble)),
      capacity_bytes_(capacity_bytes),
      thread_([this] { Run(); }) {}

Player::~Player() { Silence(); }

void Player::Play(std::string pcm) {
  MutexLock lock(mutex_);
  while (!silenced_ && !broken_ && queued_bytes_ > 0 &&
         queued_bytes_ + pcm.size() > capacity_bytes_) {
    changed_.wait(mutex_);
  }
  if (silenced_ || broken_ || pcm.empty()) return;
  queued_bytes_ += pcm.size();
  queue_.push_back(std::move(pcm));
  changed_.notify_all();
}

void Player::WaitUntilPlayed() {
  MutexLock lock(mutex_);
  finishing_ = true;
  changed_.notify_all();
  while (!silenced_ && !broken_ && (playing_ || !queue_.empty())) changed_.wait(mutex_);
  finishing_ = false;
}

void Player::Silence() {
  MutexLock lock(mutex_);
  silenced_ = true;
  queue_.clear();
  queued_bytes_ = 0;
  changed_.notify_all();
}

bool Player::audible() const {
  MutexLock lock(mutex_);
  return !silenced_ && !broken_;
}

void Player::Run() {
  auto device = open_();
  if (!device.ok()) return Fail(device.status());
  PlayPieces(**device);
}

void Player::PlayPieces(SoundDevice& device) {
  std::string piece;
  bool finish = false;
  while (Take(piece, finish)) {
    if (finish) {
      device.Finish();
      MutexLock lock(mutex_);
      playing_ = false;
      changed_.notify_all();
    } else if (const absl::Status written = device.Write(piece); !written.ok()) {
      return Fail(written);
    }
  }
  device.Abort();
}

bool Player::Take(std::string& piece, bool& finish) {
  MutexLock lock(mutex_);
  while (!silenced_ && queue_.empty() && !(finishing_ && playing_)) changed_.wait(mutex_);
  if (silenced_) return false;
  finish = queue_.empty();
  if (finish) return true;
  piece = queue_.front().substr(played_of_first_, kPieceBytes);
  played_of_first_ += piece.size();
  queued_bytes_ -= piece.size();
  if (played_of_first_ == queue_.front().size()) {
    queue_.pop_front();
    played_of_first_ = 0;
  }
  playing_ = true;
  changed_.notify_all();
  return true;
}

void Player::Fail(const absl::Status& reason) {
  {
    MutexLock lock(mutex_);
    broken_ = true;
    queue_.clear();
    queued_bytes_ = 0;
    changed_.notify_all();
    if (silenced_) return;
  }
  on_trouble_(reason);
}

}  // namespace nexy
