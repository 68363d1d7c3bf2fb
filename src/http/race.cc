#include "http/race.h"

#include <algorithm>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <utility>

#include "base/failure.h"
#include "base/strings.h"
#include "http/watch.h"

namespace nexy {
namespace {

using namespace std::chrono_literals;
using asio::ip::tcp;
using boost::system::error_code;

constexpr auto kHeadStart = 250ms;

// What the attempts and the coroutine that waits share. On the coroutine's strand only.
struct Race {
  explicit Race(asio::any_io_executor executor) : news(std::move(executor)) {}

  asio::steady_timer news;
  std::vector<std::unique_ptr<tcp::socket>> runners;
  std::size_t failed = 0;
  error_code last_error;
  std::optional<std::size_t> winner;
};

// Ends every attempt, also when the coroutine is cancelled.
class Finish {
 public:
  explicit Finish(std::shared_ptr<Race> race) : race_(std::move(race)) {}
  ~Finish() {
    for (const auto& runner : race_->runners) {
      error_code ignored;
      if (runner != nullptr) runner->close(ignored);
    }
  }
  Finish(const Finish&) = delete;
  Finish& operator=(const Finish&) = delete;

 private:
  const std::shared_ptr<Race> race_;
};

void Start(const std::shared_ptr<Race>& race, const asio::any_io_executor& sockets,
           const tcp::endpoint& endpoint, const asio::any_io_executor& strand) {
  const std::size_t index = race->runners.size();
  race->runners.push_back(std::make_unique<tcp::socket>(sockets));
  auto on_end = [race, index](error_code error) {
    if (error) {
      ++race->failed;
      race->last_error = error;
    } else if (!race->winner) {
      race->winner = index;
    }
    race->news.cancel();
  };
  race->runners.back()->async_connect(endpoint, asio::bind_executor(strand, std::move(on_end)));
}

}  // namespace

Task<absl::StatusOr<tcp::socket>> ConnectToFirst(asio::any_io_executor sockets,
                                                 std::vector<tcp::endpoint> endpoints, Clock& clock,
                                                 Clock::Time deadline) {
  const asio::any_io_executor strand = co_await asio::this_coro::executor;
  auto race = std::make_shared<Race>(strand);
  const Finish finish(race);
  while (true) {
    if (race->winner) co_return std::move(*race->runners[*race->winner]);
    const std::size_t started = race->runners.size();
    if (race->failed == endpoints.size()) {
      co_return Failure(FailureReason::kRefused,
                        Concat("no connection: ", race->last_error.message()));
    }
    const Clock::Time now = clock.Now();
    if (now >= deadline) {
      co_return Failure(FailureReason::kConnectTimeout, "no connection in time");
    }
    Clock::Time until = deadline;
    if (started < endpoints.size()) {
      Start(race, sockets, endpoints[started], strand);
      until = std::min(until, now + kHeadStart);
    }
    if (started + 1 >= endpoints.size()) until = deadline;
    race->news.expires_at(clock.MachineDeadline(until));
    co_await race->news.async_wait(kAsTuple);
    co_await ThrowIfCancelled();
  }
}

}  // namespace nexy
