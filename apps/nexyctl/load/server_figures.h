#pragma once

#include <condition_variable>
#include <map>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "absl/status/statusor.h"
#include "base/mutex.h"
#include "nexyctl/load/plan.h"

namespace nexy::load {

// What /metrics said at a moment: names with their labels, `nexy_turns_total{outcome="ok"}`.
struct ServerSample {
  Steady::time_point time;
  std::map<std::string, double> values;
};

// The values of a Prometheus text, without histogram buckets; lines that are none are left out.
std::map<std::string, double> ParseMetrics(std::string_view text);

// GET of a page in plain HTTP/1.1. UNAVAILABLE says why not; at most 8 MiB, at most 2 s.
absl::StatusOr<std::string> Fetch(const std::string& host, const std::string& port,
                                  const std::string& path);

// Reads a server's figures once a second, on a thread and the clock of its own.
class ServerFigures {
 public:
  ServerFigures(std::string host, std::string port);
  ~ServerFigures() { Stop(); }
  ServerFigures(const ServerFigures&) = delete;
  ServerFigures& operator=(const ServerFigures&) = delete;

  // After the last sample.
  void Stop();
  std::vector<ServerSample> samples() const;
  // Why the last try failed; empty: it did not.
  std::string trouble() const;

 private:
  void Run();
  void Take();

  const std::string host_;
  const std::string port_;
  mutable Mutex mutex_;
  std::condition_variable_any changed_;
  bool over_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<ServerSample> samples_ ABSL_GUARDED_BY(mutex_);
  std::string trouble_ ABSL_GUARDED_BY(mutex_);
  std::jthread thread_;
};

}  // namespace nexy::load
