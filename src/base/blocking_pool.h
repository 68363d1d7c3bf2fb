#pragma once

#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/any_completion_handler.hpp>
#include <atomic>
#include <memory>
#include <optional>
#include <utility>

#include "base/status.h"
#include "base/task.h"

namespace nexy {

// A few threads for work that blocks or computes for long (OCR, image decoding, SQLite), so that no
// shared thread ever does. Thread-safe. At most `capacity` jobs wait or run; one more is refused.
class BlockingPool {
 public:
  BlockingPool(std::size_t threads, std::size_t capacity) : capacity_(capacity), threads_(threads) {}
  // Waits for the jobs that have started.
  ~BlockingPool() {
    threads_.stop();
    threads_.join();
  }

  // Runs `job` (callable, returns absl::StatusOr<T>) on a thread of the pool and comes back to the
  // caller's executor with its result; RESOURCE_EXHAUSTED when the pool is full. A cancelled caller
  // still waits for the job: give long jobs a way to be told (a std::stop_token).
  //
  // Give a lambda that captures a name of its own and std::move it here: g++ 12 destroys the captures
  // twice when the lambda is written inside the co_await expression.
  template <typename T, typename Job>
  Task<absl::StatusOr<T>> Run(Job job) {
    if (pending_.fetch_add(1) >= capacity_) {
      pending_.fetch_sub(1);
      co_return absl::ResourceExhaustedError("too much blocking work is waiting");
    }
    std::optional<absl::StatusOr<T>> result;
    auto executor = co_await asio::this_coro::executor;
    // Named for the same reason: a strand's executor is counted, and one release too many frees it.
    auto start = [this, &job, &result, executor](auto handler) {
      // A std::function needs a copyable target, a completion handler is not: share it.
      auto shared = std::make_shared<decltype(handler)>(std::move(handler));
      asio::post(threads_, [this, &job, &result, executor, shared] {
        result.emplace(job());
        pending_.fetch_sub(1);
        asio::post(executor, [shared] { std::move (*shared)(); });
      });
    };
    co_await asio::async_initiate<const asio::use_awaitable_t<>, void()>(std::move(start),
                                                                         asio::use_awaitable);
    co_return std::move(*result);
  }

  std::size_t pending() const { return pending_.load(); }

 private:
  const std::size_t capacity_;
  std::atomic<std::size_t> pending_{0};
  asio::thread_pool threads_;
};

}  // namespace nexy
