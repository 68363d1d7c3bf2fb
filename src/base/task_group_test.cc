#include "base/task_group.h"

#include <gtest/gtest.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <optional>

#include "base/manual_clock.h"

namespace nexy {
namespace {

Task<> Sleep(Alarm& alarm, int& ended) {
  struct Count {
    int& ended;
    ~Count() { ++ended; }
  } count{ended};
  co_await alarm.WaitUntil(Clock::Time::max());
}

Task<> CancelAndJoin(TaskGroup& group, bool& joined) {
  group.CancelAll();
  co_await group.Join();
  joined = true;
}

TEST(TaskGroup, JoinCompletesWhenEveryCancelledChildIsGone) {
  asio::io_context io;
  ManualClock clock;
  NullLog log;
  TaskGroup group(io.get_executor(), clock, log);
  Alarm first(io.get_executor(), clock);
  Alarm second(io.get_executor(), clock);
  int ended = 0;
  group.Spawn("first", Sleep(first, ended));
  group.Spawn("second", Sleep(second, ended));
  io.poll();
  EXPECT_EQ(group.live(), 2u);
  bool joined = false;
  asio::co_spawn(io, CancelAndJoin(group, joined), asio::detached);
  io.restart();
  io.poll();
  EXPECT_TRUE(joined);
  EXPECT_EQ(ended, 2);
}

Task<> EndLate(Alarm& alarm, int& ended) {
  co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
  co_await alarm.WaitUntil(Clock::Time::max());
  ++ended;
}

Task<> Join(TaskGroup& group, std::optional<bool>& cancelled) {
  group.CancelAll();
  cancelled = co_await group.Join();
}

TEST(TaskGroup, JoinTellsThatItsCallerWasCancelledMeanwhile) {
  asio::io_context io;
  ManualClock clock;
  NullLog log;
  TaskGroup group(io.get_executor(), clock, log);
  Alarm alarm(io.get_executor(), clock);
  int ended = 0;
  group.Spawn("late", EndLate(alarm, ended));
  std::optional<bool> cancelled;
  asio::cancellation_signal stop;
  asio::co_spawn(io, Join(group, cancelled), asio::bind_cancellation_slot(stop.slot(), asio::detached));
  io.poll();
  stop.emit(asio::cancellation_type::terminal);
  io.poll();
  EXPECT_EQ(cancelled, std::nullopt) << "the child lives still";
  alarm.Ring();
  io.restart();
  io.poll();
  EXPECT_EQ(cancelled, true);
  EXPECT_EQ(ended, 1);
}

}  // namespace
}  // namespace nexy
