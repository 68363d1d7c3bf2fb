#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "base/clock.h"
#include "base/mutex.h"
#include "base/secret.h"
#include "base/task.h"
#include "http/http_client.h"

namespace nexy {

// The token that Azure issues for a key, valid for ten minutes. Thread-safe.
class AzureToken {
 public:
  AzureToken(std::string url, Secret key, HttpClient& http, Clock& clock,
             std::chrono::milliseconds timeout);

  // A token that is good for a while yet. One caller renews it early while others use the old one.
  Task<absl::StatusOr<Secret>> Get();
  // The service refused it: the next Get() asks for a new one.
  void Forget(const Secret& refused);

 private:
  Task<absl::StatusOr<Secret>> Issue();

  const std::string url_;
  const Secret key_;
  HttpClient& http_;
  Clock& clock_;
  const std::chrono::milliseconds timeout_;
  Mutex mutex_;
  Secret token_ ABSL_GUARDED_BY(mutex_);
  Clock::Time issued_ ABSL_GUARDED_BY(mutex_);
  bool renewing_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace nexy
