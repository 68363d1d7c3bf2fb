#pragma once

#include <atomic>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/experimental/concurrent_channel.hpp>
#include <cstddef>
#include <deque>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "base/mutex.h"
#include "base/task.h"

namespace nexy {

// The sound of one text on its way from a worker to the stream that plays it, in the worker's rate.
//
// The worker never waits for the player: everything that is not yet taken is kept, up to
// `max_bytes`. Thread-safe for one producer and one consumer; shared by the two.
class Utterance {
 public:
  struct Sound {
    int sample_rate = 0;
    std::deque<std::string> pieces;  // s16le, whole samples; none: that was all.
  };

  Utterance(asio::any_io_executor executor, std::size_t max_bytes);

  // Producer. A worker begins at the text's first sample, perhaps not as the first one to try.
  // What earlier ones delivered is then left out, because equal texts give equal samples.
  void Begin(int sample_rate);
  // False when the utterance has become longer than `max_bytes`; `pcm` is then dropped.
  bool Append(std::string_view pcm);
  // The first call counts.
  void Finish(absl::Status status);

  // Consumer. What has arrived since the last call, as soon as there is something; the status of
  // Finish() after the last piece. Throws operation_aborted when the caller is cancelled.
  Task<absl::StatusOr<Sound>> Take();

  // The consumer has no use for the rest.
  void Abandon() { abandoned_.store(true); }
  bool abandoned() const { return abandoned_.load(); }

 private:
  using Doorbell = asio::experimental::concurrent_channel<void(boost::system::error_code)>;

  void Ring() { doorbell_.try_send(boost::system::error_code()); }

  const std::size_t max_bytes_;
  std::atomic<bool> abandoned_{false};
  Doorbell doorbell_;  // Rung after each change that the consumer may wait for.
  Mutex mutex_;
  Sound arrived_ ABSL_GUARDED_BY(mutex_);
  std::size_t delivered_ ABSL_GUARDED_BY(mutex_) = 0;  // Bytes, also those already taken.
  std::size_t skip_ ABSL_GUARDED_BY(mutex_) = 0;       // Bytes that the consumer already has.
  bool finished_ ABSL_GUARDED_BY(mutex_) = false;
  absl::Status status_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace nexy
