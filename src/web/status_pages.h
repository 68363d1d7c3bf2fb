#pragma once

#include <prometheus/registry.h>

#include <functional>
#include <string>
#include <utility>

#include "web/http_server.h"
#include "web/server_status.h"

namespace nexy {

// Where the pages get their facts. The functions are called on any thread of the HTTP server, must
// not block, and outlive the pages, as `registry` does.
struct StatusSources {
  std::string version;
  std::function<Serving()> serving;  // Cheap: load balancers ask every second.
  std::function<ServerStatus()> status;
  // The newest published version and build of the client; empty: none is published.
  std::function<std::pair<std::string, std::string>()> latest = [] {
    return std::pair<std::string, std::string>();
  };
  prometheus::Registry& registry;
};

// The pages by which the server is seen from outside: /, /health, /ready, /status, /metrics.
// Thread-safe.
class StatusPages {
 public:
  explicit StatusPages(StatusSources sources);

  HttpResponse Answer(const HttpRequest& request) const;

 private:
  HttpResponse Health() const;
  HttpResponse Ready() const;
  HttpResponse Metrics() const;

  const StatusSources sources_;
};

}  // namespace nexy
