#include "http/pool.h"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <iterator>

#include "base/failure.h"
#include "http/watch.h"

namespace nexy {

// A request that has no place yet. `has_place` under the pool's lock; the timer on the strand of
// the request.
struct Pool::Waiter {
  explicit Waiter(asio::any_io_executor executor) : called(std::move(executor)) {}
  asio::steady_timer called;
  bool has_place = false;
};

// Leaves the queue, or gives back the place that came too late, however the wait ends.
class Pool::Waiting {
 public:
  Waiting(Pool& pool, Host& host, std::shared_ptr<Waiter> waiter)
      : pool_(pool), host_(host), waiter_(std::move(waiter)) {}
  ~Waiting() {
    MutexLock lock(pool_.mutex_);
    pool_.metrics_.OnWaiting(-1);
    if (taken_) return;
    if (waiter_->has_place) {
      pool_.GiveUp(host_);
    } else {
      std::erase(host_.waiting, waiter_);
    }
  }
  Waiting(const Waiting&) = delete;
  Waiting& operator=(const Waiting&) = delete;

  absl::StatusOr<Place> Take() {
    MutexLock lock(pool_.mutex_);
    if (!waiter_->has_place) {
      return Failure(FailureReason::kConnectTimeout,
                     "all http.connections_per_host of the host are in use");
    }
    taken_ = true;
    return pool_.PlaceIn(host_);
  }

 private:
  Pool& pool_;
  Host& host_;
  const std::shared_ptr<Waiter> waiter_;
  bool taken_ = false;
};

Pool::Place::~Place() {
  if (pool_ == nullptr) return;
  connection.reset();  // Before the next request opens its own.
  MutexLock lock(pool_->mutex_);
  pool_->GiveUp(*host_);
}

void Pool::Place::Keep() {
  Pool* pool = std::exchange(pool_, nullptr);
  connection->unused_since = pool->clock_.Now();
  MutexLock lock(pool->mutex_);
  pool->KeepLocked(*host_, std::move(connection));
  pool->GiveUp(*host_);
}

Pool::~Pool() { Stop(); }

Task<absl::StatusOr<Pool::Place>> Pool::Enter(std::string key, Clock::Time deadline) {
  std::shared_ptr<Waiter> waiter;
  Host* host = nullptr;
  const asio::any_io_executor executor = co_await asio::this_coro::executor;
  {
    MutexLock lock(mutex_);
    host = &hosts_[std::move(key)];
    if (host->in_use < options_.connections_per_host) {
      ++host->in_use;
      co_return PlaceIn(*host);
    }
    waiter = std::make_shared<Waiter>(executor);
    host->waiting.push_back(waiter);
    metrics_.OnWaiting(1);
  }
  Waiting waiting(*this, *host, waiter);
  waiter->called.expires_at(clock_.MachineDeadline(deadline));
  co_await waiter->called.async_wait(kAsTuple);
  co_await ThrowIfCancelled();
  co_return waiting.Take();
}

Pool::Place Pool::PlaceIn(Host& host) {
  Place place(*this, host);
  while (!host.kept.empty() && place.connection == nullptr) {
    if (MayBeUsed(*host.kept.back())) place.connection = std::move(host.kept.back());
    host.kept.pop_back();
  }
  return place;
}

bool Pool::MayBeUsed(Connection& connection) const {
  const Clock::Time now = clock_.Now();
  return now - connection.unused_since < options_.idle_max &&
         now - connection.opened < options_.age_max && !connection.HasEnded();
}

void Pool::KeepLocked(Host& host, std::unique_ptr<Connection> connection) {
  if (stopped_ || clock_.Now() - connection->opened >= options_.age_max) return;
  // The one that was unused for the longest goes.
  if (host.kept.size() >= options_.idle_per_host && !host.kept.empty()) {
    host.kept.erase(host.kept.begin());
  }
  if (options_.idle_per_host > 0) host.kept.push_back(std::move(connection));
}

void Pool::GiveUp(Host& host) {
  if (host.waiting.empty()) {
    --host.in_use;
    return;
  }
  const std::shared_ptr<Waiter> next = std::move(host.waiting.front());
  host.waiting.pop_front();
  next->has_place = true;
  asio::post(next->called.get_executor(), [next] { next->called.cancel(); });
}

std::size_t Pool::Missing(const std::string& key, std::size_t count) {
  MutexLock lock(mutex_);
  if (stopped_) return 0;
  Host& host = hosts_[key];
  std::erase_if(host.kept, [this](const auto& connection) { return !MayBeUsed(*connection); });
  count = std::min(count, options_.idle_per_host);
  const std::size_t there = host.kept.size() + host.coming;
  const std::size_t missing = count > there ? count - there : 0;
  host.coming += missing;
  return missing;
}

void Pool::Arrived(const std::string& key, std::unique_ptr<Connection> connection) {
  MutexLock lock(mutex_);
  Host& host = hosts_[key];
  --host.coming;
  if (connection == nullptr) return;
  connection->unused_since = clock_.Now();
  KeepLocked(host, std::move(connection));
}

void Pool::Sweep() {
  std::vector<std::unique_ptr<Connection>> dropped;  // Closed without the lock.
  MutexLock lock(mutex_);
  for (auto entry = hosts_.begin(); entry != hosts_.end();) {
    Host& host = entry->second;
    // Not std::ranges: clang 14 cannot read the result of its stable_partition.
    const auto dead =
        std::stable_partition(host.kept.begin(), host.kept.end(),
                              [this](const auto& connection) { return MayBeUsed(*connection); });
    std::move(dead, host.kept.end(), std::back_inserter(dropped));
    host.kept.erase(dead, host.kept.end());
    const bool unknown =
        host.kept.empty() && host.in_use == 0 && host.coming == 0 && host.waiting.empty();
    entry = unknown ? hosts_.erase(entry) : std::next(entry);
  }
}

void Pool::Stop() {
  MutexLock lock(mutex_);
  stopped_ = true;
  for (auto& [key, host] : hosts_) host.kept.clear();
}

}  // namespace nexy
