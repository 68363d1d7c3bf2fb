#include "base/alarm.h"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <optional>

#include "base/manual_clock.h"

namespace nexy {
namespace {

using namespace std::chrono_literals;

struct Fixture : testing::Test {
  asio::io_context io;
  ManualClock clock;
  Alarm alarm{io.get_executor(), clock};
  std::optional<bool> rung;

  static Task<> Wait(Alarm& alarm, Clock::Time deadline, std::optional<bool>& rung) {
    rung = co_await alarm.WaitUntil(deadline);
  }
  void Start(Clock::Duration wait) {
    asio::co_spawn(io, Wait(alarm, clock.Now() + wait, rung), asio::detached);
    io.poll();
  }
};

using AlarmTest = Fixture;

TEST_F(AlarmTest, EndsFalseWhenItsTimeHasCome) {
  Start(3s);
  clock.Advance(2999ms);
  io.poll();
  EXPECT_EQ(rung, std::nullopt);
  clock.Advance(1ms);
  io.poll();
  EXPECT_EQ(rung, false);
}

TEST_F(AlarmTest, EndsTrueWhenRung) {
  Start(3s);
  alarm.Ring();
  io.poll();
  EXPECT_EQ(rung, true);
}

TEST_F(AlarmTest, RememberARingThatCameBeforeTheWait) {
  alarm.Ring();
  Start(3s);
  EXPECT_EQ(rung, true);
}

}  // namespace
}  // namespace nexy
