#pragma once

#include <prometheus/registry.h>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/log.h"
#include "base/mutex.h"
#include "update/channels.h"
#include "update/outcome_log.h"
#include "update/release_store.h"
#include "update/update_options.h"
#include "web/channel_doors.h"
#include "web/file_response.h"
#include "web/http_server.h"
#include "web/server_status.h"

namespace nexy {

// What the update service tells about itself at one moment.
struct UpdateState {
  absl::Status store;  // Why nothing is served, or OK.
  std::int64_t publication = 0;
  std::string latest_version;  // Of the safest channel; empty: nothing is published there.
  std::string latest_build;
  std::size_t artifacts = 0;  // That everybody may have.
};

// The answers of the update service: the files of the current publication under their names,
// /health, a page for people. Every name is looked up in the publication; no path is made of what a
// client says.
//
// Thread-safe. Reload() and Answer() may wait for the disk. The collaborators outlive it.
class UpdatePages {
 public:
  // `channels` and `tokens` are those of ChannelDoors. `outcomes` counts what clients report; null:
  // reports are refused.
  UpdatePages(const UpdateOptions& options, std::vector<Channel> channels,
              std::multimap<std::string, std::string> tokens, OutcomeLog* outcomes,
              std::string version, Clock& clock, Log& log, prometheus::Registry& metrics);
  ~UpdatePages();

  // Takes the newest publication of the store, if it is another one. What was there before goes on
  // being served when the store cannot be read. Called every `update.reload`.
  void Reload();

  HttpResponse Answer(const HttpRequest& request);
  UpdateState state() const;

 private:
  struct Entry;
  struct View;
  class Counts;

  absl::StatusOr<std::shared_ptr<const View>> Load() const;
  void WarnOfOpenLists(const View& served) const;
  HttpResponse Route(const HttpRequest& request, std::string_view& kind);
  HttpResponse File(const HttpRequest& request, const std::string& name, const Entry& entry);
  HttpResponse Report(const HttpRequest& request);
  HttpResponse Health() const;
  HttpResponse Page() const;
  // Why `request` does not get what has that name, if it is there at all; nullopt: it may have it.
  std::optional<HttpResponse> Refusal(const HttpRequest& request, const std::string& name,
                                      const Entry* entry) const;
  std::shared_ptr<const View> view() const;

  const UpdateOptions options_;
  const ChannelDoors doors_;
  OutcomeLog* const outcomes_;
  const std::string version_;
  Clock& clock_;
  Log& log_;
  const std::unique_ptr<Counts> counts_;

  mutable Mutex mutex_;
  std::shared_ptr<const View> view_ ABSL_GUARDED_BY(mutex_);  // Shared with the answers being made.
  absl::Status store_status_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace nexy
