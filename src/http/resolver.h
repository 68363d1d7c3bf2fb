#pragma once

#include <atomic>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/thread_pool.hpp>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "base/clock.h"
#include "base/mutex.h"
#include "base/task.h"

namespace nexy {

// The addresses of names, asked of the system on threads of its own, because the system's call
// blocks and cannot be stopped. Remembers them for half a minute, and longer where a name cannot be
// resolved any more. Thread-safe.
class Resolver {
 public:
  using Addresses = std::vector<asio::ip::address>;
  using Lookup = std::function<absl::StatusOr<Addresses>(const std::string&)>;

  explicit Resolver(Clock& clock, Lookup lookup = AskSystem);
  // Waits for the system's calls that have started.
  ~Resolver();

  // In the order in which they are to be tried, at least one. kUnresolved; kConnectTimeout when it
  // is not known by `deadline`.
  Task<absl::StatusOr<Addresses>> Resolve(std::string host, Clock::Time deadline);
  // Nobody answered there: the name is asked for again.
  void Forget(const std::string& host);
  void Stop();

 private:
  struct Question;
  struct Known {
    Addresses addresses;
    Clock::Time until;
  };
  static absl::StatusOr<Addresses> AskSystem(const std::string& host);

  absl::StatusOr<Addresses> Ask(const std::string& host);

  Clock& clock_;
  const Lookup lookup_;
  std::atomic<int> waiting_{0};
  Mutex mutex_;
  std::map<std::string, Known> known_ ABSL_GUARDED_BY(mutex_);
  asio::thread_pool threads_;
};

}  // namespace nexy
