#pragma once

#include <boost/asio/cancellation_signal.hpp>
#include <cstdint>
#include <list>

#include "base/alarm.h"
#include "base/task.h"

namespace nexy {

// The child coroutines of one parent, so that a parent can stop them and wait until they are gone.
//
// Everything happens on the strand of `executor`. The owner awaits Join() before it destroys the
// group; a group with live children must not be destroyed.
class TaskGroup {
 public:
  TaskGroup(asio::any_io_executor executor, Clock& clock, Log& log);
  TaskGroup(const TaskGroup&) = delete;
  TaskGroup& operator=(const TaskGroup&) = delete;
  ~TaskGroup();

  using Id = std::uint64_t;

  // Starts a child. An exception other than a cancellation is logged with `name`.
  Id Spawn(LogWord name, Task<> child);

  // Asks a child, or every child, to stop: its present or next wait throws operation_aborted. An
  // id whose child is gone means nothing.
  void Cancel(Id id);
  void CancelAll();

  // Completes when no child is live, also when the caller has been cancelled; true when that
  // happened meanwhile. The caller cannot be cancelled afterwards until it resets its cancellation
  // state (asio::this_coro::reset_cancellation_state).
  Task<bool> Join();

  std::size_t live() const { return live_.size(); }

 private:
  struct Child {
    explicit Child(Id child_id) : id(child_id) {}
    const Id id;
    asio::cancellation_signal stop;
  };

  asio::any_io_executor executor_;
  Log& log_;
  Alarm gone_;
  Id next_id_ = 1;
  std::list<Child> live_;
};

}  // namespace nexy
