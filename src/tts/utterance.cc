#include "tts/utterance.h"

#include <algorithm>
#include <boost/system/system_error.hpp>
#include <optional>
#include <utility>

namespace nexy {

Utterance::Utterance(asio::any_io_executor executor, std::size_t max_bytes)
    : max_bytes_(max_bytes), doorbell_(std::move(executor), /*max_buffer_size=*/1) {}

void Utterance::Begin(int sample_rate) {
  MutexLock lock(mutex_);
  arrived_.sample_rate = sample_rate;
  skip_ = delivered_;
}

bool Utterance::Append(std::string_view pcm) {
  {
    MutexLock lock(mutex_);
    const std::size_t known = std::min(skip_, pcm.size());
    skip_ -= known;
    pcm.remove_prefix(known);
    if (pcm.empty()) return true;
    if (pcm.size() > max_bytes_ - delivered_) return false;
    delivered_ += pcm.size();
    arrived_.pieces.emplace_back(pcm);
  }
  Ring();
  return true;
}

void Utterance::Finish(absl::Status status) {
  {
    MutexLock lock(mutex_);
    if (finished_) return;
    finished_ = true;
    status_ = std::move(status);
    if (status_.ok() && delivered_ == 0) {
      status_ = absl::InternalError("espeak: there was no sound");
    }
  }
  Ring();
}

Task<absl::StatusOr<Utterance::Sound>> Utterance::Take() {
  while (true) {
    {
      MutexLock lock(mutex_);
      if (!arrived_.pieces.empty() || finished_) {
        if (arrived_.pieces.empty() && !status_.ok()) co_return status_;
        Sound sound{arrived_.sample_rate, std::exchange(arrived_.pieces, {})};
        co_return sound;
      }
    }
    auto [error] = co_await doorbell_.async_receive(kAsTuple);
    if (error) throw boost::system::system_error(error);
  }
}

}  // namespace nexy
