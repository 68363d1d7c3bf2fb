#pragma once

#include <boost/asio/steady_timer.hpp>
#include <cstddef>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "base/clock.h"
#include "base/mutex.h"
#include "base/task.h"
#include "http/connection.h"
#include "http/http_options.h"

namespace nexy {

// The kept connections of each host, and how many of a host may be in use at once. Thread-safe;
// outlives its places.
class Pool {
 private:
  struct Host;

 public:
  // A request's place among the `connections_per_host`. Destroying it gives the place up and closes
  // the connection that is still in it.
  class Place {
   public:
    Place(Place&& other) noexcept
        : connection(std::move(other.connection)),
          pool_(std::exchange(other.pool_, nullptr)),
          host_(other.host_) {}
    ~Place();
    Place& operator=(Place&&) = delete;

    // Keeps the connection for the next request; the place is given up.
    void Keep();

    std::unique_ptr<Connection> connection;  // Null: the request opens one.

   private:
    friend class Pool;
    Place(Pool& pool, Host& host) : pool_(&pool), host_(&host) {}

    Pool* pool_;
    Host* host_;
  };

  Pool(const HttpOptions& options, Clock& clock, HttpMetrics& metrics)
      : options_(options), clock_(clock), metrics_(metrics) {}
  ~Pool();

  // Waits for a place at most until `deadline`: kConnectTimeout. With a kept connection in it where
  // there is one that is neither too old nor closed by the other side.
  Task<absl::StatusOr<Place>> Enter(std::string key, Clock::Time deadline);

  // How many more unused connections are to be opened so that there are `count`; it is assumed that
  // they will be, and Arrived() is called for each.
  std::size_t Missing(const std::string& key, std::size_t count);
  void Arrived(const std::string& key, std::unique_ptr<Connection> connection);

  void Sweep();
  // Closes what is unused; nothing is kept any more.
  void Stop();

 private:
  struct Waiter;
  class Waiting;
  struct Host {
    std::vector<std::unique_ptr<Connection>> kept;  // The latest used last.
    std::size_t in_use = 0;
    std::size_t coming = 0;  // Being opened ahead of need.
    std::deque<std::shared_ptr<Waiter>> waiting;
  };

  bool MayBeUsed(Connection& connection) const;
  // A place that has a claim already.
  Place PlaceIn(Host& host) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void KeepLocked(Host& host, std::unique_ptr<Connection> connection)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void GiveUp(Host& host) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const HttpOptions& options_;
  Clock& clock_;
  HttpMetrics& metrics_;
  Mutex mutex_;
  bool stopped_ ABSL_GUARDED_BY(mutex_) = false;
  std::map<std::string, Host> hosts_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace nexy
