#pragma once

#include <atomic>
#include <functional>
#include <thread>

namespace nexy {

// From here on Ctrl-C (SIGINT), SIGTERM and SIGHUP wait for a SignalWatch. Call it before the first
// other thread is started: threads inherit it.
void HoldEndSignals();

// Turns a held signal into one call of `on_signal`, on a thread of its own; the second signal ends
// the program on the spot, for a person who will not wait.
class SignalWatch {
 public:
  explicit SignalWatch(std::function<void()> on_signal);
  // Waits for `on_signal` if it runs.
  ~SignalWatch();
  SignalWatch(const SignalWatch&) = delete;
  SignalWatch& operator=(const SignalWatch&) = delete;

  // The signal that came, or 0.
  int signal() const { return signal_.load(); }

 private:
  void Watch();

  const std::function<void()> on_signal_;
  std::atomic<int> signal_ = 0;
  const int signals_;  // signalfd
  const int stop_;     // eventfd
  std::jthread action_;
  std::jthread watch_;
};

}  // namespace nexy
