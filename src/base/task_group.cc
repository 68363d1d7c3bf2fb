#include "base/task_group.h"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>
#include <cassert>
#include <exception>
#include <memory>
#include <string>
#include <utility>

#include "base/status.h"

namespace nexy {

TaskGroup::TaskGroup(asio::any_io_executor executor, Clock& clock, Log& log)
    : executor_(executor), log_(log), gone_(std::move(executor), clock) {}

TaskGroup::~TaskGroup() { assert(live_.empty()); }

TaskGroup::Id TaskGroup::Spawn(LogWord name, Task<> child) {
  const Id id = next_id_++;
  const auto entry = live_.emplace(live_.end(), id);
  auto on_end = [this, entry, name](std::exception_ptr error) {
    if (error) {
      const absl::Status status = StatusFromException(error);
      if (!absl::IsCancelled(status)) {
        log_.Error("server", "error", "task ended with an exception",
                   {{"task", LogDetail{std::string(name.text())}},
                    {"error", LogDetail{std::string(status.message())}}});
      }
    }
    live_.erase(entry);
    if (live_.empty()) gone_.Ring();
  };
  asio::co_spawn(executor_, std::move(child),
                 asio::bind_cancellation_slot(entry->stop.slot(),
                                              asio::bind_executor(executor_, std::move(on_end))));
  return id;
}

void TaskGroup::Cancel(Id id) {
  for (Child& child : live_) {
    if (child.id != id) continue;
    child.stop.emit(asio::cancellation_type::terminal);
    return;
  }
}

void TaskGroup::CancelAll() {
  // A child may end while it is told to, which erases its entry: step on before telling it.
  for (auto it = live_.begin(); it != live_.end();) {
    Child& child = *it++;
    child.stop.emit(asio::cancellation_type::terminal);
  }
}

Task<bool> TaskGroup::Join() {
  // Not disabled but noted: a cancellation that comes now is told to this coroutine only once.
  auto cancelled = std::make_shared<bool>(false);
  auto note = [cancelled](asio::cancellation_type) {
    *cancelled = true;
    return asio::cancellation_type::none;
  };
  co_await asio::this_coro::reset_cancellation_state(note);
  while (!live_.empty()) co_await gone_.WaitUntil(Clock::Time::max());
  co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
  co_return *cancelled;
}

}  // namespace nexy
