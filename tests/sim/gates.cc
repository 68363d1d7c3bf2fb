#include "gates.h"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <utility>

namespace nexy::sim {

// A place in a gate's list that goes with the coroutine that waits.
class Gates::Wait {
 public:
  Wait(Gates& gates, std::string name, Timer timer)
      : gates_(gates), name_(std::move(name)), timer_(std::move(timer)) {}
  ~Wait() {
    MutexLock lock(gates_.mutex_);
    gates_.gates_[name_].waiting.remove(timer_);
  }
  Wait(const Wait&) = delete;
  Wait& operator=(const Wait&) = delete;

 private:
  Gates& gates_;
  const std::string name_;
  const Timer timer_;
};

bool Gates::TryPass(Gate& gate) {
  if (gate.open) return true;
  if (gate.passes == 0) return false;
  --gate.passes;
  return true;
}

Task<> Gates::Pass(std::string gate) {
  const auto executor = co_await asio::this_coro::executor;
  while (true) {
    Timer timer;
    {
      MutexLock lock(mutex_);
      Gate& found = gates_[gate];
      if (TryPass(found)) co_return;
      timer = std::make_shared<asio::steady_timer>(executor, asio::steady_timer::time_point::max());
      found.waiting.push_back(timer);
      arrived_.notify_all();
    }
    const Wait wait(*this, gate, timer);
    // Wake() comes through this coroutine's executor, so it cannot be missed before the wait.
    co_await timer->async_wait(kAsTuple);
  }
}

void Gates::Wake(const Gate& gate) {
  for (const Timer& timer : gate.waiting) {
    asio::post(timer->get_executor(),
               [timer] { timer->expires_at(asio::steady_timer::time_point::min()); });
  }
}

void Gates::Release(std::string_view gate, std::size_t count) {
  MutexLock lock(mutex_);
  Gate& found = gates_[std::string(gate)];
  found.passes += count;
  Wake(found);
}

void Gates::Open(std::string_view gate) {
  MutexLock lock(mutex_);
  Gate& found = gates_[std::string(gate)];
  found.open = true;
  Wake(found);
}

void Gates::Reset() {
  MutexLock lock(mutex_);
  for (auto& [name, gate] : gates_) {
    gate.passes = 0;
    gate.open = false;
  }
}

bool Gates::WaitForWaiter(std::string_view gate, std::chrono::milliseconds limit) const {
  const auto deadline = std::chrono::steady_clock::now() + limit;
  MutexLock lock(mutex_);
  while (true) {
    const auto found = gates_.find(gate);
    if (found != gates_.end() && !found->second.waiting.empty()) return true;
    if (arrived_.wait_until(mutex_, deadline) == std::cv_status::timeout) return false;
  }
}

}  // namespace nexy::sim
