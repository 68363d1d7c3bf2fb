#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

#include "base/clock.h"
#include "base/task.h"
#include "http/http_client.h"
#include "update/installed_program.h"
#include "update/metadata_update.h"
#include "update/outcome.h"
#include "update/release.h"

namespace nexy {

struct UpdateSourceOptions {
  std::string url;    // Of the service, without a slash at the end.
  std::string token;  // For a closed channel; empty: none.
  std::chrono::milliseconds document_timeout{10'000};  // For a document, from first to last byte.
  std::chrono::milliseconds stall_timeout{30'000};     // Between two pieces of a download.
  std::int64_t slowest_bytes_per_second = 2'048;       // A slower download is given up.
  int attempts = 5;  // Of a download that breaks off, each from where the last one ended.
  std::chrono::milliseconds first_pause{500};  // Before the second attempt, at most; then doubled.
};

// The update service as a client sees it. Nothing that it sends is believed here: documents go to
// MetadataUpdate, archives to whoever knows their signed length and hash. Failures are refusals
// (kUnavailable, kTooLarge). Used from one strand; what it is made of outlives it.
class UpdateSource {
 public:
  UpdateSource(UpdateSourceOptions options, HttpClient& http, Clock& clock)
      : options_(std::move(options)), http_(http), clock_(clock) {}

  // Runs `update` to its end or its first refusal.
  Task<absl::Status> Ask(MetadataUpdate& update);

  // Fetches the archive into the file at `path`, going on with what is there already. OK: the file
  // has exactly the signed length. `progress` is told the bytes that are there.
  Task<absl::Status> Download(const Archive& archive, std::string path,
                              std::function<void(std::int64_t)> progress);

  // Tells how a step went, without anything about the person; what comes of it does not matter.
  Task<> Report(OutcomeReport report);

 private:
  ClientRequest Request(const std::string& name) const;
  Task<absl::StatusOr<std::string>> Fetch(std::string name, std::size_t max_bytes);
  Task<absl::Status> Attempt(const Archive& archive, int descriptor, std::int64_t have,
                             const std::function<void(std::int64_t)>& progress);

  const UpdateSourceOptions options_;
  HttpClient& http_;
  Clock& clock_;
};

}  // namespace nexy
