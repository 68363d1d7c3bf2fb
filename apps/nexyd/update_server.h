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

 private:
  UpdateServer(const UpdateOptions& options, std::vector<Channel> channels,
               std::multimap<std::string, std::string> tokens, std::string version, Clock& clock,
               Log& log, prometheus::Registry& metrics);
  void ReloadAndWait();

  asio::io_context io_;
  asio::steady_timer reload_;
  const UpdateOptions options_;
  UpdatePages pages_;
  std::unique_ptr<HttpServer> http_;
  std::vector<std::jthread> threads_;
};

}  // namespace nexy
