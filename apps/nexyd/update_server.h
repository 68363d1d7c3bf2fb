#pragma once

#include <prometheus/registry.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/statusor.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/mutex.h"
#include "update/outcome_log.h"
#include "update/update_options.h"
#include "web/http_server.h"
#include "web/update_pages.h"

namespace nexy {

// The update service: its pages, its listener, and threads of its own, because sending files waits
// for the disk, which no turn may do.
class UpdateServer {
 public:
  // Listens when it returns, also without a release store: then it says that nothing is published.
  // INVALID_ARGUMENT for what the settings should not say, UNAVAILABLE for a port that is taken.
  static absl::StatusOr<std::unique_ptr<UpdateServer>> Start(const UpdateOptions& options,
                                                             std::string version, Clock& clock,
                                                             Log& log,
                                                             prometheus::Registry& metrics);
  ~UpdateServer();

  std::string address() const { return http_->address(); }
  UpdateState state() const { return pages_.state(); }
  // How builds spread in the public channels, as `nexyctl update adoption --json` has it for all;
  // empty: nothing is known yet.
  std::string adoption() const;

 private:
  UpdateServer(const UpdateOptions& options, std::vector<Channel> channels,
               std::multimap<std::string, std::string> tokens, std::string reports,
               std::string version, Clock& clock, Log& log, prometheus::Registry& metrics);
  void ReloadAndWait();
  // Writes what was counted, deletes what is too old, adds up the rest.
  void KeepReports();

  asio::io_context io_;
  asio::steady_timer reload_;
  const UpdateOptions options_;
  Clock& clock_;
  Log& log_;
  const std::string reports_;  // Folder.
  OutcomeLog outcomes_;
  const std::vector<std::string> public_channels_;
  Clock::Time reports_due_ = Clock::Time::min();
  mutable Mutex mutex_;
  std::string adoption_ ABSL_GUARDED_BY(mutex_);
  UpdatePages pages_;
  std::unique_ptr<HttpServer> http_;
  std::vector<std::jthread> threads_;
};

}  // namespace nexy
