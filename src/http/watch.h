#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>

#include "base/clock.h"
#include "base/task.h"

namespace nexy {

// Closes a socket when a time has come, which ends whatever waits for it. The time may be moved;
// moving it further costs nothing, so that it can be done for every piece that comes.
//
// Used from the strand of `executor`. The socket outlives it.
class Watch {
 public:
  Watch(asio::any_io_executor executor, Clock& clock, asio::ip::tcp::socket& socket);
  // The socket is left alone from here on.
  ~Watch();
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;

  void CloseAt(Clock::Time deadline);
  void CloseAfter(std::chrono::milliseconds wait) { CloseAt(clock_.Now() + wait); }
  // Nothing is waited for at present.
  void Rest();

  // Whether it was this that closed the socket.
  bool fired() const;

 private:
  struct State;
  static void Wait(std::shared_ptr<State> state);

  Clock& clock_;
  const std::shared_ptr<State> state_;  // Shared with the timer's handler.
};

// Throws operation_aborted when the calling coroutine has been cancelled.
Task<> ThrowIfCancelled();

}  // namespace nexy
