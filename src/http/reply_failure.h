#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "absl/status/status.h"
#include "base/clock.h"
#include "base/failure.h"
#include "http/http_client.h"

namespace nexy {

// What the service asked for in `Retry-After` (seconds, or a date seen from `now`) or in OpenAI's
// `retry-after-ms`.
std::optional<std::chrono::milliseconds> RetryAfterOf(const ClientResponse& response,
                                                      Clock::WallTime now);

// The reason of an HTTP status that is no success, where the service's body says nothing better.
FailureReason ReasonOfHttpStatus(int status);

// Failure(`reason`) with "<service>: HTTP <status>" as its message, and when to come back.
absl::Status ReplyFailure(std::string_view service, FailureReason reason,
                          const ClientResponse& response, Clock::WallTime now);

}  // namespace nexy
