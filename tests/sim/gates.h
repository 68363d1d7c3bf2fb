#pragma once

#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <list>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "base/mutex.h"
#include "base/task.h"

namespace nexy::sim {

// Named gates at which an answer waits until somebody lets it pass, so that a test chooses the
// order of events. A gate is closed at first and remembers passes that nobody has used yet.
//
// Thread-safe; outlives the io_context whose coroutines wait.
class Gates {
 public:
  Task<> Pass(std::string gate);
  void Release(std::string_view gate, std::size_t count);
  void Open(std::string_view gate);
  void Reset();
  bool WaitForWaiter(std::string_view gate, std::chrono::milliseconds limit) const;

 private:
  using Timer = std::shared_ptr<asio::steady_timer>;
  struct Gate {
    std::size_t passes = 0;
    bool open = false;
    std::list<Timer> waiting;
  };
  class Wait;

  bool TryPass(Gate& gate) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  static void Wake(const Gate& gate);

  mutable Mutex mutex_;
  mutable std::condition_variable_any arrived_;
  std::map<std::string, Gate, std::less<>> gates_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace nexy::sim
