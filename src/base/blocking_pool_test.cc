#include "base/blocking_pool.h"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_future.hpp>
#include <future>
#include <thread>

namespace nexy {
namespace {

Task<absl::StatusOr<std::thread::id>> WhereItRan(BlockingPool& pool) {
  co_return co_await pool.Run<std::thread::id>(
      []() -> absl::StatusOr<std::thread::id> { return std::this_thread::get_id(); });
}

Task<absl::StatusOr<int>> WaitFor(BlockingPool& pool, std::shared_future<void> gate) {
  auto job = [gate]() -> absl::StatusOr<int> {
    gate.wait();
    return 1;
  };
  co_return co_await pool.Run<int>(std::move(job));
}

TEST(BlockingPool, RunsOnAnotherThreadAndComesBack) {
  asio::io_context io;
  BlockingPool pool(1, 8);
  auto ran = asio::co_spawn(io, WhereItRan(pool), asio::use_future);
  io.run();
  EXPECT_NE(*ran.get(), std::this_thread::get_id());
}

TEST(BlockingPool, RefusesWhatIsMoreThanItsCapacity) {
  asio::io_context io;
  BlockingPool pool(1, 1);
  std::promise<void> gate;
  auto first = asio::co_spawn(io, WaitFor(pool, gate.get_future().share()), asio::use_future);
  auto second = asio::co_spawn(io, WhereItRan(pool), asio::use_future);
  io.poll();
  EXPECT_EQ(second.get().status().code(), absl::StatusCode::kResourceExhausted);
  gate.set_value();
  io.run();
  EXPECT_EQ(*first.get(), 1);
}

Task<int> RunsOften(BlockingPool& pool, int times) {
  int done = 0;
  for (int i = 0; i < times; ++i) {
    const auto ran = co_await WhereItRan(pool);
    done += ran.ok() ? 1 : 0;
  }
  co_return done;
}

// Its executor is counted: a copy that were destroyed twice would free it under everybody's feet.
TEST(BlockingPool, LeavesTheStrandOfItsCallerAlone) {
  asio::io_context io;
  BlockingPool pool(1, 8);
  const asio::any_io_executor strand = asio::make_strand(asio::any_io_executor(io.get_executor()));
  for (int i = 0; i < 3; ++i) {
    auto ran = asio::co_spawn(strand, RunsOften(pool, 20), asio::use_future);
    io.restart();
    io.run();
    EXPECT_EQ(ran.get(), 20);
  }
}

}  // namespace
}  // namespace nexy
