#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "base/mutex.h"
#include "gates.h"
#include "script.h"
#include "sim_server.h"

namespace nexy::sim {

std::int64_t NowNs();

// What all connections of a SimServer share: the script and how far it has come, what was asked,
// the counters, the gates.
//
// Thread-safe; outlives the io_context.
class Engine {
 public:
  explicit Engine(const SimOptions& options) : options_(options) {}

  const SimOptions& options() const { return options_; }
  Gates& gates() { return gates_; }

  absl::Status Load(std::string_view json);
  void Script(std::string_view service, Cast cast);
  void Reset();

  // The cast of "azure_tts@second", else that of "azure_tts", else the default.
  std::shared_ptr<const Cast> CastOf(std::string_view service) const;

  // Keeps `request`, gives it its number, and takes the behaviour of that number.
  std::shared_ptr<const Behaviour> Take(const std::shared_ptr<SimRequest>& request);
  // The behaviour of "connection" for the next connection.
  std::shared_ptr<const Behaviour> TakeConnection();
  // Keeps a request that strict mode refuses; it uses up no behaviour.
  void KeepRefused(const std::shared_ptr<SimRequest>& request);

  // Changes a kept request or the counters under the lock.
  template <typename Change>
  void Note(SimRequest& request, Change change) {
    MutexLock lock(mutex_);
    change(request);
    changed_.notify_all();
  }
  template <typename Change>
  void Count(Change change) {
    MutexLock lock(mutex_);
    change(stats_);
    changed_.notify_all();
  }

  std::vector<SimRequest> Requests(std::string_view service) const;
  SimStats Stats() const;
  bool WaitForRequests(std::string_view service, std::size_t count,
                       std::chrono::milliseconds limit) const;
  bool WaitForStats(const std::function<bool(const SimStats&)>& wanted,
                    std::chrono::milliseconds limit) const;

  // Handles of Live sessions. One can be taken when the session that got it has ended.
  enum class Handle { kGood, kUnknown, kBusy };
  std::string NewHandle();
  void LeaveHandle(const std::string& handle);
  Handle TakeHandle(const std::string& handle) const;

 private:
  struct Progress {
    std::shared_ptr<const Cast> cast;
    std::map<std::string, std::uint64_t, std::less<>> numbers;  // Of each instance.
  };

  Progress& Find(std::string_view service) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Keep(const std::shared_ptr<SimRequest>& request) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  static bool IsOf(const SimRequest& request, std::string_view service);

  const SimOptions options_;
  Gates gates_;
  mutable Mutex mutex_;
  mutable std::condition_variable_any changed_;
  std::map<std::string, Progress, std::less<>> progress_ ABSL_GUARDED_BY(mutex_);
  std::deque<std::shared_ptr<SimRequest>> requests_ ABSL_GUARDED_BY(mutex_);
  SimStats stats_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, bool> handles_ ABSL_GUARDED_BY(mutex_);  // To whether its session lives.
  std::uint64_t next_handle_ ABSL_GUARDED_BY(mutex_) = 1;
};

}  // namespace nexy::sim
