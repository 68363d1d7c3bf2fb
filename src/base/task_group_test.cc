#include "base/task_group.h"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

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

}  // namespace
}  // namespace nexy
