#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>

#include "base/clock.h"
#include "base/task.h"

namespace nexy {

// A wait that ends when somebody rings or when a time has come: the condition variable of one
// coroutine on a strand.
//
// Not thread-safe: all calls come from the strand of `executor`. One waiter at a time. Must not be
// destroyed while somebody waits.
class Alarm {
 public:
  Alarm(asio::any_io_executor executor, Clock& clock);
  ~Alarm();
  Alarm(const Alarm&) = delete;
  Alarm& operator=(const Alarm&) = delete;

  // Ends the present wait, or the next one if nobody waits. Ringing twice is ringing once.
  void Ring();

  // True when rung, false when Now() has reached `deadline`. Throws operation_aborted when the
  // calling coroutine is cancelled. Clock::Time::max() waits for ever.
  Task<bool> WaitUntil(Clock::Time deadline);

  asio::any_io_executor executor() { return timer_.get_executor(); }

  // Makes the waiter look at the clock again (ManualClock does, when a test moves the time).
  void Poke();

 private:
  asio::steady_timer timer_;
  Clock& clock_;
  bool rung_ = false;
};

}  // namespace nexy
