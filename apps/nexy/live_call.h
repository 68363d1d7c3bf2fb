#pragma once

#include <grpcpp/client_context.h>

#include <chrono>
#include <condition_variable>

#include "base/mutex.h"

namespace nexy {

// A call that one thread runs and another may want to see ended. Thread-safe.
class LiveCall {
 public:
  explicit LiveCall(std::chrono::seconds deadline) {
    context_.set_deadline(std::chrono::system_clock::now() + deadline);
  }

  grpc::ClientContext& context() { return context_; }

  // The call has its status.
  void End() {
    MutexLock lock(mutex_);
    ended_ = true;
    changed_.notify_all();
  }

  // Cancels the call unless it ends within `patience`.
  void EndWithin(std::chrono::milliseconds patience) {
    const auto deadline = std::chrono::steady_clock::now() + patience;
    MutexLock lock(mutex_);
    while (!ended_) {
      if (changed_.wait_until(mutex_, deadline) == std::cv_status::timeout) break;
    }
    if (!ended_) context_.TryCancel();
  }

  bool ended() const {
    MutexLock lock(mutex_);
    return ended_;
  }

 private:
  grpc::ClientContext context_;
  mutable Mutex mutex_;
  std::condition_variable_any changed_;
  bool ended_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace nexy
